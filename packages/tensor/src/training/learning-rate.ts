/** How the learning rate changes over a run, as plain data. Epochs count from 0. */
export type Schedule =
  | { readonly name: 'constant' }
  /** Multiplied by `factor` at the start of each of the epochs `at`, by default 0.1. */
  | { readonly name: 'steps'; readonly at: readonly number[]; readonly factor?: number }
  /**
   * Falls along half a cosine to `to` times the learning rate at the end of the run; before that it rises linearly over `warmUp` epochs. By default both are 0.
   *
   * I. Loshchilov, F. Hutter, "SGDR: stochastic gradient descent with warm restarts", ICLR 2017, arXiv:1608.03983, equation 5.
   */
  | { readonly name: 'cosine'; readonly to?: number; readonly warmUp?: number };

/**
 * The factor by which a schedule multiplies the learning rate.
 *
 * @param at epochs that are done, in fractions
 * @param epochs of the whole run
 */
export function scheduleFactor(schedule: Schedule, at: number, epochs: number): number {
  switch (schedule.name) {
    case 'constant':
      return 1;
    case 'steps': {
      const { factor = 0.1 } = schedule;
      return factor ** schedule.at.filter((epoch) => epoch <= at).length;
    }
    case 'cosine': {
      const { to = 0, warmUp = 0 } = schedule;
      if (at < warmUp) return at / warmUp;
      const share = (at - warmUp) / (epochs - warmUp);
      return to + (1 - to) * 0.5 * (1 + Math.cos(Math.PI * share));
    }
  }
}

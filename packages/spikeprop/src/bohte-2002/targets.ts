import type { Bohte2002Settings } from './settings.ts';

/** The prediction where no output fires. */
export const NO_CLASS = -1;

/** When the outputs are to fire for each class, and which class their times speak of. */
export interface Targets {
  /** Times in ms: one array of [outputs] for each class. */
  readonly times: readonly Float64Array[];
  /** The class whose times are nearest (with one output a class: that of the earliest), the lowest of equals; NO_CLASS where all are silent. */
  predict(outputs: Float64Array): number;
}

/**
 * With one output a class, the output of the right class is to fire early and the others late; a single output fires late for class 0 and early for
 * class 1. A silent output counts as one that fires at the horizon.
 */
export function targetsOf({ outputs, early, late, horizon }: Bohte2002Settings): Targets {
  const classes = Math.max(2, outputs);
  const isEarly = (label: number, output: number): boolean => (outputs === 1 ? label === 1 : label === output);
  const times = Array.from({ length: classes }, (_, label) =>
    Float64Array.from({ length: outputs }, (_, output) => (isEarly(label, output) ? early : late)),
  );
  const distance = (fired: Float64Array, wanted: Float64Array): number =>
    fired.reduce((sum, time, output) => sum + (Math.min(time, horizon) - wanted[output]!) ** 2, 0);
  return {
    times,
    predict(fired) {
      if (fired.every((time) => time === Infinity)) return NO_CLASS;
      let best = 0;
      let least = Infinity;
      times.forEach((wanted, label) => {
        const far = distance(fired, wanted);
        if (far < least) [best, least] = [label, far];
      });
      return best;
    },
  };
}

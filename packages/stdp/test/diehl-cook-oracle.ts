import type { SpikeTrain } from '@n3ml/core';

/** What the oracle is told; all potentials in mV, times in ms, one step is 1 ms. */
export interface OracleNumbers {
  readonly inputs: number;
  readonly neurons: number;
  readonly lrPre: number;
  readonly lrPost: number;
  readonly norm: number;
  /** Time constant of theta, stepped once an image; 0: it never falls. */
  readonly tauTheta: number;
}

/** The spikes of one step. */
export interface OracleStep {
  readonly exc: readonly number[];
  readonly inh: readonly number[];
}

const indicesOf = (spikes: readonly boolean[]): number[] => spikes.flatMap((spike, j) => (spike ? [j] : []));

/**
 * The step of the original n3ml, worked out in double precision from its formulas: loops over arrays, every neuron and every weight in every step,
 * nothing shared with the code under test.
 */
export class DiehlCookOracle {
  readonly #n: OracleNumbers;
  /** [inputs][neurons] */
  readonly w: number[][];
  readonly theta: number[];
  v: number[] = [];
  /** How near any potential came to its threshold without the step being decided by more: rounding smaller than that can't change a spike. */
  margin = Number.POSITIVE_INFINITY;

  constructor(numbers: OracleNumbers, weights: ArrayLike<number>) {
    this.#n = numbers;
    this.w = Array.from({ length: numbers.inputs }, (_, i) =>
      Array.from({ length: numbers.neurons }, (_, j) => weights[i * numbers.neurons + j] ?? Number.NaN),
    );
    this.theta = new Array<number>(numbers.neurons).fill(0);
  }

  /** Shows an image from the reset state, learning, then scales the weights; returns the spikes of each step. */
  image(train: SpikeTrain): OracleStep[] {
    const { inputs, neurons, lrPre, lrPost, norm, tauTheta } = this.#n;
    const { w, theta } = this;
    const steps: OracleStep[] = [];
    const v = new Array<number>(neurons).fill(-65);
    const vInh = new Array<number>(neurons).fill(-60);
    const refractory = new Array<number>(neurons).fill(0);
    const refractoryInh = new Array<number>(neurons).fill(0);
    const xPre = new Array<number>(inputs).fill(0);
    const xPost = new Array<number>(neurons).fill(0);
    let sInput = new Array<boolean>(inputs).fill(false);
    let sExc = new Array<boolean>(neurons).fill(false);
    let sInh = new Array<boolean>(neurons).fill(false);

    for (let t = 0; t < train.steps; t++) {
      // 1. Currents, from the spikes of the step before.
      const toExc = new Array<number>(neurons).fill(0);
      const toInh = new Array<number>(neurons).fill(0);
      for (let j = 0; j < neurons; j++) {
        for (let i = 0; i < inputs; i++) if (sInput[i]) toExc[j]! += w[i]![j]!;
        for (let k = 0; k < neurons; k++) if (sInh[k] && k !== j) toExc[j]! -= 120;
        if (sExc[j]) toInh[j]! += 22.5;
      }

      // 2. to 4. Potentials, refractory times, spikes.
      sInput = new Array<boolean>(inputs).fill(false);
      for (let k = train.offsets[t]!; k < train.offsets[t + 1]!; k++) sInput[train.ids[k]!] = true;
      sExc = new Array<boolean>(neurons).fill(false);
      sInh = new Array<boolean>(neurons).fill(false);
      for (let j = 0; j < neurons; j++) {
        v[j] = Math.exp(-1 / 100) * (v[j]! + 65) - 65;
        if (refractory[j] === 0) v[j]! += toExc[j]!;
        if (refractory[j]! > 0) refractory[j]!--;
        if (refractory[j] === 0) {
          this.margin = Math.min(this.margin, Math.abs(v[j]! - (-52 + theta[j]!)));
          if (v[j]! >= -52 + theta[j]!) {
            sExc[j] = true;
            v[j] = -60;
            refractory[j] = 5;
            theta[j]! += 0.05;
          }
        }
        vInh[j] = Math.exp(-1 / 10) * (vInh[j]! + 60) - 60;
        if (refractoryInh[j] === 0) vInh[j]! += toInh[j]!;
        if (refractoryInh[j]! > 0) refractoryInh[j]!--;
        if (refractoryInh[j] === 0) {
          this.margin = Math.min(this.margin, Math.abs(vInh[j]! + 40));
          if (vInh[j]! >= -40) {
            sInh[j] = true;
            vInh[j] = -45;
            refractoryInh[j] = 2;
          }
        }
      }
      steps.push({ exc: indicesOf(sExc), inh: indicesOf(sInh) });

      // 5. Traces.
      for (let i = 0; i < inputs; i++) xPre[i] = sInput[i] ? 1 : xPre[i]! * Math.exp(-1 / 20);
      for (let j = 0; j < neurons; j++) xPost[j] = sExc[j] ? 1 : xPost[j]! * Math.exp(-1 / 20);

      // 6. Learning.
      for (let i = 0; i < inputs; i++) {
        for (let j = 0; j < neurons; j++) {
          if (sInput[i]) w[i]![j]! -= lrPre * xPost[j]!;
          if (sExc[j]) w[i]![j]! += lrPost * xPre[i]!;
          w[i]![j] = Math.min(1, Math.max(0, w[i]![j]!));
        }
      }
    }

    // 7. After the image.
    if (tauTheta > 0) for (let j = 0; j < neurons; j++) theta[j]! *= Math.exp(-train.steps / tauTheta);
    for (let j = 0; j < neurons; j++) {
      let present = 0;
      for (let i = 0; i < inputs; i++) present += w[i]![j]!;
      for (let i = 0; i < inputs; i++) w[i]![j] = Math.min(1, (w[i]![j]! * norm) / present);
    }
    this.v = v;
    return steps;
  }
}

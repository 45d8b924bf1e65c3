import type { Response } from '../response/response.ts';
import type { Arrivals } from './arrivals.ts';
import type { Curve } from './rising-root.ts';

/** The potential of one neuron over time, summed arrival by arrival. */
export interface Potential extends Curve {
  /** Which neuron: its row of the weights. */
  of(arrivals: Arrivals, weights: Float64Array, row: number): void;
}

export function potential(response: Response): Potential {
  let arrivals: Arrivals;
  let weights: Float64Array;
  let row = 0;
  const sum = (at: (u: number) => number, t: number): number => {
    const { times, synapses, count } = arrivals;
    let total = 0;
    for (let k = 0; k < count && times[k]! <= t; k++) total += weights[row + synapses[k]!]! * at(t - times[k]!);
    return total;
  };
  return {
    of(...neuron) {
      [arrivals, weights, row] = neuron;
    },
    value: (t) => sum(response.value, t),
    slope: (t) => sum(response.slope, t),
  };
}

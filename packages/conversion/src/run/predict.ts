import { sizeOf } from '../size-of.ts';
import type { SpikingNetwork } from '../spiking-network.ts';
import type { SampleReading } from './runner.ts';

/**
 * The class that the output stands for: most spikes; of equals, the highest membrane potential; of equals, the lowest index. So an output that is silent, or that
 * never spikes because it is a readout, is decided by the potentials.
 *
 * @param counts spikes of each output neuron
 * @param potentials of each output neuron, in thresholds
 * @param lambda the activation that a spike stands for: [1] or one per neuron
 */
export function predict(counts: Float64Array, potentials: Float64Array, lambda: Float32Array): number {
  const worth = (j: number): number => lambda[j % lambda.length]!;
  let best = 0;
  for (let j = 1; j < counts.length; j++) {
    const lead = counts[j]! * worth(j) - counts[best]! * worth(best);
    if (lead > 0 || (lead === 0 && potentials[j]! * worth(j) > potentials[best]! * worth(best))) best = j;
  }
  return best;
}

/** {@link predict} after each of the steps at which the output was read: [at]. */
export function predictions({ layers }: SpikingNetwork, { counts, potentials }: SampleReading): number[] {
  const { shape, lambda } = layers.at(-1)!;
  const outputs = sizeOf(shape);
  return Array.from({ length: counts.length / outputs }, (_, place) => {
    const [from, to] = [place * outputs, (place + 1) * outputs];
    return predict(counts.subarray(from, to), potentials.subarray(from, to), lambda);
  });
}

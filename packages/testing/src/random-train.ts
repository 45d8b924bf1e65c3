import { randomStream, type SpikeTrain } from '@n3ml/core';
import { SpikeTrainBuilder } from '@n3ml/core/spikes';

/** A train in which each of `size` neurons spikes in each step with probability `probability`; the same for the same key. */
export function randomTrain(size: number, steps: number, probability: number, ...key: readonly (string | number)[]): SpikeTrain {
  const random = randomStream(...key);
  return trainOf(steps, function* () {
    for (let step = 0; step < steps; step++) {
      for (let neuron = 0; neuron < size; neuron++) if (random.uniform() < probability) yield [step, neuron];
    }
  });
}

/** A train of the given (step, neuron) pairs, on arrays of its own. */
export function trainOf(steps: number, spikes: () => Iterable<readonly [step: number, neuron: number]>): SpikeTrain {
  const builder = new SpikeTrainBuilder();
  builder.begin(steps);
  for (const [step, neuron] of spikes()) builder.add(step, neuron);
  return builder.finish();
}

/** The same train with a random sign for each spike; the same for the same key. */
export function signed(train: SpikeTrain, ...key: readonly (string | number)[]): SpikeTrain {
  const random = randomStream(...key, 'signs');
  return { ...train, signs: Int8Array.from(train.ids, () => 2 * random.integer(2) - 1) };
}

/** The steps `from` .. `to - 1` of a train. */
export function sliceTrain({ offsets, ids, signs }: SpikeTrain, from: number, to: number): SpikeTrain {
  const [first, last] = [offsets[from]!, offsets[to]!];
  const steps = { steps: to - from, offsets: offsets.slice(from, to + 1).map((offset) => offset - first), ids: ids.subarray(first, last) };
  return signs ? { ...steps, signs: signs.subarray(first, last) } : steps;
}

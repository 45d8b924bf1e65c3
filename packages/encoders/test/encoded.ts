import { type Encoder, randomStream, type SpikeTrain } from '@n3ml/core';
import { SpikeTrainBuilder } from '@n3ml/core/spikes';

export interface Sample {
  readonly steps: number;
  /** @default 1 */
  readonly dt?: number;
  /** @default 1 */
  readonly key?: string | number;
}

/** The train of one sample, copied. */
export function encoded(encoder: Encoder, values: readonly number[] | Float32Array, { steps, dt = 1, key = 1 }: Sample): SpikeTrain {
  const out = new SpikeTrainBuilder();
  out.begin(steps);
  encoder.encode(Float32Array.from(values), out, { steps, dt, random: randomStream('test', key) });
  return structuredClone(out.finish());
}

/** The steps in which each neuron spikes, in the order of the train. */
export function spikeSteps(train: SpikeTrain, neurons: number): number[][] {
  const steps = Array.from({ length: neurons }, (): number[] => []);
  for (let t = 0; t < train.steps; t++) {
    for (const id of train.ids.subarray(train.offsets[t], train.offsets[t + 1])) steps[id]!.push(t);
  }
  return steps;
}

export const intervals = (steps: readonly number[]): number[] => steps.slice(1).map((step, k) => step - steps[k]!);

export const mean = (numbers: readonly number[]): number => numbers.reduce((sum, x) => sum + x, 0) / numbers.length;

export const variance = (numbers: readonly number[]): number => {
  const centre = mean(numbers);
  return mean(numbers.map((x) => (x - centre) ** 2));
};

/** Coefficient of variation: standard deviation over mean. */
export const variation = (numbers: readonly number[]): number => Math.sqrt(variance(numbers)) / mean(numbers);

import type { Inputs } from '@n3ml/core';
import type { SpikingNetwork } from '../spiking-network.ts';
import { predictions } from './predict.ts';
import type { Runner, SampleReading } from './runner.ts';

/** What {@link accuracyOverSteps} measures. */
export interface AccuracyQuestion {
  readonly network: SpikingNetwork;
  /** What drives sample k, for as many steps as the last of `at`. */
  readonly inputs: (k: number) => Inputs;
  /** One class per sample: [samples]. */
  readonly labels: Uint8Array;
  /** After how many steps, ascending. */
  readonly at: readonly number[];
  /** Told of each sample, with the classes that it was given: [at]. */
  readonly onSample?: (k: number, reading: SampleReading, predicted: readonly number[]) => void | Promise<void>;
  readonly signal?: AbortSignal;
}

/**
 * How right a network is by the number of steps it is given: every sample runs once and is read on the way.
 *
 * @returns accuracies as fractions, of the samples that ran: [at]
 */
export async function accuracyOverSteps(
  runner: Runner,
  { network, inputs, labels, at, onSample, signal }: AccuracyQuestion,
): Promise<Float64Array> {
  const right = new Float64Array(at.length);
  let samples = 0;
  await runner.run(labels.length, inputs, { steps: at.at(-1)!, at, ...(signal && { signal }) }, async (k, reading) => {
    samples++;
    const predicted = predictions(network, reading);
    for (const [place, label] of predicted.entries()) if (label === labels[k]) right[place]!++;
    await onSample?.(k, reading, predicted);
  });
  return right.map((count) => (samples === 0 ? 0 : count / samples));
}

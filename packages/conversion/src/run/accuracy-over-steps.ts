import type { Inputs } from '@n3ml/core';
import type { SpikingNetwork } from '../spiking-network.ts';
import { predictions } from './predict.ts';
import type { Runner } from './runner.ts';

/** What {@link accuracyOverSteps} measures. */
export interface AccuracyQuestion {
  readonly network: SpikingNetwork;
  /** What drives sample k, for as many steps as the last of `at`. */
  readonly inputs: (k: number) => Inputs;
  /** One class per sample: [samples]. */
  readonly labels: Uint8Array;
  /** After how many steps, ascending. */
  readonly at: readonly number[];
  readonly signal?: AbortSignal;
}

/**
 * How right a network is by the number of steps it is given: every sample runs once and is read on the way.
 *
 * @returns accuracies as fractions, of the samples that ran: [at]
 */
export async function accuracyOverSteps(runner: Runner, { network, inputs, labels, at, signal }: AccuracyQuestion): Promise<Float64Array> {
  const right = new Float64Array(at.length);
  let samples = 0;
  await runner.run(labels.length, inputs, { steps: at.at(-1)!, at, ...(signal && { signal }) }, (k, reading) => {
    samples++;
    for (const [place, predicted] of predictions(network, reading).entries()) if (predicted === labels[k]) right[place]!++;
  });
  return right.map((count) => (samples === 0 ? 0 : count / samples));
}

import { type LabelledSet, N3mlError } from '@n3ml/core';
import type { AnalogNetwork } from './analog-network.ts';
import type { BalanceOptions } from './balance-options.ts';
import type { Balance, Balancer } from './balancer.ts';
import { checkLambdas } from './convert/lambdas.ts';
import { Measurement, type Samples } from './measurement.ts';
import { preprocessor } from './preprocess.ts';
import { sizeOf } from './size-of.ts';

function checkCount(name: string, value: number): void {
  if (Number.isSafeInteger(value) && value > 0) return;
  const message = `Option '${name}' of balance is ${value}; give a whole number of at least 1.`;
  throw new N3mlError('N3ML_BAD_OPTION', message, { details: { option: name, value } });
}

function samplesOf({ input }: AnalogNetwork, data: LabelledSet, options: BalanceOptions): Samples {
  const { samples = data.count, batch = 50, preprocess = preprocessor() } = options;
  if (data.count === 0) throw new N3mlError('N3ML_EMPTY_DATASET', 'There is no sample to balance the network on.');
  checkCount('samples', samples);
  checkCount('batch', batch);
  if (sizeOf(data.shape) !== sizeOf(input)) {
    const message = `The network takes samples of shape [${input.join(', ')}], but those of the data have shape [${data.shape.join(', ')}]. Use the dataset that it was trained on.`;
    throw new N3mlError('N3ML_SHAPE_MISMATCH', message, { details: { expected: input, actual: data.shape } });
  }
  return { count: Math.min(samples, data.count), batch, values: (k) => preprocess(data, k) };
}

/** The largest |x| of the samples. */
function largestOf({ count, values }: Samples): number {
  let largest = 0;
  for (let k = 0; k < count; k++) for (const x of values(k)) if (!(Math.abs(x) <= largest)) largest = Math.abs(x);
  if (Number.isFinite(largest)) return largest;
  throw new N3mlError('N3ML_BAD_VALUE', `The samples to balance on hold ${largest}; every value has to be finite.`);
}

/**
 * Finds the lambdas of a network on samples, by a balancer. Computes on the tensor backend that is open.
 *
 * @param data as in training; the labels aren't used
 * @throws N3mlError N3ML_DEAD_LAYER where a layer never responds; N3ML_BAD_LAMBDA where a balancer gives lambdas that aren't of the network
 * @throws N3mlError N3ML_EMPTY_DATASET, N3ML_SHAPE_MISMATCH, N3ML_BAD_VALUE, N3ML_BAD_OPTION, N3ML_UNKNOWN_NAME (the encoder)
 * @throws the signal's reason, where it stopped it
 * @example const found = await balance(network, train, activation({ percentile: 99.9 }), { registry, bus });
 */
export async function balance(network: AnalogNetwork, data: LabelledSet, balancer: Balancer, options: BalanceOptions): Promise<Balance> {
  const samples = samplesOf(network, data, options);
  options.signal?.throwIfAborted();
  const largestInput = largestOf(samples);
  const found = await balancer.balance(new Measurement(network, samples, largestInput, options));
  checkLambdas(network, found.lambdas);
  return { ...found, largestInput };
}

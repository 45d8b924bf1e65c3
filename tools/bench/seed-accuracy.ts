import { createEventBus } from '@n3ml/core';
import type { DiehlCook2015PresetName } from '@n3ml/stdp';
import { digitModel } from './digit-model.ts';
import { describeDigits, firstSamples, loadDigits } from './digits.ts';

export interface AccuracyQuestion {
  readonly neurons: number;
  readonly seed: number;
  readonly preset: DiehlCook2015PresetName;
  readonly epochs: number;
  /** Numbers of images to train on, to assign on (the first of those), and to infer on. */
  readonly train: number;
  readonly assign: number;
  readonly test: number;
}

export interface AccuracyAnswer {
  readonly data: string;
  /** A fraction of all test images. */
  readonly accuracy: number;
  /** Test images to which no labelled neuron answered; they count as wrong. */
  readonly silentImages: number;
  /** Neurons that answered none of the images to assign on. */
  readonly silentNeurons: number;
  readonly seconds: number;
}

/** The whole protocol for one seed: train without labels, assign on labelled training images, infer on the test images. Tells on stderr how it goes. */
export async function accuracyOfSeed({ epochs, train, assign, test, ...options }: AccuracyQuestion): Promise<AccuracyAnswer> {
  const began = performance.now();
  const dataset = await loadDigits({ train, test });
  const { model, context } = digitModel(options);
  const bus = createEventBus();
  bus.on('metric').subscribe(({ value, done }) => {
    if (done % 5000 !== 0) return;
    const seconds = ((performance.now() - began) / 1000).toFixed(0);
    process.stderr.write(
      `accuracy: ${options.neurons} neurons, seed ${options.seed}: image ${done}, ${(100 * value).toFixed(1)} %, ${seconds} s\n`,
    );
  });
  const trained = await model.train(dataset.train, { ...context(bus), epochs });
  const assigned = await model.assign(trained.checkpoint, firstSamples(dataset.train, Math.min(assign, train)), context());
  const { results } = await model.infer(assigned.checkpoint, dataset.test, context());
  return {
    data: describeDigits(dataset),
    accuracy: results.accuracy!,
    silentImages: results.silent!,
    silentNeurons: assigned.results.silent!,
    seconds: (performance.now() - began) / 1000,
  };
}

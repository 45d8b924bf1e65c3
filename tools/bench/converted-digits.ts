import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { activation, annModel, balance, convert, diehl2015, readModel, type SpikingNetwork, toCheckpoint } from '@n3ml/conversion';
import { type Checkpoint, createEventBus, type Dataset, type Registry } from '@n3ml/core';
import { readCheckpoint, writeCheckpoint } from '@n3ml/core/node';
import { firstSamples } from './digits.ts';

/** What the conversion of a network has given. */
export interface ConvertedDigits {
  /** Of the network without spikes, on the test images. */
  readonly accuracy: number;
  readonly network: SpikingNetwork;
  readonly checkpoint: Checkpoint;
}

/** Training images on which thresholds are balanced. */
const BALANCED_ON = 1000;

/** The checkpoint in the folder; where there is none, the network is trained first. */
async function trainedIn(folder: string, dataset: Dataset, epochs: number, registry: Registry): Promise<Checkpoint> {
  const path = join(folder, 'checkpoint.safetensors');
  if (existsSync(path)) return readCheckpoint(path);
  await mkdir(folder, { recursive: true });
  const bus = createEventBus();
  bus
    .on('metric')
    .subscribe(({ name, value, done }) => process.stderr.write(`training: ${name} ${value.toFixed(4)} after ${done} images\n`));
  const { checkpoint } = await annModel(diehl2015()).train(dataset.train, { registry, bus, epochs });
  await writeCheckpoint(path, checkpoint);
  return checkpoint;
}

/**
 * The network of Diehl et al. 2015, trained in `folder` or found there, and converted.
 *
 * @param folder of a run of `n3ml train-ann diehl-2015`, or where one is to be kept for the next time
 */
export async function convertedDigits(folder: string, dataset: Dataset, epochs: number, registry: Registry): Promise<ConvertedDigits> {
  const trained = await trainedIn(folder, dataset, epochs, registry);
  const model = annModel(diehl2015());
  const { results } = await model.infer(trained, dataset.test, { registry, bus: createEventBus() });
  const layers = model.restore(trained, dataset.test.shape);
  const analog = readModel(layers);
  layers.dispose();
  const images = firstSamples(dataset.train, Math.min(BALANCED_ON, dataset.train.count));
  const network = convert(analog, await balance(analog, images, activation(), { registry, bus: createEventBus() }));
  return { accuracy: results.accuracy!, network, checkpoint: toCheckpoint(network) };
}

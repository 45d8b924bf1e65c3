import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { type AnnTraining, annTrainingSpecs, type Preprocessing } from '@n3ml/conversion';
import { type EventBus, type LabelledSet, N3mlError, type Registry, suggest } from '@n3ml/core';
import { decodeSafetensors } from '@n3ml/core/checkpoint';
import { cifar10Statistics } from '@n3ml/datasets';
import { importWeights, type tf } from '@n3ml/tensor';
import { loadModel } from '@n3ml/tensor/node';
import type { DataChoice } from './data.ts';
import { resolveAnn } from './model.ts';
import { readRun } from './resume.ts';
import { recordName } from './run-record.ts';

/** A trained network without spikes, before any tensor is made. */
export interface AnnSource {
  /** What it is called in the converted network. */
  readonly name: string;
  /** The data that it was trained on, where that is known. */
  readonly data?: DataChoice;
  readonly normalize: AnnTraining['normalize'];
  /** Accuracy on test samples, where it was measured. */
  readonly accuracy?: number;
  /** Makes the network. A tensor backend has to be open. */
  load(samples: LabelledSet, bus: EventBus): Promise<tf.LayersModel>;
}

/** What the flags say of a network that isn't a run of n3ml. */
export interface ForeignNetwork {
  readonly weights: string | undefined;
  readonly layout: string | undefined;
  readonly normalize: string | undefined;
  /** Options of the network that is named, once all flags are read. */
  readonly options: () => Readonly<Record<string, unknown>>;
}

async function ofRun(registry: Registry, folder: string): Promise<AnnSource> {
  const { record, checkpoint } = await readRun(folder);
  if (!checkpoint || !registry.has('ann', record.model)) {
    const message = checkpoint
      ? `The run in '${folder}' is of '${record.model}', which is no network without spikes.`
      : `The run in '${folder}' has no checkpoint yet.`;
    throw new N3mlError('N3ML_NO_ANN', `${message} Train one: npx n3ml train-ann <ann> --out <folder>.`, { details: { folder } });
  }
  const model = resolveAnn(registry, record.model, checkpoint.options);
  const accuracy = record.results.infer?.accuracy;
  return {
    name: record.model,
    data: record.data,
    normalize: model.training.normalize,
    ...(accuracy !== undefined && { accuracy }),
    load: async ({ shape }) => model.restore(checkpoint, shape),
  };
}

const ofModelFolder = (folder: string, normalize: AnnTraining['normalize']): AnnSource => ({
  name: basename(folder),
  normalize,
  load: async () => (await loadModel(folder)).model,
});

function ofWeights(registry: Registry, name: string, path: string, { layout, normalize, options }: ForeignNetwork): AnnSource {
  const { training } = resolveAnn(registry, name, { ...(normalize !== undefined && { normalize }) });
  return {
    name,
    normalize: training.normalize,
    async load({ shape }, bus) {
      const bytes = await readFile(path).catch((cause: Error) => {
        throw new N3mlError('N3ML_CANNOT_READ', `Can't read '${path}': ${cause.message}. Give a file of safetensors.`, {
          details: { path },
          cause,
        });
      });
      const network = resolveAnn(registry, name, options()).build(shape);
      importWeights(network, decodeSafetensors(bytes, path), {
        layout: layout === 'tensorflow' ? layout : 'pytorch',
        note: (message) => bus.channel('log').emit({ level: 'warning', message }),
      });
      return network;
    },
  };
}

/**
 * Finds the network that is to be converted: a run folder of `n3ml train-ann`, a folder with a `model.json` of TensorFlow.js, or the name of a network whose weights are in
 * a file.
 *
 * @throws N3mlError N3ML_NO_ANN where it is nothing of these, N3ML_BAD_USAGE, and what reading a run throws
 */
export async function findAnn(registry: Registry, typed: string, cwd: string, foreign: ForeignNetwork): Promise<AnnSource> {
  const { weights, normalize } = foreign;
  if (weights !== undefined && registry.has('ann', typed)) return ofWeights(registry, typed, resolve(cwd, weights), foreign);
  if (weights !== undefined)
    throw new N3mlError(
      'N3ML_BAD_USAGE',
      `--weights needs the network that they are of, not '${typed}'. ${suggest(typed, registry.names('ann'))}`,
    );
  const folder = resolve(cwd, typed);
  if (existsSync(join(folder, recordName))) return ofRun(registry, folder);
  if (existsSync(join(folder, 'model.json'))) return ofModelFolder(folder, normalize === 'cifar10' ? normalize : 'none');
  throw new N3mlError(
    'N3ML_NO_ANN',
    `There is no network in '${typed}'. Give a folder that 'n3ml train-ann' has written, one with the model.json of TensorFlow.js, or a name (${registry.names('ann').join(', ')}) with --weights.`,
    { details: { source: typed } },
  );
}

/** What is done to samples, as a converted network keeps it. */
export const preprocessingOf = (normalize: AnnTraining['normalize']): Preprocessing | undefined =>
  normalize === 'cifar10' ? cifar10Statistics : undefined;

/** Options of a network that is named with `--weights`: its own, and the number of classes. */
export const foreignSpecs = (registry: Registry, name: string) => ({
  classes: annTrainingSpecs.classes,
  ...registry.optionsOf('ann', name),
});

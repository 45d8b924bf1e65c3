import { resolve } from 'node:path';
import { checkOptions, type Dataset, type EventBus, type Events, type LabelledSet, N3mlError, type Registry } from '@n3ml/core';
import { slice } from '@n3ml/datasets';
import type { OptionValues } from './flag.ts';

/** Which dataset, with which options: what `run.json` remembers. */
export interface DataChoice {
  readonly name: string;
  readonly options: OptionValues;
}

/**
 * The dataset's options from `--data-dir` and its own flags.
 *
 * @throws N3mlError N3ML_BAD_FLAG where the dataset takes no folder
 */
export function chooseData(registry: Registry, name: string, given: OptionValues, dir: string | undefined, cwd: string): DataChoice {
  if (dir === undefined) return { name, options: given };
  if (!('dir' in registry.optionsOf('dataset', name))) {
    throw new N3mlError(
      'N3ML_BAD_FLAG',
      `Dataset '${name}' is not read from a folder: leave out --data-dir, or choose another dataset with --data.`,
      { details: { name, dir } },
    );
  }
  return { name, options: { ...given, dir: resolve(cwd, dir) } };
}

/** Loads a dataset; downloads tell how they go as `progress` events of the bus. */
export async function loadData(registry: Registry, { name, options }: DataChoice, bus: EventBus, signal: AbortSignal): Promise<Dataset> {
  const checked = checkOptions(registry.optionsOf('dataset', name), options, `dataset '${name}'`);
  const progress = bus.channel('progress');
  // What isn't text can't be a checked option, so it goes along beside them. Only the name at run time knows which factory this is.
  const surroundings = { onProgress: (event: Events['progress']) => progress.emit(event), signal };
  return await (registry as UntypedRegistry).create('dataset', name, { ...checked, ...surroundings });
}

interface UntypedRegistry {
  create(kind: 'dataset', name: string, options: object): Dataset | Promise<Dataset>;
}

/**
 * The first samples of a split, as views of it.
 *
 * @throws N3mlError N3ML_BAD_FLAG naming both numbers where it has fewer
 */
export function firstSamples({ name, synthetic, ...splits }: Dataset, split: 'train' | 'test', samples = splits[split].count): LabelledSet {
  const set = splits[split];
  if (samples > set.count) {
    const what = `${split === 'train' ? 'training' : 'test'} samples of '${name}'`;
    throw new N3mlError('N3ML_BAD_FLAG', `--samples ${samples} is more than the ${set.count} ${what}. Ask for at most ${set.count}.`, {
      details: { samples, count: set.count },
    });
  }
  return { ...slice(set, 0, samples), name, synthetic };
}

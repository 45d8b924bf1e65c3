import { type Checkpoint, type EventBus, type Json, type LabelledSet, N3mlError, suggest } from '@n3ml/core';
import { checkEpochs } from '@n3ml/core/run';
import { checkBatchSize } from './evaluate.ts';
import type { ImageTransform } from './image-transform.ts';
import type { Schedule } from './learning-rate.ts';
import type { OptimizerSettings } from './optimizer.ts';

/** The numbers of a training run that decide its result, as plain data: with the data and the backend they give the weights. */
export interface TrainingSettings {
  /** Times that all data are shown. @default 1 */
  readonly epochs?: number;
  /** @default 50 */
  readonly batchSize?: number;
  /** @default { name: 'adam' } */
  readonly optimizer?: OptimizerSettings;
  /** @default 1e-3 */
  readonly learningRate?: number;
  /** @default { name: 'constant' } */
  readonly schedule?: Schedule;
  /** Of the order of the samples, the masks of dropout and augmentation. @default 0 */
  readonly seed?: number;
}

/** How {@link fit} trains. */
export interface FitOptions extends TrainingSettings {
  /** Changes each sample that is learned from, after bytes 0..255 have become 0..1: `chain(randomCrop(), randomFlip())`. @default nothing */
  readonly augment?: ImageTransform;
  /** Comes after `augment`, and for validation too: `normalizeChannels(cifar10Statistics)`. @default nothing */
  readonly normalize?: ImageTransform;
  /** Evaluated after each epoch; at the end the model has the weights of the best one. */
  readonly validation?: LabelledSet;
  /** Stops at the next step; what was reached is returned. */
  readonly signal?: AbortSignal;
  readonly bus?: EventBus;
  /** Goes on from here in place of the beginning. */
  readonly resume?: Checkpoint;
  /** Called with a checkpoint every `checkpointEvery` samples and at the end. Training waits for it. */
  readonly onCheckpoint?: (checkpoint: Checkpoint) => void | Promise<void>;
  /** In samples, rounded up to whole batches. @default one epoch */
  readonly checkpointEvery?: number;
  /** What checkpoints and events call the model: how it can be built again. @default its own name, without options */
  readonly describe?: { readonly model: string; readonly options: Readonly<Record<string, Json>> };
}

function checkName(what: string, name: string, known: readonly string[]): void {
  if (known.includes(name)) return;
  throw new N3mlError('N3ML_BAD_OPTION', `No ${what} '${name}'. ${suggest(name, known)}`, { details: { option: what, value: name } });
}

/** @throws N3mlError N3ML_BAD_EPOCHS, N3ML_BAD_RANGE, N3ML_BAD_OPTION */
export function checkSettings(settings: Required<TrainingSettings>, checkpointEvery?: number): void {
  const { epochs, batchSize, learningRate, optimizer, schedule } = settings;
  checkEpochs(epochs);
  checkBatchSize(batchSize);
  const within = (option: string, value: number | undefined, least: number, below: number): void => {
    if (value === undefined || (value >= least && value < below)) return;
    throw new N3mlError(
      'N3ML_BAD_OPTION',
      `Option '${option}' of fit is ${value}; give a finite number of at least ${least}${below === Infinity ? '' : ` and below ${below}`}.`,
      { details: { option, value } },
    );
  };
  within('learningRate', learningRate, 0, Infinity);
  within('checkpointEvery', checkpointEvery, 1, Infinity);
  checkName('optimizer', optimizer.name, ['adam', 'sgd']);
  checkName('schedule', schedule.name, ['constant', 'cosine', 'steps']);
  if (optimizer.name === 'adam') {
    within('optimizer.beta1', optimizer.beta1, 0, 1);
    within('optimizer.beta2', optimizer.beta2, 0, 1);
    within('optimizer.epsilon', optimizer.epsilon, 0, Infinity);
  } else {
    within('optimizer.momentum', optimizer.momentum, 0, 1);
    within('optimizer.weightDecay', optimizer.weightDecay, 0, Infinity);
  }
  if (schedule.name === 'cosine') within('schedule.warmUp', schedule.warmUp, 0, epochs);
}

/** The settings with their defaults. */
export const settingsOf = ({
  epochs = 1,
  batchSize = 50,
  optimizer = { name: 'adam' },
  learningRate = 1e-3,
  schedule = { name: 'constant' },
  seed = 0,
}: TrainingSettings): Required<TrainingSettings> => ({ epochs, batchSize, optimizer, learningRate, schedule, seed });

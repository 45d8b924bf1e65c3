import { type Checkpoint, type Json, N3mlError, type Tensors } from '@n3ml/core';
import type * as tf from '../tf.ts';
import { checkTensors, modelWeights, readVariables, writeVariables } from './model-weights.ts';
import { createOptimizer, type Optimizer, type OptimizerSettings } from './optimizer.ts';

const LAST = 'weights/';
const BEST = 'best/';
const OPTIMIZER = 'optimizer/';

/** The epoch after which validation accuracy was highest. */
export interface BestEpoch {
  readonly epoch: number;
  readonly accuracy: number;
  readonly loss: number;
}

/** Where a training run stands. */
export interface TrainingProgress {
  /** The epoch that is running; the number of epochs once all are done. */
  readonly epoch: number;
  /** Batches of it that are done. */
  readonly batch: number;
  /** Sum of the losses of its samples so far. */
  readonly loss: number;
  /** Samples of it that were right. */
  readonly right: number;
  readonly best: BestEpoch | null;
}

/** All that changes while a network is trained: its weights, what the optimizer remembers, the position, and the best weights so far. */
export class TrainingState {
  readonly #weights: ReadonlyMap<string, tf.Variable>;
  readonly #trained: ReadonlyMap<string, tf.Variable>;
  readonly #optimizer: Optimizer;
  #best: Tensors = {};
  progress: TrainingProgress = { epoch: 0, batch: 0, loss: 0, right: 0, best: null };

  constructor(model: tf.LayersModel, optimizer: OptimizerSettings) {
    const weights = modelWeights(model);
    this.#weights = new Map(weights.map(({ name, variable }) => [name, variable]));
    this.#trained = new Map(weights.filter(({ trainable }) => trainable).map(({ name, variable }) => [name, variable]));
    this.#optimizer = createOptimizer(optimizer, this.#trained);
  }

  /** The variables that gradients are wanted for. */
  get trained(): ReadonlyMap<string, tf.Variable> {
    return this.#trained;
  }

  apply(gradients: ReadonlyMap<string, tf.Tensor>, learningRate: number, step: number): void {
    this.#optimizer.apply(gradients, learningRate, step);
  }

  /** Remembers the weights as they are where no epoch was better. */
  async judge(epoch: BestEpoch): Promise<void> {
    if (this.progress.best && epoch.accuracy <= this.progress.best.accuracy) return;
    this.#best = await readVariables(BEST, this.#weights);
    this.progress = { ...this.progress, best: epoch };
  }

  /** Gives the model the weights of the best epoch, where there is one. */
  takeBest(): void {
    if (this.progress.best) writeVariables(BEST, this.#best, this.#weights);
  }

  /**
   * Copies of everything.
   *
   * @throws N3mlError N3ML_NOT_FINITE where a weight is NaN or infinite: such a state is not to take the place of a good one
   */
  async save(): Promise<Tensors> {
    const tensors = {
      ...(await readVariables(LAST, this.#weights)),
      ...(await readVariables(OPTIMIZER, this.#optimizer.slots)),
      ...this.#best,
    };
    for (const [name, { data }] of Object.entries(tensors)) {
      if (data.every(Number.isFinite)) continue;
      const { epoch, batch } = this.progress;
      throw new N3mlError(
        'N3ML_NOT_FINITE',
        `'${name}' has numbers that are not finite after batch ${batch} of epoch ${epoch}. Lower the learning rate; nothing was saved, the last checkpoint is good.`,
        { details: { tensor: name, epoch, batch } },
      );
    }
    return tensors;
  }

  /**
   * Goes on from a checkpoint of `save`.
   *
   * @throws N3mlError N3ML_CHECKPOINT_MISMATCH, N3ML_NOT_A_NUMBER, N3ML_BAD_CHECKPOINT; nothing has changed then
   */
  load({ tensors, progress }: Checkpoint): void {
    const restored = readProgress(progress);
    checkTensors(LAST, tensors, this.#weights);
    checkTensors(OPTIMIZER, tensors, this.#optimizer.slots);
    if (restored.best) checkTensors(BEST, tensors, this.#weights);
    writeVariables(LAST, tensors, this.#weights);
    writeVariables(OPTIMIZER, tensors, this.#optimizer.slots);
    this.#best = Object.fromEntries(Object.entries(tensors).filter(([name]) => name.startsWith(BEST)));
    this.progress = restored;
  }

  /** Frees what the optimizer remembers; the weights belong to the model. */
  dispose(): void {
    this.#optimizer.dispose();
  }
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function readProgress({ epoch, batch, loss, right, best }: Readonly<Record<string, Json>>): TrainingProgress {
  if (isCount(epoch) && isCount(batch) && typeof loss === 'number' && isCount(right) && typeof best === 'object') {
    return { epoch, batch, loss, right, best: best as BestEpoch | null };
  }
  throw new N3mlError('N3ML_BAD_CHECKPOINT', `The checkpoint doesn't say where training stands: epoch ${epoch}, batch ${batch}.`, {
    details: { epoch, batch },
  });
}

/** The best weights of a checkpoint of {@link fit}, or the last ones where no epoch was validated, by the names of the model's weights. */
export function trainedWeights({ tensors, progress }: Checkpoint): Tensors {
  const prefix = progress.best ? BEST : LAST;
  return Object.fromEntries(
    Object.entries(tensors).flatMap(([name, tensor]) => (name.startsWith(prefix) ? [[name.slice(prefix.length), tensor]] : [])),
  );
}

import { type Checkpoint, type EventBus, type Json, type LabelledSet, N3mlError, type RunResult, randomStream } from '@n3ml/core';
import { shuffledOrder } from '@n3ml/core/run';
import * as tf from '../tf.ts';
import { BatchBuffer } from './batch-buffer.ts';
import { batchGradients } from './batch-gradients.ts';
import type { ClassifierShape } from './classifier.ts';
import { evaluate } from './evaluate.ts';
import type { FitOptions, TrainingSettings } from './fit-options.ts';
import { scheduleFactor } from './learning-rate.ts';
import { type Score, scoreLogits } from './score-logits.ts';
import { SeededDropout } from './seeded-dropout.ts';
import { TrainingEvents } from './training-events.ts';
import { TrainingState } from './training-state.ts';

/** What is trained, on what, and how: checked, with all defaults. */
export interface TrainingJob {
  readonly model: tf.LayersModel;
  readonly data: LabelledSet;
  readonly shape: ClassifierShape;
  readonly settings: Required<TrainingSettings>;
  readonly options: FitOptions;
  readonly bus: EventBus;
}

/** One call of {@link fit} at work. */
export class TrainingRun {
  readonly #job: TrainingJob;
  readonly #events: TrainingEvents;
  readonly #state: TrainingState;
  readonly #dropout: SeededDropout;
  readonly #buffer: BatchBuffer;
  /** In an epoch. */
  readonly #batches: number;
  /** Times that `checkpointEvery` has gone by. */
  #intervals = 0;
  /** Means over the newest epoch that was learned from to its end. */
  #reached = { accuracy: Number.NaN, loss: Number.NaN };

  constructor(job: TrainingJob) {
    const { model, data, shape, settings, options, bus } = job;
    this.#job = job;
    this.#events = new TrainingEvents(bus);
    this.#state = new TrainingState(model, settings.optimizer);
    this.#dropout = new SeededDropout(model, settings.seed);
    this.#buffer = new BatchBuffer(data, shape.input, Math.min(settings.batchSize, data.count), options.augment, options.normalize);
    this.#batches = Math.ceil(data.count / settings.batchSize);
  }

  /** Goes on from a checkpoint. */
  resume(checkpoint: Checkpoint): void {
    this.#state.load(checkpoint);
    this.#isCheckpointDue();
  }

  /** Trains to the end, or until the signal stops it. */
  async run(): Promise<RunResult> {
    const finished = await this.#learn();
    const checkpoint = await this.#checkpoint();
    await this.#job.options.onCheckpoint?.(checkpoint);
    this.#state.takeBest();
    const { best } = this.#state.progress;
    const { accuracy, loss } = best ?? (this.#seen > 0 ? this.#means : this.#reached);
    return { checkpoint, finished, results: { accuracy, loss, samples: this.#done, ...(best && { bestEpoch: best.epoch }) } };
  }

  /** Frees the optimizer's memory and gives the dropout layers back. */
  dispose(): void {
    this.#dropout.release();
    this.#state.dispose();
  }

  /** Samples of the epoch that were learned from. */
  get #seen(): number {
    const { data, settings } = this.#job;
    return Math.min(data.count, this.#state.progress.batch * settings.batchSize);
  }

  /** Samples that were learned from. */
  get #done(): number {
    return this.#state.progress.epoch * this.#job.data.count + this.#seen;
  }

  /** Over the samples of the epoch so far. */
  get #means(): { readonly accuracy: number; readonly loss: number } {
    const { right, loss } = this.#state.progress;
    return { accuracy: right / this.#seen, loss: loss / this.#seen };
  }

  async #checkpoint(): Promise<Checkpoint> {
    const { model: network, data, settings, options: asked } = this.#job;
    const { model, options } = asked.describe ?? { model: network.name, options: {} };
    const tensors = await this.#state.save();
    const progress = { ...this.#state.progress, samples: data.count, settings };
    return { model, options, progress: progress as unknown as Record<string, Json>, tensors };
  }

  /** Whether `checkpointEvery` has gone by since the last time this was asked. */
  #isCheckpointDue(): boolean {
    const { checkpointEvery = this.#job.data.count } = this.#job.options;
    const before = this.#intervals;
    this.#intervals = Math.floor(this.#done / checkpointEvery);
    return this.#intervals > before;
  }

  /** Every epoch that is left; false where the signal stopped it. */
  async #learn(): Promise<boolean> {
    const { data, settings, options, bus } = this.#job;
    const { validation, onCheckpoint } = options;
    while (this.#state.progress.epoch < settings.epochs) {
      const { epoch } = this.#state.progress;
      bus.channel('epoch:start').emit({ epoch, samples: data.count });
      if (!(await this.#learnEpoch(epoch))) return false;
      if (validation && !(await this.#judge(epoch, validation))) return false;
      this.#state.progress = { ...this.#state.progress, epoch: epoch + 1, batch: 0, loss: 0, right: 0 };
      bus.channel('epoch:end').emit({ epoch });
      if (onCheckpoint && epoch + 1 < settings.epochs && this.#isCheckpointDue()) await onCheckpoint(await this.#checkpoint());
    }
    return true;
  }

  async #learnEpoch(epoch: number): Promise<boolean> {
    const { data, settings, options, bus } = this.#job;
    const { batchSize, epochs, seed } = settings;
    const { signal, onCheckpoint } = options;
    const order = shuffledOrder(data.count, seed, epoch);
    while (this.#state.progress.batch < this.#batches) {
      if (signal?.aborted) return false;
      const { batch, loss, right } = this.#state.progress;
      const samples = order.subarray(batch * batchSize, (batch + 1) * batchSize);
      const score = await this.#learnBatch(epoch, batch, samples);
      this.#state.progress = { ...this.#state.progress, batch: batch + 1, loss: loss + score.loss, right: right + score.right };
      this.#events.batch({ epoch, batch, samples: samples.length, done: this.#done, total: epochs * data.count, ...score });
      if (onCheckpoint && batch + 1 < this.#batches && this.#isCheckpointDue()) await onCheckpoint(await this.#checkpoint());
      if (bus.unsettled) await bus.settle();
    }
    this.#reached = this.#means;
    this.#events.flush(this.#done);
    this.#events.metrics({ 'epoch-loss': this.#reached.loss, 'epoch-accuracy': this.#reached.accuracy }, this.#done);
    return true;
  }

  /** One step. The score is that of the weights before they changed. */
  async #learnBatch(epoch: number, batch: number, samples: Uint32Array): Promise<Score> {
    const { model, shape, settings } = this.#job;
    const { learningRate, schedule, epochs, seed } = settings;
    const step = epoch * this.#batches + batch;
    this.#dropout.step = step;
    const { x, labels } = this.#buffer.take(samples, (sample) => randomStream(seed, 'augment', epoch, sample));
    const { gradients, logits } = batchGradients(model, this.#state.trained, x, labels);
    const score = scoreLogits(await logits.data(), labels, shape.classes);
    const rate = learningRate * scheduleFactor(schedule, step / this.#batches, epochs);
    if (Number.isFinite(score.loss)) this.#state.apply(gradients, rate, step);
    tf.dispose([x, logits, ...gradients.values()]);
    if (Number.isFinite(score.loss)) return score;
    throw new N3mlError(
      'N3ML_NOT_FINITE',
      `The loss is ${score.loss} at step ${step} (epoch ${epoch}, batch ${batch}), with a learning rate of ${rate}. Try a lower one, such as ${rate / 10}; the last checkpoint is still good.`,
      { details: { step, epoch, batch, learningRate: rate } },
    );
  }

  /** Evaluates the epoch that has ended, and remembers its weights where none were better; false where the signal stopped it. */
  async #judge(epoch: number, validation: LabelledSet): Promise<boolean> {
    const { model, options, bus } = this.#job;
    const { normalize, signal } = options;
    const { accuracy, loss, finished } = await evaluate(model, validation, {
      bus,
      task: 'validate',
      ...(normalize && { normalize }),
      ...(signal && { signal }),
    });
    if (!finished) return false;
    this.#events.metrics({ 'validation-loss': loss, 'validation-accuracy': accuracy }, this.#done);
    await this.#state.judge({ epoch, accuracy, loss });
    return true;
  }
}

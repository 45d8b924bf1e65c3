import { type Checkpoint, type EventBus, type Json, type LabelledSet, N3mlError, type RunResult, randomStream } from '@n3ml/core';
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
import { trainingOrder } from './training-order.ts';
import { TrainingState } from './training-state.ts';

/** One call of {@link fit} at work. */
export class TrainingRun {
  readonly #model: tf.LayersModel;
  readonly #data: LabelledSet;
  readonly #shape: ClassifierShape;
  readonly #settings: Required<TrainingSettings>;
  readonly #options: FitOptions;
  readonly #bus: EventBus;
  readonly #events: TrainingEvents;
  readonly #state: TrainingState;
  readonly #dropout: SeededDropout;
  readonly #buffer: BatchBuffer;
  readonly #batches: number;
  /** Samples done at which the next checkpoint is due. */
  #checkpointAt = 0;
  /** Means over the newest epoch, as far as it went. */
  #reached = { accuracy: Number.NaN, loss: Number.NaN };

  constructor(
    model: tf.LayersModel,
    data: LabelledSet,
    shape: ClassifierShape,
    settings: Required<TrainingSettings>,
    options: FitOptions,
    bus: EventBus,
  ) {
    const { batchSize, seed, optimizer } = settings;
    this.#model = model;
    this.#data = data;
    this.#shape = shape;
    this.#settings = settings;
    this.#options = options;
    this.#bus = bus;
    this.#events = new TrainingEvents(bus);
    this.#state = new TrainingState(model, optimizer);
    this.#dropout = new SeededDropout(model, seed);
    this.#buffer = new BatchBuffer(data, shape.input, Math.min(batchSize, data.count), options.augment, options.normalize);
    this.#batches = Math.ceil(data.count / batchSize);
  }

  /** Goes on from a checkpoint. */
  resume(checkpoint: Checkpoint): void {
    this.#state.load(checkpoint);
  }

  /** Trains to the end, or until the signal stops it. */
  async run(): Promise<RunResult> {
    this.#isCheckpointDue();
    const finished = await this.#learn();
    const checkpoint = await this.#checkpoint();
    await this.#options.onCheckpoint?.(checkpoint);
    this.#state.takeBest();
    const { best } = this.#state.progress;
    const { accuracy, loss } = best ?? this.#reached;
    return { checkpoint, finished, results: { accuracy, loss, samples: this.#done, ...(best && { bestEpoch: best.epoch }) } };
  }

  /** Frees the optimizer's memory and gives the dropout layers back. */
  dispose(): void {
    this.#dropout.release();
    this.#state.dispose();
  }

  /** Samples that were learned from. */
  get #done(): number {
    const { epoch, batch } = this.#state.progress;
    return epoch * this.#data.count + Math.min(this.#data.count, batch * this.#settings.batchSize);
  }

  async #checkpoint(): Promise<Checkpoint> {
    const { model, options } = this.#options.describe ?? { model: this.#model.name, options: {} };
    const tensors = await this.#state.save();
    const progress = { ...this.#state.progress, samples: this.#data.count, settings: this.#settings };
    return { model, options, progress: progress as unknown as Record<string, Json>, tensors };
  }

  #isCheckpointDue(): boolean {
    const { checkpointEvery = this.#data.count } = this.#options;
    if (this.#done < this.#checkpointAt) return false;
    this.#checkpointAt = (Math.floor(this.#done / checkpointEvery) + 1) * checkpointEvery;
    return true;
  }

  /** Every epoch that is left; false where the signal stopped it. */
  async #learn(): Promise<boolean> {
    const { epochs } = this.#settings;
    const { validation, onCheckpoint } = this.#options;
    while (this.#state.progress.epoch < epochs) {
      const { epoch } = this.#state.progress;
      this.#bus.channel('epoch:start').emit({ epoch, samples: this.#data.count });
      if (!(await this.#learnEpoch(epoch))) return false;
      if (validation && !(await this.#judge(epoch, validation))) return false;
      this.#state.progress = { ...this.#state.progress, epoch: epoch + 1, batch: 0, loss: 0, right: 0 };
      this.#bus.channel('epoch:end').emit({ epoch });
      if (onCheckpoint && epoch + 1 < epochs && this.#isCheckpointDue()) await onCheckpoint(await this.#checkpoint());
    }
    return true;
  }

  async #learnEpoch(epoch: number): Promise<boolean> {
    const { batchSize, epochs, seed } = this.#settings;
    const { signal, onCheckpoint } = this.#options;
    const order = trainingOrder(seed, epoch, this.#data.count);
    while (this.#state.progress.batch < this.#batches) {
      if (signal?.aborted) return false;
      const { batch, loss, right } = this.#state.progress;
      const samples = order.subarray(batch * batchSize, (batch + 1) * batchSize);
      const score = await this.#learnBatch(epoch, batch, samples);
      this.#state.progress = { ...this.#state.progress, batch: batch + 1, loss: loss + score.loss, right: right + score.right };
      const done = this.#done;
      this.#events.batch({ epoch, batch, samples: samples.length, done, total: epochs * this.#data.count, ...score });
      if (onCheckpoint && batch + 1 < this.#batches && this.#isCheckpointDue()) await onCheckpoint(await this.#checkpoint());
      if (this.#bus.unsettled) await this.#bus.settle();
    }
    const { loss, right } = this.#state.progress;
    this.#reached = { accuracy: right / this.#data.count, loss: loss / this.#data.count };
    this.#events.flush(this.#done);
    this.#events.metrics({ 'epoch-loss': this.#reached.loss, 'epoch-accuracy': this.#reached.accuracy }, this.#done);
    return true;
  }

  /** One step. The score is that of the weights before they changed. */
  async #learnBatch(epoch: number, batch: number, samples: Uint32Array): Promise<Score> {
    const { learningRate, schedule, epochs, seed } = this.#settings;
    const step = epoch * this.#batches + batch;
    this.#dropout.step = step;
    const { x, labels } = this.#buffer.take(samples, (sample) => randomStream(seed, 'augment', epoch, sample));
    const { gradients, logits } = batchGradients(this.#model, this.#state.trained, x, labels);
    const score = scoreLogits(await logits.data(), labels, this.#shape.classes);
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
    const { normalize, signal } = this.#options;
    const { accuracy, loss, finished } = await evaluate(this.#model, validation, {
      bus: this.#bus,
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

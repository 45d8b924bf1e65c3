import type { EventBus } from '../bus.ts';
import type { OptionSpecs } from '../options.ts';
import type { Registry } from '../registry.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { LabelledSet } from './dataset.ts';
import type { Network } from './network.ts';

/** What every verb of a model is given. */
export interface RunContext {
  readonly registry: Registry;
  readonly bus: EventBus;
  /** Stops at the next sample; what was reached so far is returned. */
  readonly signal?: AbortSignal;
  /** Name of the executor. @default 'wasm' */
  readonly executor?: string;
  /** Name of the tensor backend, for models that compute with tensors. @default the fastest that is there */
  readonly backend?: string;
  /** Worker threads for frozen networks. @default 1 */
  readonly workers?: number;
  /** Options of the verb, as the model's `inferOptions` describe them. */
  readonly options?: Readonly<Record<string, unknown>>;
}

/** How a model is trained. */
export interface TrainOptions extends RunContext {
  readonly epochs?: number;
  /** Labelled samples that are not learned from: a model that can be judged while it learns keeps what does best on them. */
  readonly validation?: LabelledSet;
  /** Goes on from here in place of the beginning. */
  readonly resume?: Checkpoint;
  /** Called with a checkpoint every `checkpointEvery` samples and at the end. Training waits for it. */
  readonly onCheckpoint?: (checkpoint: Checkpoint) => void | Promise<void>;
  /** @default 1000 */
  readonly checkpointEvery?: number;
}

/** What a verb of a model gives back. */
export interface RunResult {
  readonly checkpoint: Checkpoint;
  /** False where the signal stopped it. */
  readonly finished: boolean;
  /** Figures such as `accuracy` (a fraction) and `samples`. */
  readonly results: Readonly<Record<string, number>>;
}

/**
 * A model of a paper: a network, and the verbs that it knows. Every verb works from a checkpoint alone, and emits
 * `run:start` and `run:end`. `infer` gives `accuracy`.
 */
export interface Model {
  readonly name: string;
  /** All options with their values, as they go into a checkpoint. */
  readonly options: Readonly<Record<string, number | string | boolean>>;
  /** Absent where the network comes from elsewhere, as a converted one does. */
  train?(data: LabelledSet, options: TrainOptions): Promise<RunResult>;
  assign?(checkpoint: Checkpoint, data: LabelledSet, context: RunContext): Promise<RunResult>;
  infer(checkpoint: Checkpoint, data: LabelledSet, context: RunContext): Promise<RunResult>;
  /** Options that `infer` takes in `context.options`; they become flags. */
  readonly inferOptions?: OptionSpecs;
  /** The network at its beginning for samples of this shape: plain data, to look at. */
  network?(shape: readonly number[], registry: Registry): Network;
}

/** Models by name; packages add theirs by declaration merging. */
// biome-ignore lint/suspicious/noEmptyInterface: an open table, filled by declaration merging
export interface Models {}

/** The events that core declares: payloads by type. Their names at run time are {@link coreEventTypes}. */
export interface CoreEvents {
  'run:start': {
    readonly verb: string;
    readonly model: string;
    readonly options: Readonly<Record<string, unknown>>;
    readonly data: string;
    readonly synthetic: boolean;
    readonly samples: number;
    /** Neurons of each population, where the model has populations whose spikes it can tell of. */
    readonly populations?: Readonly<Record<string, number>>;
  };
  'run:end': { readonly finished: boolean; readonly results: Readonly<Record<string, number>>; readonly seconds: number };
  'epoch:start': { readonly epoch: number; readonly samples: number };
  'epoch:end': { readonly epoch: number };
  /** `sample` counts from 0 within the epoch, `done` and `total` over the whole run. */
  'sample:end': {
    readonly epoch: number;
    readonly sample: number;
    readonly done: number;
    readonly total: number;
    readonly spikes: number;
    readonly label: number;
    readonly predicted: number;
  };
  /**
   * A network without spikes has learned from a batch of `samples`. `batch` counts from 0 within the epoch, `done` and `total` count samples over the whole run.
   * `loss` is the mean over the batch, `right` the number of samples that were classified right.
   */
  'batch:end': {
    readonly epoch: number;
    readonly batch: number;
    readonly samples: number;
    readonly done: number;
    readonly total: number;
    readonly loss: number;
    readonly right: number;
  };
  /** The spikes of one population in one step of the sample that is running. */
  spikes: { readonly step: number; readonly population: string; readonly ids: Uint32Array };
  /** The weights of a connection, [rows x columns] row-major. `shape` is the shape of one presynaptic neuron sheet, such as [28, 28]. */
  weights: {
    readonly connection: string;
    readonly rows: number;
    readonly columns: number;
    readonly shape: readonly number[];
    readonly values: Float32Array;
    readonly done: number;
  };
  /** A state variable of every neuron of a population. */
  state: { readonly population: string; readonly variable: string; readonly values: Float32Array; readonly done: number };
  metric: { readonly name: string; readonly value: number; readonly done: number };
  checkpoint: { readonly path: string; readonly bytes: number; readonly done: number };
  /** A download or another long piece of work beside the run. `total` is NaN where it is not known. */
  progress: { readonly task: string; readonly done: number; readonly total: number; readonly unit: string };
  /** `count` events of the type `event` did not reach `observer` since the last report: a newer one took their place, or its queue was full. */
  'bus:dropped': { readonly observer: string; readonly event: string; readonly count: number };
  /** The observer threw or rejected and is detached. */
  'observer:error': { readonly observer: string; readonly error: string; readonly code: string };
  log: { readonly level: 'info' | 'warning'; readonly message: string };
}
/**
 * The events of a run: a table of payloads by type, open to declaration merging. Typed arrays in a payload are borrowed: valid inside the
 * handler only, unless the delivery copies.
 */
export interface Events extends CoreEvents {}
/** The name of an event: 'sample:end', 'spikes' and so on. */
export type EventType = keyof Events;
/** One event: its payload and its type, a discriminated union over all types. */
export type RunEvent<K extends EventType = EventType> = { [T in K]: { readonly type: T } & Events[T] }[K];

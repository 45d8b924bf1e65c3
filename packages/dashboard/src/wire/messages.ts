/** Where a run is. */
export type Phase = 'waiting' | 'running' | 'pausing' | 'paused' | 'stopping' | 'finished' | 'stopped';

/** What a browser may ask of the run. */
export interface Controls {
  readonly pause: boolean;
  readonly stop: boolean;
}

/** What runs. */
export interface RunMessage {
  readonly type: 'run';
  readonly verb: string;
  readonly model: string;
  readonly data: string;
  readonly synthetic: boolean;
  readonly samples: number;
  readonly options: Readonly<Record<string, unknown>>;
  /** Neurons of each population, as far as the run tells. */
  readonly populations: Readonly<Record<string, number>>;
}

/** Something that a run does before or between its samples: a download, a measurement. */
export interface Task {
  readonly task: string;
  readonly done: number;
  /** Null where nobody knows. */
  readonly total: number | null;
  readonly unit: string;
}

/** How far it is. The last message of every update: a browser acknowledges its `update`. */
export interface StatusMessage {
  readonly type: 'status';
  readonly update: number;
  readonly phase: Phase;
  readonly controls: Controls;
  readonly done: number;
  readonly total: number;
  readonly epoch: number;
  /** What it does instead of samples. */
  readonly task: Task | null;
  /** Samples per second, on average once it has ended; null while it is not known, as `eta`, in seconds. */
  readonly rate: number | null;
  readonly eta: number | null;
  /** Seconds since the start of the run, without pauses. */
  readonly elapsed: number;
  /** Newest accuracy, 0 to 1. */
  readonly accuracy: number | null;
  /** Mean over the newest samples. */
  readonly spikesPerSample: number | null;
  /** Pictures and spikes that this browser was too slow for. */
  readonly dropped: number;
}

/** Points of a curve: all of them where `reset`, else more of them. */
export interface CurveMessage {
  readonly type: 'curve';
  readonly name: string;
  readonly reset: boolean;
  /** Samples done. */
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/**
 * Weights, a byte each: `low + byte / 254 * (high - low)`, and 255 where a weight is NaN. A tile for each postsynaptic neuron, one after the other; within a tile
 * row by row.
 */
export interface WeightsMessage {
  readonly type: 'weights';
  readonly connection: string;
  readonly tiles: number;
  readonly tileWidth: number;
  readonly tileHeight: number;
  readonly low: number;
  readonly high: number;
  readonly done: number;
  readonly bytes: Uint8Array;
}

/** A state variable of every neuron of a population. */
export interface StateMessage {
  readonly type: 'state';
  readonly population: string;
  readonly variable: string;
  readonly done: number;
  readonly values: Float32Array;
}

/** The spikes of one sample: columns of steps and neurons, population by population. */
export interface SpikesMessage {
  readonly type: 'spikes';
  /** How many samples were done when it began. */
  readonly sample: number;
  readonly label: number | null;
  readonly predicted: number | null;
  /** Steps of the sample, and the length of one in ms. */
  readonly duration: number;
  readonly dt: number;
  /** Whether there were more spikes than are sent. */
  readonly cut: boolean;
  /** Each population's number of spikes; their columns follow each other. */
  readonly populations: readonly { readonly name: string; readonly spikes: number }[];
  readonly steps: Uint32Array;
  readonly ids: Uint32Array;
}

/** When the neurons of a network that codes by spike times fired; see the event 'spike-times'. */
export interface SpikeTimesMessage {
  readonly type: 'spike-times';
  readonly layers: readonly number[];
  readonly labels: Uint8Array;
  readonly times: Float64Array;
  readonly targets: Float64Array;
  readonly done: number;
}

/** A line of the event log. */
export interface LogEntry {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly level: 'event' | 'info' | 'warning' | 'error';
  readonly text: string;
}

/** Lines of the event log: all of them where `reset`, else more of them. */
export interface LogMessage {
  readonly type: 'log';
  readonly reset: boolean;
  readonly entries: readonly LogEntry[];
}

/** Everything that the server sends, each as one binary frame. */
export type ServerMessage =
  | RunMessage
  | StatusMessage
  | CurveMessage
  | WeightsMessage
  | StateMessage
  | SpikesMessage
  | SpikeTimesMessage
  | LogMessage;

/** Everything that a browser sends, as JSON text. */
export type BrowserMessage =
  | { readonly type: 'pause' | 'resume' | 'stop' }
  /** It has shown that update. */
  | { readonly type: 'shown'; readonly update: number }
  /** What is in view; the rest need not be sent. */
  | { readonly type: 'watch'; readonly weights: boolean; readonly spikes: boolean };

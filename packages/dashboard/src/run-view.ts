import type { EventHandlers, RunEvent } from '@n3ml/core';
import { describeEvent } from './describe-event.ts';
import { Pace } from './pace.ts';
import { Curve } from './slots/curve.ts';
import { EventLog } from './slots/event-log.ts';
import { Newest } from './slots/newest.ts';
import type { Slot } from './slots/slot.ts';
import { StateValues } from './slots/state-values.ts';
import { WeightTiles } from './slots/weight-tiles.ts';
import type { Controls, Phase, RunMessage, SpikesMessage, SpikeTimesMessage, StatusMessage, Task } from './wire/messages.ts';

/** Curves, connections and variables at most: a run that makes up names without end can't make the page grow without end. */
const MOST_SLOTS = 256;
/** Samples from one point of the curve of spikes to the next. */
const SPIKES_EVERY = 100;
/** Epochs shorter than this, in ms, are not all in the log; of checkpoints there is one in so many ms, and the last. */
const EPOCH_LOG_EVERY = 2000;
const CHECKPOINT_LOG_EVERY = 10_000;

const nothing: RunMessage = { type: 'run', verb: '', model: '', data: '', synthetic: false, samples: 0, options: {}, populations: {} };

/**
 * What a page shows of a run, made from its events: slots with the newest of everything, in bounded memory. It knows nothing of browsers.
 */
export class RunView {
  readonly log = new EventLog();
  readonly #now: () => number;
  readonly #slots = new Map<string, Slot>();
  readonly #run = new Newest('plain', () => this.#started);
  #started = nothing;
  #spikes: SpikesMessage | undefined;
  #pace: Pace | undefined;
  #phase: Phase = 'waiting';
  #done = 0;
  #total = 0;
  #epoch = 0;
  #task: Task | null = null;
  #epochLoggedAt = -Infinity;
  #checkpointLoggedAt = -Infinity;
  /** The newest checkpoint, where the log doesn't have it. */
  #checkpoint: RunEvent<'checkpoint'> | undefined;
  #accuracy: number | null = null;
  #spikeSum = 0;
  #spikeSamples = 0;
  #spikesPerSample: number | null = null;
  /** Grows whenever the status may have changed. */
  #changes = 0;

  /** @param now the clock, in ms */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#slots.set('run', this.#run).set('log', this.log);
  }

  get slots(): ReadonlyMap<string, Slot> {
    return this.#slots;
  }

  get phase(): Phase {
    return this.#phase;
  }

  set phase(phase: Phase) {
    const now = this.#now();
    if (phase === 'paused') this.#pace?.rest(now);
    else this.#pace?.wake(now, this.#done);
    this.#phase = phase;
    this.#changes++;
  }

  /** Samples that are done. */
  get done(): number {
    return this.#done;
  }

  /** Options of the run that has started last. */
  get options(): RunMessage['options'] {
    return this.#started.options;
  }

  /** Changes with the status. */
  get changes(): number {
    return this.#changes;
  }

  /** What of the status all browsers see alike. */
  status(controls: Controls): Omit<StatusMessage, 'update' | 'dropped'> {
    const now = this.#now();
    if (this.#phase === 'running') this.#pace?.look(now, this.#done);
    return {
      type: 'status',
      phase: this.#phase,
      controls,
      done: this.#done,
      total: this.#total,
      epoch: this.#epoch,
      task: this.#task,
      rate: this.#pace?.rate ?? null,
      eta: this.#pace?.eta(this.#total - this.#done) ?? null,
      elapsed: this.#pace?.elapsed(now) ?? 0,
      accuracy: this.#accuracy,
      spikesPerSample: this.#spikesPerSample,
    };
  }

  /** No more events will come. */
  ended(): void {
    if (['running', 'stopping'].includes(this.#phase)) this.phase = 'stopped';
  }

  /** The spikes of a sample that was listened to. */
  showSpikes(message: SpikesMessage): void {
    this.#spikes = message;
    const slot = this.#slots.get('spikes') ?? this.#add('spikes', new Newest('spikes', () => this.#spikes!));
    if (slot instanceof Newest) slot.changed();
  }

  /** Handlers of what costs the producer nothing. Each takes microseconds. */
  readonly handlers: EventHandlers = {
    'run:start': (event) => {
      const { verb, model, data, synthetic, samples, options, populations = {} } = event;
      this.#started = { type: 'run', verb, model, data, synthetic, samples, options, populations };
      this.#run.changed();
      this.#pace = undefined;
      [this.#done, this.#total, this.#epoch] = [0, samples, 0];
      this.#accuracy = this.#spikesPerSample = null;
      this.#phase = 'running';
      this.#task = null;
      for (const [key, slot] of this.#slots) if (slot !== this.#run && slot !== this.log) this.#slots.delete(key);
      this.#tell(event);
    },
    'run:end': (event) => {
      this.#tellCheckpoint();
      this.phase = event.finished ? 'finished' : 'stopped';
      this.#task = null;
      this.#pace?.end(event.seconds, this.#done);
      this.#accuracy = event.results.accuracy ?? this.#accuracy;
      this.#tell(event);
    },
    'epoch:start': (event) => {
      this.#epoch = event.epoch;
      this.#changes++;
      if (this.#now() - this.#epochLoggedAt < EPOCH_LOG_EVERY) return;
      this.#epochLoggedAt = this.#now();
      this.#tell(event);
    },
    'sample:end': ({ done, total, spikes }) => {
      this.#advance(done, total, 1);
      this.#spikeSum += spikes;
      if (++this.#spikeSamples < SPIKES_EVERY) return;
      this.#spikesPerSample = this.#spikeSum / this.#spikeSamples;
      this.#curve('spikes per sample')?.add(done, this.#spikesPerSample);
      this.#spikeSum = this.#spikeSamples = 0;
    },
    'batch:end': ({ done, total, samples }) => this.#advance(done, total, samples),
    metric: ({ name, value, done }) => {
      if (name === 'accuracy') this.#accuracy = value;
      this.#curve(name)?.add(done, value);
    },
    checkpoint: (event) => {
      this.#checkpoint = event;
      if (this.#now() - this.#checkpointLoggedAt >= CHECKPOINT_LOG_EVERY) this.#tellCheckpoint();
    },
    progress: (event) => {
      const { task, done, total, unit } = event;
      this.#task = done >= total ? null : { task, done, total: Number.isNaN(total) ? null : total, unit };
      this.#changes++;
      if (this.#task === null) this.#tell(event);
    },
    'bus:dropped': (event) => this.#tell(event),
    'observer:error': (event) => this.#tell(event),
    log: (event) => this.#tell(event),
  };

  /** Handlers of what a producer copies or computes for whoever listens. None keeps a borrowed array. */
  readonly pictureHandlers: EventHandlers = {
    weights: (event) => {
      const slot = this.#slots.get(`weights:${event.connection}`);
      if (slot instanceof WeightTiles) slot.set(event);
      else this.#add(`weights:${event.connection}`, new WeightTiles(event));
    },
    state: (event) => {
      const key = `state:${event.population}.${event.variable}`;
      const slot = this.#slots.get(key);
      if (slot instanceof StateValues) slot.set(event);
      else this.#add(key, new StateValues(event));
    },
    // Not of core but of the package whose networks code by spike times.
    ...{ 'spike-times': (event: Omit<SpikeTimesMessage, 'type'>) => this.#showSpikeTimes(event) },
  };

  #advance(done: number, total: number, samples: number): void {
    this.#task = null;
    this.#pace ??= new Pace(this.#now(), done - samples);
    this.#done = done;
    this.#total = total;
    this.#changes++;
  }

  #tell(event: Parameters<typeof describeEvent>[0]): void {
    this.log.add(...describeEvent(event));
    this.#changes++;
  }

  #tellCheckpoint(): void {
    if (!this.#checkpoint) return;
    this.#tell(this.#checkpoint);
    this.#checkpointLoggedAt = this.#now();
    this.#checkpoint = undefined;
  }

  #curve(name: string): Curve | undefined {
    const slot = this.#slots.get(`curve:${name}`) ?? this.#add(`curve:${name}`, new Curve(name));
    return slot instanceof Curve ? slot : undefined;
  }

  #showSpikeTimes({ layers, labels, times, targets, done }: Omit<SpikeTimesMessage, 'type'>): void {
    const message: SpikeTimesMessage = {
      type: 'spike-times',
      layers: [...layers],
      labels: labels.slice(),
      times: times.slice(),
      targets: targets.slice(),
      done,
    };
    const slot = new Newest('plain', () => message);
    slot.changed();
    this.#slots.set('spike-times', slot);
  }

  #add<S extends Slot>(key: string, slot: S): S | undefined {
    if (this.#slots.size >= MOST_SLOTS) return undefined;
    this.#slots.set(key, slot);
    if (this.#slots.size === MOST_SLOTS)
      this.log.add('warning', `The page shows the first ${MOST_SLOTS} curves, weights and variables of this run.`);
    return slot;
  }
}

import type { EventBus, Simulation } from '@n3ml/core';

/** Samples from one picture of the weights to the next. */
const PICTURE_EVERY = 250;

/** State variables that are shown, as they are at the end of a sample: the threshold first, which is what learning changes. */
const SHOWN = [
  ['exc', 'theta'],
  ['exc', 'v'],
  ['inh', 'v'],
] as const;

/** Shows what happens in the network to whoever listens: spikes as they come, weights, thresholds and potentials now and then. */
export class Watch {
  readonly #simulation: Simulation;
  readonly #shape: readonly number[];
  readonly #neurons: number;
  readonly #spikes;
  readonly #weights;
  readonly #state;
  readonly #listener;
  /** Of the newest picture: the next one is made in its place. */
  #values: Float32Array | undefined;
  /** When the last picture was taken. */
  #pictured = -1;

  constructor(simulation: Simulation, shape: readonly number[], neurons: number, bus: EventBus) {
    const spikes = bus.channel('spikes');
    this.#simulation = simulation;
    this.#shape = shape;
    this.#neurons = neurons;
    this.#spikes = spikes;
    this.#weights = bus.channel('weights');
    this.#state = bus.channel('state');
    this.#listener = (step: number, population: string, ids: Uint32Array): void => spikes.emit({ step, population, ids });
  }

  /** Before a sample: spikes are recorded only while somebody listens. */
  beforeSample(): void {
    this.#simulation.onSpikes = this.#spikes.active ? this.#listener : undefined;
  }

  /** After a sample. */
  afterSample(done: number): void {
    if (done % PICTURE_EVERY === 0) this.picture(done);
  }

  /** Weights and state variables as they are, unless they were just shown. */
  picture(done: number): void {
    if (done === this.#pictured) return;
    this.#pictured = done;
    if (this.#weights.active) {
      const values = this.#simulation.weights('input-exc', this.#values);
      this.#values = values;
      this.#weights.emit({
        connection: 'input-exc',
        rows: values.length / this.#neurons,
        columns: this.#neurons,
        shape: this.#shape,
        values,
        done,
      });
    }
    if (this.#state.active) {
      for (const [population, variable] of SHOWN)
        this.#state.emit({ population, variable, values: this.#simulation.variable(population, variable), done });
    }
  }
}

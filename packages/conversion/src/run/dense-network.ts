import type { Inputs, SpikeTrain } from '@n3ml/core';
import { tf } from '@n3ml/tensor';
import { INPUT } from '../analog-network.ts';
import { shapesOf } from '../forward.ts';
import { type Projection, projection } from '../project.ts';
import type { SpikingLayer, SpikingNetwork } from '../spiking-network.ts';
import { currentInto, drivenLayers } from './drive.ts';
import { sizeOf } from './size-of.ts';

/** Told of what happens in each step. The tensors are [batch, ...shape] and borrowed: valid inside the call only. */
export interface DenseWatch {
  /** What a layer got in this step, bias included. Max pooling gets none. */
  weightedInput?(layer: SpikingLayer, input: tf.Tensor, step: number): void;
  /** Who spiked, 1 or 0; a readout never does. */
  spikes?(layer: SpikingLayer, spikes: tf.Tensor, step: number): void;
}

/** How a batch is run. */
export interface DenseOptions {
  readonly steps: number;
  readonly watch?: DenseWatch;
  /** Called after each step; what it returns is awaited. */
  readonly onStep?: (state: DenseState, done: number) => void | Promise<void>;
  /** Stops at the next step. */
  readonly signal?: AbortSignal;
}

/** State of a layer for a batch; of the input and of max pooling, the spikes alone. Tensors [batch, ...shape]. */
type LayerState = {
  /** Spikes since the start. */
  readonly counts: tf.Tensor;
  /** Membrane potentials. */
  readonly v?: tf.Tensor;
};

/** The state of a network for a batch, by the names of its layers and {@link INPUT}. */
export type DenseState = Readonly<Record<string, LayerState>>;

interface DenseLayer {
  readonly layer: SpikingLayer;
  readonly inputs: readonly { readonly from: string; readonly projection: Projection }[];
  readonly bias: tf.Tensor | undefined;
}

/** How long the calling thread is held before the event loop gets a turn, in ms. */
const PATIENCE = 50;

/**
 * A spiking network on tensors: a batch of samples advances step by step, every neuron in every step. It costs the same however few neurons spike.
 *
 * Weights lie on the layers' grid and spikes are 0 or 1, so all sums are exact and the backend can't change a spike.
 */
export class DenseNetwork {
  readonly network: SpikingNetwork;
  readonly #layers: readonly DenseLayer[];

  /** Takes the weights to the backend that is open; {@link DenseNetwork.dispose} frees them. */
  constructor(network: SpikingNetwork) {
    this.network = network;
    const shapes = shapesOf(network);
    const byCurrent = network.encoding === 'current';
    this.#layers = network.layers.map((layer) => ({
      layer,
      inputs: layer.inputs
        .filter(({ from }) => !(byCurrent && from === INPUT))
        .map(({ from, synapses }) => ({ from, projection: projection(synapses, shapes.get(from)!, layer.shape) })),
      bias: layer.bias && tf.tensor1d(layer.bias),
    }));
  }

  /**
   * Runs a batch from its start.
   *
   * @param inputs what drives each sample, as {@link Stimulus} gives it
   * @returns false where the signal stopped it
   */
  async run(inputs: readonly Inputs[], { steps, watch = {}, onStep, signal }: DenseOptions): Promise<boolean> {
    const drive = new DenseDrive(this.network, inputs);
    let state: DenseState = {};
    let turned = performance.now();
    try {
      state = tf.tidy(() => this.#start(inputs.length));
      for (let t = 0; t < steps; t++) {
        if (signal?.aborted) return false;
        const next = tf.tidy(() => this.#step(state, drive, t, watch));
        tf.dispose(state);
        state = next;
        await onStep?.(state, t + 1);
        if (performance.now() - turned > PATIENCE) {
          await tf.nextFrame();
          turned = performance.now();
        }
      }
      return true;
    } finally {
      tf.dispose(state);
      drive.dispose();
    }
  }

  dispose(): void {
    for (const { inputs, bias } of this.#layers) {
      for (const input of inputs) input.projection.dispose();
      bias?.dispose();
    }
  }

  #start(batch: number): DenseState {
    const { input, layers, initialPotential } = this.network;
    const state: Record<string, LayerState> = { [INPUT]: { counts: tf.zeros([batch, ...input]) } };
    for (const { name, kind, shape } of layers) {
      const counts = tf.zeros([batch, ...shape]);
      state[name] = kind === 'max-pool' ? { counts } : { counts, v: tf.fill([batch, ...shape], initialPotential) };
    }
    return state;
  }

  #step(before: DenseState, drive: DenseDrive, t: number, watch: DenseWatch): DenseState {
    const after: Record<string, LayerState> = {};
    const spikes = new Map<string, tf.Tensor>();
    const given = drive.spikes(t);
    if (given) spikes.set(INPUT, given);
    after[INPUT] = { counts: given ? tf.add(before[INPUT]!.counts, tf.abs(given)) : before[INPUT]!.counts.clone() };
    for (const { layer, inputs, bias } of this.#layers) {
      const { counts, v } = before[layer.name]!;
      if (v === undefined) {
        const { from, projection: pooling } = inputs[0]!;
        const highest = pooling.project(after[from]!.counts);
        spikes.set(layer.name, tf.sub(highest, counts));
        after[layer.name] = { counts: highest };
      } else {
        const parts = inputs.map(({ from, projection: synapses }) => synapses.project(spikes.get(from)!));
        const current = drive.currents.get(layer.name);
        const weighted = [...parts, ...(current ? [current] : []), ...(bias ? [bias] : [])].reduce((sum, part) => tf.add(sum, part));
        watch.weightedInput?.(layer, weighted, t);
        const integrated = tf.add(v, weighted);
        if (layer.kind === 'readout') {
          after[layer.name] = { counts: counts.clone(), v: integrated };
          continue;
        }
        const fired = tf.cast(tf.greaterEqual(integrated, 1), 'float32');
        spikes.set(layer.name, fired);
        after[layer.name] = { counts: tf.add(counts, fired), v: this.#reset(integrated, fired) };
      }
      watch.spikes?.(layer, spikes.get(layer.name)!, t);
    }
    return after;
  }

  #reset(v: tf.Tensor, fired: tf.Tensor): tf.Tensor {
    return this.network.resetBy === 'subtraction' ? tf.sub(v, fired) : tf.mul(v, tf.sub(1, fired));
  }
}

/** What drives a batch: the spikes of each step, or currents that stay. */
class DenseDrive {
  /** By the name of the layer: [batch, ...shape]. */
  readonly currents = new Map<string, tf.Tensor>();
  readonly #trains: readonly SpikeTrain[];
  readonly #shape: readonly number[];
  readonly #size: number;
  readonly #values: Float32Array;

  constructor(network: SpikingNetwork, inputs: readonly Inputs[]) {
    this.#shape = [inputs.length, ...network.input];
    this.#size = sizeOf(network.input);
    const bySpikes = network.encoding !== 'current';
    this.#trains = bySpikes ? inputs.map((sample) => sample[INPUT] as SpikeTrain) : [];
    this.#values = new Float32Array(bySpikes ? inputs.length * this.#size : 0);
    if (bySpikes) return;
    for (const { name, shape } of drivenLayers(network)) {
      const values = new Float32Array(inputs.length * sizeOf(shape));
      for (const [b, sample] of inputs.entries()) values.set(sample[currentInto(name)] as Float32Array, b * sizeOf(shape));
      this.currents.set(name, tf.tensor(values, [inputs.length, ...shape]));
    }
  }

  /** The spikes of a step, with their signs. Valid until the next call: its numbers lie in a buffer that is used again. */
  spikes(t: number): tf.Tensor | undefined {
    if (this.#trains.length === 0) return undefined;
    const values = this.#values.fill(0);
    for (const [b, { offsets, ids, signs }] of this.#trains.entries()) {
      for (let k = offsets[t]!; k < offsets[t + 1]!; k++) values[b * this.#size + ids[k]!] = signs ? signs[k]! : 1;
    }
    return tf.tensor(values, [...this.#shape]);
  }

  dispose(): void {
    for (const current of this.currents.values()) current.dispose();
  }
}

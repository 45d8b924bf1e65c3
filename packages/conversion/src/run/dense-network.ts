import type { Inputs } from '@n3ml/core';
import { tf } from '@n3ml/tensor';
import { INPUT } from '../analog-network.ts';
import { shapesOf } from '../forward.ts';
import { type Projection, projection } from '../project.ts';
import type { SpikingLayer, SpikingNetwork } from '../spiking-network.ts';
import { DenseDrive } from './dense-drive.ts';

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
export type LayerState = {
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
    const spikes = new Map<string, tf.Tensor>();
    const given = drive.spikes(t);
    if (given) spikes.set(INPUT, given);
    const { counts } = before[INPUT]!;
    const after: Record<string, LayerState> = { [INPUT]: { counts: given ? tf.add(counts, tf.abs(given)) : counts.clone() } };
    for (const dense of this.#layers) {
      const { layer, inputs } = dense;
      const state = before[layer.name]!;
      if (layer.kind === 'max-pool') {
        const { from, projection: highest } = inputs[0]!;
        const pooled = highest.project(after[from]!.counts);
        spikes.set(layer.name, tf.sub(pooled, state.counts));
        after[layer.name] = { counts: pooled };
      } else {
        const weighted = weightedInput(dense, spikes, drive.currents.get(layer.name));
        watch.weightedInput?.(layer, weighted, t);
        const v = tf.add(state.v!, weighted);
        if (layer.kind === 'readout') {
          after[layer.name] = { counts: state.counts.clone(), v };
          continue;
        }
        const fired = tf.cast(tf.greaterEqual(v, 1), 'float32');
        spikes.set(layer.name, fired);
        after[layer.name] = { counts: tf.add(state.counts, fired), v: this.#reset(v, fired) };
      }
      watch.spikes?.(layer, spikes.get(layer.name)!, t);
    }
    return after;
  }

  #reset(v: tf.Tensor, fired: tf.Tensor): tf.Tensor {
    return this.network.resetBy === 'subtraction' ? tf.sub(v, fired) : tf.mul(v, tf.sub(1, fired));
  }
}

/** What a layer gets in a step, in whatever order it is added up: all sums are exact. */
function weightedInput({ inputs, bias }: DenseLayer, spikes: ReadonlyMap<string, tf.Tensor>, current: tf.Tensor | undefined): tf.Tensor {
  const parts = inputs.map(({ from, projection: synapses }) => synapses.project(spikes.get(from)!));
  if (current) parts.push(current);
  if (bias) parts.push(bias);
  return parts.reduce((sum, part) => tf.add(sum, part));
}

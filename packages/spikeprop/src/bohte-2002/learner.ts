import { N3mlError, type Tensors } from '@n3ml/core';
import { Backpropagation } from '../network/backpropagation.ts';
import type { Machine } from './machine.ts';

/** Changes the weights of a network: collects over a batch what its samples ask for, then applies it all at once. */
export class Learner {
  readonly #machine: Machine;
  readonly #backpropagation: Backpropagation;
  readonly #gradient: Float64Array;
  readonly #change: Float64Array;
  readonly #outputSlopes: Float64Array;
  /** What the update remembers of each weight. */
  readonly #memory: Readonly<Record<string, Float64Array>>;
  #updates = 0;

  constructor(machine: Machine) {
    const { network, update } = machine;
    const size = network.weights.length;
    this.#machine = machine;
    this.#backpropagation = new Backpropagation(network);
    this.#gradient = new Float64Array(size);
    this.#change = new Float64Array(size);
    this.#outputSlopes = new Float64Array(network.layers.at(-1)!);
    this.#memory = Object.fromEntries(Object.entries(update.memory).map(([name, start]) => [name, new Float64Array(size).fill(start)]));
  }

  /** Takes in the sample that the network has just run. */
  add(wanted: Float64Array): void {
    const { network, loss, silentRule } = this.#machine;
    const fired = network.times.at(-1)!;
    for (let j = 0; j < fired.length; j++) this.#outputSlopes[j] = fired[j] === Infinity ? 0 : loss.slope(fired[j]!, wanted[j]!);
    this.#backpropagation.add(this.#outputSlopes, this.#gradient);
    silentRule.add(network, this.#change);
  }

  /**
   * Changes the weights by what the samples since the last call ask for.
   *
   * @throws N3mlError N3ML_NOT_A_NUMBER where a weight is no longer finite
   */
  apply(): void {
    const { network, update } = this.#machine;
    const { weights } = network;
    this.#updates++;
    update.step(weights, this.#gradient, this.#memory, this.#updates);
    let sum = 0;
    for (let k = 0; k < weights.length; k++) {
      weights[k]! += this.#change[k]!;
      sum += weights[k]!;
    }
    if (!Number.isFinite(sum)) {
      throw new N3mlError('N3ML_NOT_A_NUMBER', `A weight is no longer finite after ${this.#updates} updates. Lower the learning rate.`, {
        details: { updates: this.#updates },
      });
    }
    network.constrain();
    this.#gradient.fill(0);
    this.#change.fill(0);
  }

  /** Weights and all that the update remembers: copies. */
  save(): Tensors {
    const { network } = this.#machine;
    const terminals = network.delays.length;
    return {
      ...Object.fromEntries(
        network.projections.map(({ pre, post, start, row }, l) => [
          `weights/${l}`,
          { shape: [post, pre, terminals], data: network.weights.slice(start, start + post * row) },
        ]),
      ),
      ...Object.fromEntries(
        Object.entries(this.#memory).map(([name, data]) => [`update/${name}`, { shape: [data.length], data: data.slice() }]),
      ),
      'update/count': { shape: [1], data: Float64Array.of(this.#updates) },
    };
  }

  /** @throws N3mlError N3ML_BAD_CHECKPOINT where a tensor is missing, doesn't fit or isn't finite; nothing has changed then */
  load(tensors: Tensors): void {
    const { network } = this.#machine;
    const memory = Object.entries(this.#memory);
    const saved = network.projections.map(({ post, row }, l) => tensorOf(tensors, `weights/${l}`, post * row));
    const remembered = memory.map(([name, { length }]) => tensorOf(tensors, `update/${name}`, length));
    const [updates] = tensorOf(tensors, 'update/count', 1);
    saved.forEach((data, l) => {
      network.weights.set(data, network.projections[l]!.start);
    });
    memory.forEach(([, array], k) => {
      array.set(remembered[k]!);
    });
    this.#updates = updates!;
  }
}

/** @throws N3mlError N3ML_BAD_CHECKPOINT */
export function tensorOf(tensors: Tensors, name: string, length: number): Float64Array {
  const data = tensors[name]?.data;
  if (data instanceof Float64Array && data.length === length && data.every(Number.isFinite)) return data;
  throw new N3mlError(
    'N3ML_BAD_CHECKPOINT',
    `Tensor '${name}' of the checkpoint is to hold ${length} finite numbers of 64 bits, but ${data === undefined ? 'is not there' : 'does not'}. Go back to an earlier checkpoint.`,
    { details: { tensor: name, length } },
  );
}

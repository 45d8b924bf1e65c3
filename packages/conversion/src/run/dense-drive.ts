import type { Inputs, SpikeTrain } from '@n3ml/core';
import { tf } from '@n3ml/tensor';
import { INPUT } from '../analog-network.ts';
import { sizeOf } from '../size-of.ts';
import type { SpikingNetwork } from '../spiking-network.ts';
import { currentInto, drivenLayers } from './drive.ts';

/** What drives a batch: the spikes of each step, or currents that stay. */
export class DenseDrive {
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

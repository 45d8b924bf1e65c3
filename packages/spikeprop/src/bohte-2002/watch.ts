import type { EventBus } from '@n3ml/core';
import type { EncodedSet } from './encoded-set.ts';
import type { Restored } from './restore.ts';
import '../spike-times/event.ts';

/** Shows spike times and weights to whoever listens. */
export class Watch {
  readonly #restored: Restored;
  readonly #samples: EncodedSet;
  readonly #spikeTimes;
  readonly #weights;

  constructor(restored: Restored, samples: EncodedSet, bus: EventBus) {
    this.#restored = restored;
    this.#samples = samples;
    this.#spikeTimes = bus.channel('spike-times');
    this.#weights = bus.channel('weights');
  }

  /** The network as it is after `done` samples. */
  show(done: number): void {
    if (this.#spikeTimes.active) this.#showSpikeTimes(done);
    if (this.#weights.active) this.#showWeights(done);
  }

  #showSpikeTimes(done: number): void {
    const { machine, targets } = this.#restored;
    const { network } = machine;
    const { count, labels } = this.#samples;
    const { layers } = network;
    const neurons = layers.reduce((sum, size) => sum + size, 0);
    const times = new Float64Array(count * neurons);
    for (let sample = 0; sample < count; sample++) {
      network.run(this.#samples.inputs(sample));
      let place = sample * neurons;
      for (const layer of network.times) {
        times.set(layer, place);
        place += layer.length;
      }
    }
    this.#spikeTimes.emit({ layers, labels, times, targets: Float64Array.from(targets.times.flatMap((row) => [...row])), done });
  }

  /** A presynaptic neuron's terminals lie side by side: a tile shows its neurons from top to bottom and their delays from left to right. */
  #showWeights(done: number): void {
    const { network } = this.#restored.machine;
    network.projections.forEach(({ pre, post, start, row }, l) => {
      const values = new Float32Array(post * row);
      for (let j = 0; j < post; j++) for (let k = 0; k < row; k++) values[k * post + j] = network.weights[start + j * row + k]!;
      const connection = `layer-${l}-${l + 1}`;
      this.#weights.emit({ connection, rows: row, columns: post, shape: [pre, network.delays.length], values, done });
    });
  }
}

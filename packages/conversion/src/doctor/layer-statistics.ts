import { sizeOf } from '../size-of.ts';
import type { SpikingLayer } from '../spiking-network.ts';
import { Correlation } from './correlation.ts';
import type { LayerDiagnosis, Rates } from './diagnosis.ts';

const BINS = 20;

/** What a layer did for one sample or several: [samples x size of the layer]. */
export interface LayerOutcome {
  /** Activations of the ANN; of the output the sums. */
  readonly activations: ArrayLike<number>;
  /** Spikes of each neuron over all steps; of a readout what its potentials have gained. */
  readonly counts: ArrayLike<number>;
}

/** Compares the activations of the ANN with the rates of one spiking layer. */
export class LayerStatistics {
  readonly #layer: SpikingLayer;
  readonly #size: number;
  readonly #steps: number;
  readonly #correlation = new Correlation();
  readonly #histogram = new Array<number>(BINS).fill(0);
  /** 1 for each neuron that has spiked. */
  readonly #spiked: Uint8Array;
  #pairs = 0;
  #counted = 0;
  #error = 0;
  #peak = 0;
  #clipped = 0;
  #active = 0;
  #activity = 0;

  constructor(layer: SpikingLayer, steps: number) {
    this.#layer = layer;
    this.#size = sizeOf(layer.shape);
    this.#steps = steps;
    this.#spiked = new Uint8Array(this.#size);
  }

  add({ activations, counts }: LayerOutcome): void {
    const { kind, lambda } = this.#layer;
    const spikes = kind !== 'readout';
    for (let k = 0; k < activations.length; k++) {
      const worth = lambda[k % lambda.length]!;
      // Spikes have no sign, so those of an output show the sums above 0 only.
      const activation = spikes ? Math.max(0, activations[k]!) : activations[k]!;
      const rate = counts[k]! / this.#steps;
      this.#correlation.add(worth * rate, activation);
      this.#error += Math.abs(worth * rate - activation);
      this.#rank(activation, worth);
      if (spikes) this.#count(k % this.#size, rate);
    }
    this.#pairs += activations.length;
  }

  #rank(activation: number, lambda: number): void {
    if (activation <= 0) return;
    this.#peak = Math.max(this.#peak, activation / lambda);
    this.#active++;
    this.#activity += activation / lambda;
    if (activation > lambda) this.#clipped++;
  }

  #count(neuron: number, rate: number): void {
    this.#counted += rate;
    this.#histogram[Math.min(BINS - 1, Math.floor(rate * BINS))]!++;
    if (rate > 0) this.#spiked[neuron] = 1;
  }

  #rates(): Rates {
    const spiked = this.#spiked.reduce((sum, one) => sum + one, 0);
    return { mean: this.#counted / this.#pairs, silent: 1 - spiked / this.#size, histogram: [...this.#histogram] };
  }

  /** After at least one sample. */
  result(): Pick<LayerDiagnosis, 'peak' | 'clipped' | 'activity' | 'rates' | 'correlation' | 'error'> {
    const correlation = this.#correlation.value;
    return {
      peak: this.#peak,
      clipped: this.#active === 0 ? 0 : this.#clipped / this.#active,
      activity: this.#active === 0 ? 0 : this.#activity / this.#active,
      ...(this.#layer.kind !== 'readout' && { rates: this.#rates() }),
      ...(correlation !== undefined && { correlation }),
      error: this.#error / this.#pairs,
    };
  }
}

import { type AnalogLayer, INPUT } from '../analog-network.ts';
import { sizeOf } from '../size-of.ts';
import type { SlidingWindow } from '../synapses.ts';
import { type Activity, NO_PADDING, type Signal, type WeightedSum } from './signal.ts';
import { refusal, type Site } from './site.ts';

const flattened = (shape: readonly number[], flat: boolean): readonly number[] => (flat ? [sizeOf(shape)] : shape);

/** Layers of an analog network, added when what they get is known. */
export class NetworkBuilder {
  readonly layers: AnalogLayer[] = [];

  #add(layer: AnalogLayer): void {
    this.layers.push(layer);
  }

  #has(name: string): boolean {
    return this.layers.some((layer) => layer.name === name);
  }

  /** The rectified sum, as a layer; added once. */
  rectify({ name, shape, flat, inputs, bias, pool }: WeightedSum): Activity {
    if (!this.#has(name)) this.#add({ name, kind: 'relu', shape, inputs, ...(bias && { bias }) });
    if (pool) return { ...this.maxPool(pool.name, name, pool.window, pool.shape), shape: flattened(pool.shape, flat), flat };
    return { kind: 'activity', from: name, shape: flattened(shape, flat), flat, nonNegative: true, padding: NO_PADDING };
  }

  /** The largest under each window. */
  maxPool(name: string, from: string, window: SlidingWindow, shape: readonly number[]): Activity {
    this.#add({ name, kind: 'max-pool', shape, inputs: [{ from, synapses: { op: 'max-pool', ...window } }] });
    return { kind: 'activity', from: name, shape, flat: false, nonNegative: from !== INPUT, padding: NO_PADDING };
  }

  /** The last layer. */
  output({ name, shape, inputs, bias }: WeightedSum): void {
    this.#add({ name, kind: 'output', shape, inputs, ...(bias && { bias }) });
  }

  /**
   * What a layer gets that needs activations.
   *
   * @param site the layer
   * @throws N3mlError N3ML_MISSING_RELU where the signal has not been rectified, N3ML_UNSUPPORTED_LAYER where it comes from a softmax
   */
  activity(signal: Signal, site: Site): Activity {
    if (signal.kind === 'activity') return signal;
    if (signal.kind === 'probabilities') {
      throw refusal(site, 'N3ML_UNSUPPORTED_LAYER', 'it follows a softmax', 'Softmax may stand at the end only.');
    }
    if (signal.nonNegative) return this.rectify(signal);
    const name = signal.pool?.name ?? signal.name;
    throw refusal(
      site,
      'N3ML_MISSING_RELU',
      `what '${name}' gives is not rectified, and a rate of spikes is never negative`,
      `Put a ReLU behind '${name}'.`,
    );
  }

  /** As {@link activity}, and without zeros around it. */
  unpaddedActivity(signal: Signal, site: Site): Activity {
    const activity = this.activity(signal, site);
    if (activity.padding.some((zeros) => zeros !== 0)) {
      const why = 'zeros were put around what it gets, and they can go into the window of a convolution or a max pooling only';
      throw refusal(site, 'N3ML_UNSUPPORTED_LAYER', why, 'Put ZeroPadding2D right before one of these.');
    }
    return activity;
  }

  /** As {@link unpaddedActivity}, and without a batch normalization that waits for weights. */
  plainActivity(signal: Signal, site: Site): Activity {
    const activity = this.unpaddedActivity(signal, site);
    if (activity.normalization) throw unfolded(site);
    return activity;
  }
}

/** The error where a batch normalization reaches a layer that has no weights to take it. */
export const unfolded = (site: Site): Error =>
  refusal(
    site,
    'N3ML_UNSUPPORTED_LAYER',
    'it gets a batch normalization that has no convolution or dense layer next to it to be folded into',
    'Put the normalization between a convolution and its ReLU.',
  );

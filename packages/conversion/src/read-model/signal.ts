import type { LayerInput } from '../analog-network.ts';
import type { SlidingWindow } from '../synapses.ts';

/** `scale x + shift`, one number per channel. */
export interface Affine {
  readonly scale: Float64Array;
  readonly shift: Float64Array;
}

/** Activations of a layer of the analog network, or the input. */
export interface Activity {
  readonly kind: 'activity';
  readonly from: string;
  /** As the next layer sees them: without places where `flat`. */
  readonly shape: readonly number[];
  readonly flat: boolean;
  /** False for the input. */
  readonly nonNegative: boolean;
  /** Zeros around the sheet, to go into the window of the next layer. */
  readonly padding: SlidingWindow['padding'];
  /** A batch normalization, to go into the weights of the next layer. */
  readonly normalization?: Affine;
}

/** A weighted sum that has not been rectified: a layer of the analog network in the making. */
export interface WeightedSum {
  readonly kind: 'sum';
  /** The name that the layer will have. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly flat: boolean;
  readonly inputs: readonly LayerInput[];
  readonly bias?: Float32Array;
  /** True where it is a sum of what is never negative, so that rectification changes nothing. */
  readonly nonNegative: boolean;
  /** Max pooling that came before the rectification; the two commute. */
  readonly pool?: { readonly name: string; readonly window: SlidingWindow; readonly shape: readonly number[] };
}

/** What softmax made of the outputs. */
export interface Probabilities {
  readonly kind: 'probabilities';
  readonly of: WeightedSum;
}

/** What a layer of the model gives, as far as it has been read. */
export type Signal = Activity | WeightedSum | Probabilities;

export const NO_PADDING: SlidingWindow['padding'] = [0, 0, 0, 0];

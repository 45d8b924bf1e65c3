/** A window that slides over a sheet of [height, width, channels]; what lies outside of the sheet counts as nothing. */
export interface SlidingWindow {
  /** Height and width. */
  readonly size: readonly [number, number];
  readonly strides: readonly [number, number];
  /** Rows above, rows below, columns left and columns right of the sheet. */
  readonly padding: readonly [top: number, bottom: number, left: number, right: number];
}

/** How one layer acts on the next: a linear operation, or max pooling. Sheets are [height, width, channels], channels last. */
export type Synapses =
  /** Weights [inputs x outputs], row-major; a sheet is flattened in its own order. */
  | { readonly op: 'dense'; readonly weights: Float32Array }
  /** Weights [height x width x input channels x output channels]. */
  | ({ readonly op: 'conv2d'; readonly weights: Float32Array } & SlidingWindow)
  /** Weights [height x width x channels x multiplier]. */
  | ({ readonly op: 'depthwise-conv2d'; readonly weights: Float32Array } & SlidingWindow)
  /** The mean of what lies under the window, within the sheet. */
  | ({ readonly op: 'average-pool' } & SlidingWindow)
  | ({ readonly op: 'max-pool' } & SlidingWindow)
  /** Each neuron to the neuron at the same place: a residual shortcut. */
  | { readonly op: 'identity' };

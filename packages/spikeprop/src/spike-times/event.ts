/** When every neuron fired in some samples: what the event `spike-times` carries. */
export interface SpikeTimesEvent {
  /** Neurons of each layer, inputs first. */
  readonly layers: readonly number[];
  /** One class for each sample: [samples]. */
  readonly labels: Uint8Array;
  /** Times in ms, Infinity where a neuron was silent: [samples x neurons of all layers], row-major. */
  readonly times: Float64Array;
  /** When the outputs are to fire, by class: [classes x outputs]. */
  readonly targets: Float64Array;
  /** Training samples that the network had learned from. */
  readonly done: number;
}

declare module '@n3ml/core' {
  interface Events {
    /** When every neuron of a network that codes by spike times fired: at the beginning and at the end of training, and after up to 100 epochs between. */
    'spike-times': SpikeTimesEvent;
  }
}

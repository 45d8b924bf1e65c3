import type { InputEncoding, SpikingLayer, SpikingNetwork } from '../spiking-network.ts';

/** Numbers of several channels; all three are equal where there is one for all. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** How the neurons of a layer spiked, over neurons and samples. */
export interface Rates {
  /** Spikes per neuron and step. */
  readonly mean: number;
  /** Share of the neurons that never spiked, for any of the samples. */
  readonly silent: number;
  /** How many neurons of how many samples had a rate in each of 20 equal parts of 0..1. */
  readonly histogram: readonly number[];
}

/** One layer of the spiking network beside the same layer of the ANN. */
export interface LayerDiagnosis {
  readonly name: string;
  readonly kind: SpikingLayer['kind'];
  readonly neurons: number;
  /** The activation that a spike stands for. */
  readonly lambda: Spread;
  /** What feeds it, with the threshold that the lambdas call for, in the papers' units, where a spike counts as 1 and weights are as trained: `lambda_l / lambda_from`. Max pooling has none. */
  readonly inputs: readonly { readonly from: string; readonly threshold?: Spread }[];
  /** The largest |weight| that a spike reaches the layer with, in thresholds. */
  readonly heaviest: number;
  /** The largest activation of the ANN, in lambdas. */
  readonly peak: number;
  /** Of the ANN's activations above 0, the share above lambda: no rate can show them. */
  readonly clipped: number;
  /** The mean of the ANN's activations above 0, in lambdas: the rate that an active neuron should have. 0 where there are none. */
  readonly activity: number;
  /** Absent of a readout, which never spikes. */
  readonly rates?: Rates;
  /**
   * Pearson's correlation of what the spikes stand for (lambda times the rate; of a readout lambda times the potential per step) with the ANN's activation, over
   * neurons and samples. Absent where either is the same everywhere.
   */
  readonly correlation?: number;
  /** Mean absolute difference of the two, in units of the activation. */
  readonly error: number;
}

/** What a number of steps gives, and what it costs per sample. */
export interface AfterSteps {
  readonly steps: number;
  /** A fraction. */
  readonly accuracy: number;
  /** Share of the samples for which no output neuron has spiked yet; 0 for a readout. */
  readonly silent: number;
  /** Input spikes included. */
  readonly spikes: number;
  /** Synapses that these spikes reached: one addition each. */
  readonly operations: number;
  /** See {@link Diagnosis.assumption}. */
  readonly joules: number;
}

/** Something that stands out, in words. */
export interface Finding {
  /** Which rule found it: `'clipped'`, for one. */
  readonly rule: string;
  readonly layer?: string;
  /** What is to be seen, what it means and what to do. */
  readonly message: string;
}

/** What {@link doctor} has measured: plain data, JSON as it is. */
export interface Diagnosis {
  readonly data: {
    readonly name: string;
    readonly synthetic: boolean;
    /** From the first on; accuracies are theirs. */
    readonly samples: number;
    /** Of these, from the first on; figures of layers, spikes and operations are theirs. */
    readonly layerSamples: number;
  };
  readonly network: {
    readonly encoding: InputEncoding;
    readonly resetBy: SpikingNetwork['resetBy'];
    readonly initialPotential: number;
  };
  /** The network that was converted, recovered from the spiking one; see `analogOf`. */
  readonly ann: {
    /** On the same samples. */
    readonly accuracy: number;
    /** What the checkpoint tells of the network that was converted, on all its test samples. */
    readonly recordedAccuracy?: number;
    /** Multiply-accumulates of one sample: one per synapse. */
    readonly operations: number;
    readonly joules: number;
  };
  /** After 1, 2, 5, 10, 20, 50 ... steps. */
  readonly steps: readonly AfterSteps[];
  /** The first of these numbers of steps from which on the accuracy stays within one point of the ANN's. Absent where it doesn't get there. */
  readonly latency?: number;
  readonly layers: readonly LayerDiagnosis[];
  /** Causes first. */
  readonly findings: readonly Finding[];
  /** What the energies rest on. */
  readonly assumption: string;
}

/** What was measured, before anyone has judged it. */
export type Measurements = Omit<Diagnosis, 'findings'>;

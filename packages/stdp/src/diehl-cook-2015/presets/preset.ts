/** The numbers of one version of the model: plain data. Options of the same names override them. */
export type DiehlCook2015Preset = {
  /** Length of a step in ms. */
  readonly dt: number;
  /** Number of steps for which an image is shown. */
  readonly steps: number;
  /** Number of steps without input after each training image. */
  readonly restSteps: number;
  /** Name of the encoder; it has to have an option `maxRate`. */
  readonly encoder: string;
  /** Rate of a white pixel in Hz. */
  readonly maxRate: number;
  /** An image that brings out fewer excitatory spikes is shown again, brighter. 0: never. */
  readonly minSpikes: number;
  /** What is added to `maxRate` each time an image is shown again, in Hz. */
  readonly replayRate: number;
  /** How often an image is shown again at most. */
  readonly maxReplays: number;
  /** 'delta': a spike is a step of the potential. 'conductance': it is a step of a conductance that decays. */
  readonly synapses: 'delta' | 'conductance';
  /** Delays of the input are drawn from U(0, maxDelay) ms. */
  readonly maxDelay: number;
  /** Initial input weights are drawn from U(weightMin, weightMax). */
  readonly weightMin: number;
  readonly weightMax: number;
  /** Sum of the weights into an excitatory neuron from 784 inputs; scaled in proportion for another number of inputs. */
  readonly norm: number;
  /** Whether the initial weights are scaled to `norm` already, or only after the first image. */
  readonly normAtStart: boolean;
  /** Weight from an excitatory neuron to its inhibitory partner: mV for delta synapses, units of the leak conductance otherwise. */
  readonly excitation: number;
  /** Strength, as a positive number, with which an inhibitory neuron inhibits all but its partner. Units as for `excitation`. */
  readonly inhibition: number;
  /** Name of the learning rule of the input weights. A rule other than post-pre, power-law and triplet takes its own defaults. */
  readonly rule: string;
  /** Learning rate of depression; `power-law` has none. */
  readonly lrPre: number;
  /** Learning rate of potentiation; the alpha of `power-law`. */
  readonly lrPost: number;
  /** What each spike adds to the threshold of an excitatory neuron, in mV. */
  readonly thetaPlus: number;
  /** Time constant with which the threshold falls back, in ms; 0: never. */
  readonly tauTheta: number;
};

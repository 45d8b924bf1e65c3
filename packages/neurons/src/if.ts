import { defineFactory, type Neuron } from '@n3ml/core';

/** Options of {@link integrateAndFire}. */
export interface IntegrateAndFireOptions {
  /** Threshold. @default 1 */
  readonly vTh?: number;
  /** What a spike does to v: `'zero'` loses the excess over vTh, `'subtraction'` takes vTh off and keeps it. @default 'zero' */
  readonly resetBy?: 'zero' | 'subtraction';
  /** Potential at the start of a sample; half a threshold rounds spike counts to the nearest whole number in place of down. @default 0 */
  readonly vInit?: number;
  /** Constant current, added in every step. @default none: nothing is added */
  readonly bias?: number;
}

/**
 * Integrate-and-fire without leak, the spiking counterpart of a rectified linear unit: v sums the input, and `v >= vTh` is a spike.
 *
 * With `resetBy: 'subtraction'` the spike count of a constant input I over n steps is floor(n I / vTh), as long as I <= vTh; `'zero'` falls
 * behind by what each spike overshoots. Registered as `'if'`. v in the unit of the weights (converted networks have no mV).
 *
 * Parameters are numbers here. In the neuron, which is plain data, each of them may be replaced by one number per neuron.
 *
 * @example
 * const neuron = integrateAndFire({ resetBy: 'subtraction', bias: 0 });
 * const withOwnBiases = { ...neuron, params: { ...neuron.params, bias: Float32Array.of(0.1, -0.2, 0) } };
 * @see Diehl et al., Fast-classifying, high-accuracy spiking deep networks through weight and threshold balancing (IJCNN 2015), for 'zero'
 * @see Rueckauer et al., Conversion of continuous-valued deep networks to efficient event-driven networks for image classification,
 *   Frontiers in Neuroscience 11:682 (2017), for 'subtraction'
 */
export const integrateAndFire = defineFactory<Neuron, IntegrateAndFireOptions, 'bias'>(
  "neuron 'if'",
  {
    vTh: { type: 'number', describe: 'threshold', default: 1 },
    resetBy: { type: 'string', describe: 'what a spike does to v', default: 'zero', choices: ['zero', 'subtraction'] },
    vInit: { type: 'number', describe: 'potential at the start of a sample', default: 0 },
    bias: { type: 'number', describe: 'constant current, added in every step' },
  },
  ({ vTh, resetBy, vInit, bias }) => ({
    params: { vTh, vInit, ...(bias === undefined ? {} : { bias }) },
    state: 'dv/dt = 0',
    init: 'v = vInit',
    input: bias === undefined ? 'v += I' : 'v += I + bias',
    threshold: 'v >= vTh',
    reset: resetBy === 'zero' ? 'v = 0' : 'v -= vTh',
  }),
  {
    summary: 'Sums its input without leak and fires at a threshold: the spiking counterpart of a rectified linear unit.',
    source:
      'P. U. Diehl, D. Neil, J. Binas, M. Cook, S.-C. Liu, M. Pfeiffer, "Fast-classifying, high-accuracy spiking deep networks through weight and threshold balancing", IJCNN 2015, doi:10.1109/IJCNN.2015.7280696; B. Rueckauer et al., "Conversion of continuous-valued deep networks to efficient event-driven networks for image classification", Frontiers in Neuroscience 11 (2017), article 682 (reset by subtraction)',
  },
);

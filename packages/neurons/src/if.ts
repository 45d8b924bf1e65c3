import { defineFactory, type Neuron } from '@n3ml/core';

/** Options of {@link integrateAndFire}. */
export interface IntegrateAndFireOptions {
  /** Threshold. @default 1 */
  readonly vTh?: number;
  /** What a spike does to v: `'zero'` loses the excess over vTh, `'subtraction'` takes vTh off and keeps it. @default 'zero' */
  readonly resetBy?: 'zero' | 'subtraction';
}

/**
 * Integrate-and-fire without leak, the spiking counterpart of a rectified linear unit: v sums the input, and `v >= vTh` is a spike.
 *
 * With `resetBy: 'subtraction'` the spike count of a constant input I over n steps is floor(n I / vTh), as long as I <= vTh; `'zero'` falls
 * behind by what each spike overshoots. Registered as `'if'`. v in the unit of the weights (converted networks have no mV).
 *
 * @see Diehl et al., Fast-classifying, high-accuracy spiking deep networks through weight and threshold balancing (IJCNN 2015), for 'zero'
 * @see Rueckauer et al., Conversion of continuous-valued deep networks to efficient event-driven networks for image classification,
 *   Frontiers in Neuroscience 11:682 (2017), for 'subtraction'
 */
export const integrateAndFire = defineFactory<Neuron, IntegrateAndFireOptions>(
  "neuron 'if'",
  {
    vTh: { type: 'number', describe: 'threshold', default: 1 },
    resetBy: { type: 'string', describe: 'what a spike does to v', default: 'zero', choices: ['zero', 'subtraction'] },
  },
  ({ vTh, resetBy }) => ({
    params: { vTh },
    state: 'dv/dt = 0',
    input: 'v += I',
    threshold: 'v >= vTh',
    reset: resetBy === 'zero' ? 'v = 0' : 'v -= vTh',
  }),
);

import { defineFactory, type LearningRule } from '@n3ml/core';

/** Options of {@link templateName}. */
export interface TemplateNameOptions {
  /** What a pair in which the presynaptic spike comes first adds at most. @default 0.005 */
  readonly aPlus?: number;
  /** What a pair in which the postsynaptic spike comes first takes away at most. @default 0.00525 */
  readonly aMinus?: number;
  /** Time constant of the presynaptic trace, in ms. @default 20 */
  readonly tauPlus?: number;
  /** Time constant of the postsynaptic trace, in ms. @default 20 */
  readonly tauMinus?: number;
}

/**
 * Additive STDP in which every pair of spikes counts:
 *
 *     dx/dt = -x / tauPlus,   x += 1 at a presynaptic spike
 *     dy/dt = -y / tauMinus,  y += 1 at a postsynaptic spike
 *     onPre:  w -= aMinus * y
 *     onPost: w += aPlus * x
 *
 * The engine clamps the weights to the bounds of the connection once a step.
 *
 * Song, Miller & Abbott, "Competitive Hebbian learning through spike-timing-dependent synaptic plasticity", Nature Neuroscience 3 (2000), 919-926,
 * doi:10.1038/78829, equation 1.
 *
 * @throws N3mlError N3ML_UNKNOWN_OPTION, N3ML_BAD_OPTION
 */
export const templateName = defineFactory<LearningRule, TemplateNameOptions>(
  "learning rule 'template-scope/template-name'",
  {
    aPlus: { type: 'number', describe: 'A+, the most that a pair adds', default: 0.005, min: 0 },
    aMinus: { type: 'number', describe: 'A-, the most that a pair takes away', default: 0.00525, min: 0 },
    tauPlus: { type: 'number', describe: 'tau+, time constant of the presynaptic trace', unit: 'ms', default: 20, min: 1e-3 },
    tauMinus: { type: 'number', describe: 'tau-, time constant of the postsynaptic trace', unit: 'ms', default: 20, min: 1e-3 },
  },
  (params) => ({
    params,
    state: `dx/dt = -x / tauPlus : pre, at spike x += 1
            dy/dt = -y / tauMinus : post, at spike y += 1`,
    onPre: 'w -= aMinus * y',
    onPost: 'w += aPlus * x',
  }),
  {
    summary: 'Additive STDP in which every pair of spikes counts.',
    source:
      'S. Song, K. D. Miller, L. F. Abbott, "Competitive Hebbian learning through spike-timing-dependent synaptic plasticity", Nature Neuroscience 3 (2000), doi:10.1038/78829',
  },
);

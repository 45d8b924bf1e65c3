import { defineFactory, type LearningRule } from '@n3ml/core';

/** Options of {@link inhibitory}. */
export interface InhibitoryOptions {
  /** Learning rate, in units of the weight. @default 1e-3 */
  readonly eta?: number;
  /** Rate to which the postsynaptic neurons are brought, in Hz. @default 5 */
  readonly rho0?: number;
  /** Time constant of both traces, in ms. @default 20 */
  readonly tau?: number;
  /**
   * How the connection writes down inhibition: as the strength of a conductance, which is positive, or as a negative weight.
   * @default 'strength'
   */
  readonly weights?: 'strength' | 'negative';
}

/**
 * Inhibitory plasticity: near-coincident spikes strengthen an inhibitory synapse, in either order, and each presynaptic spike weakens it by a constant.
 *
 *     dx/dt = -x / tau,  x += 1 at a presynaptic spike
 *     dy/dt = -y / tau,  y += 1 at a postsynaptic spike
 *     onPre:  w += eta (y - alpha)
 *     onPost: w += eta x                alpha = 2 rho0 tau
 *
 * A pair of spikes `d` ms apart changes the weight by `eta (exp(-|d| / tau) - alpha)`. For uncorrelated spikes of rates rPre and rPost the mean change is
 * `eta rPre (2 tau rPost - alpha)`: it comes to rest at rPost = rho0, whatever the excitation is. Spikes of one step count as one pair.
 *
 * Put it on a connection into an inhibitory channel, such as `gi` of the neuron `diehl-cook-conductance`, with bounds [0, wMax]. Where inhibition is a negative
 * weight on an ordinary channel, say `weights: 'negative'` and give the bounds [-wMax, 0].
 *
 * Vogels, Sprekeler, Zenke, Clopath & Gerstner, "Inhibitory plasticity balances excitation and inhibition in sensory pathways and memory networks",
 * Science 334 (2011), 1569-1573, doi:10.1126/science.1211095.
 *
 * @throws N3mlError N3ML_UNKNOWN_OPTION, N3ML_BAD_OPTION
 */
export const inhibitory = defineFactory<LearningRule, InhibitoryOptions>(
  "learning rule 'vogels-2011/inhibitory'",
  {
    eta: { type: 'number', describe: 'learning rate, in units of the weight', default: 1e-3, min: 0 },
    rho0: { type: 'number', describe: 'rate to which the postsynaptic neurons are brought', unit: 'Hz', default: 5, min: 0 },
    tau: { type: 'number', describe: 'time constant of both traces', unit: 'ms', default: 20, min: 1e-3 },
    weights: {
      type: 'string',
      describe: 'how the connection writes down inhibition: as a positive strength, or as a negative weight',
      default: 'strength',
      choices: ['strength', 'negative'],
    },
  },
  ({ eta, rho0, tau, weights }) => ({
    params: { eta: weights === 'negative' ? -eta : eta, alpha: (2 * rho0 * tau) / 1000, tau },
    state: `dx/dt = -x / tau : pre, at spike x += 1
            dy/dt = -y / tau : post`,
    onPre: 'w += eta * (y - alpha)',
    // y grows after onPre has read it, so that a pair of spikes in one step is not counted from both sides.
    onPost: 'w += eta * x; y += 1',
  }),
  {
    summary: 'Inhibitory plasticity that brings the postsynaptic neurons to a target rate.',
    source:
      'T. P. Vogels, H. Sprekeler, F. Zenke, C. Clopath, W. Gerstner, "Inhibitory plasticity balances excitation and inhibition in sensory pathways and memory networks", Science 334 (2011), doi:10.1126/science.1211095',
  },
);

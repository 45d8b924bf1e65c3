import { defineFactory, type LearningRule } from '@n3ml/core';

export interface RewardOptions {
  /** Learning rate per step: the change of w for an eligibility of 1 and a reward of 1. @default 1e-3 */
  readonly eta?: number;
  /** What a postsynaptic spike adds to the eligibility, times the presynaptic trace. @default 1 */
  readonly aPlus?: number;
  /** What a presynaptic spike takes from the eligibility, times the postsynaptic trace. @default 1 */
  readonly aMinus?: number;
  /** Time constant of both traces in ms. @default 20 */
  readonly tau?: number;
  /** Time constant of the eligibility in ms: how late a reward may come. @default 200 */
  readonly tauE?: number;
}

/**
 * Reward-modulated STDP (R-STDP): pairs of spikes leave an eligibility on the synapse, and a reward from outside turns it into a change.
 *
 *     dx/dt = -x / tau,  x = 1 at a presynaptic spike;   dy/dt = -y / tau,  y = 1 at a postsynaptic spike
 *     de/dt = -e / tauE;  onPre: e -= aMinus * y;  onPost: e += aPlus * x
 *     every step: w += eta * reward * e
 *
 * `reward` is a signal: 0 until `simulation.setSignal(connection, 'reward', value)` sets it, negative for a punishment.
 *
 * Izhikevich, "Solving the distal reward problem through linkage of STDP and dopamine signaling", Cerebral Cortex 17 (2007), 2443-2452;
 * Florian, "Reinforcement learning through modulation of spike-timing-dependent synaptic plasticity", Neural Computation 19 (2007), 1468-1502,
 * (MSTDPET).
 *
 * @differs Florian adds to the traces at a spike where this rule sets them to 1 (nearest-spike pairing, as in the other rules of this package);
 * Izhikevich's reward is a dopamine concentration with a decay of its own, which is left to whoever sets the signal.
 */
export const reward = defineFactory<LearningRule, RewardOptions>(
  "learning rule 'reward'",
  {
    eta: { type: 'number', describe: 'learning rate per step', default: 1e-3, min: 0 },
    aPlus: { type: 'number', describe: 'weight of pre-before-post pairs', default: 1 },
    aMinus: { type: 'number', describe: 'weight of post-before-pre pairs', default: 1 },
    tau: { type: 'number', describe: 'time constant of both traces', default: 20, unit: 'ms', min: 1e-3 },
    tauE: { type: 'number', describe: 'time constant of the eligibility', default: 200, unit: 'ms', min: 1e-3 },
  },
  (params) => ({
    params,
    state: `dx/dt = -x / tau : pre, at spike x = 1
            dy/dt = -y / tau : post, at spike y = 1
            de/dt = -e / tauE : synapse
            reward : signal`,
    onPre: 'e -= aMinus * y',
    onPost: 'e += aPlus * x',
    onStep: 'w += eta * reward * e',
  }),
  {
    summary: 'STDP that leaves an eligibility on the synapse, which a reward from outside turns into a change of the weight.',
    source:
      'E. M. Izhikevich, "Solving the distal reward problem through linkage of STDP and dopamine signaling", Cerebral Cortex 17 (2007), 2443-2452; R. V. Florian, "Reinforcement learning through modulation of spike-timing-dependent synaptic plasticity", Neural Computation 19 (2007), 1468-1502',
    differs:
      "Florian adds to the traces at a spike where this rule sets them to 1; Izhikevich's reward is a dopamine concentration with a decay of its own, which is left to whoever sets the signal.",
  },
);

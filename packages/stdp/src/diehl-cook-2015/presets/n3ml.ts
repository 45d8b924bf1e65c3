import type { DiehlCook2015Preset } from './preset.ts';

/** The original n3ml's numbers: delta synapses, 250 steps of 1 ms without rest, a threshold that never falls, regular "Poisson" input. */
export const n3ml: DiehlCook2015Preset = {
  dt: 1,
  steps: 250,
  restSteps: 0,
  encoder: 'poisson-interval',
  maxRate: 128,
  minSpikes: 0,
  replayRate: 0,
  maxReplays: 0,
  synapses: 'delta',
  maxDelay: 0,
  weightMin: 0,
  weightMax: 0.3,
  norm: 78.4,
  normAtStart: false,
  excitation: 22.5,
  inhibition: 120,
  rule: 'post-pre',
  lrPre: 1e-10,
  lrPost: 1e-3,
  thetaPlus: 0.05,
  tauTheta: 0,
};

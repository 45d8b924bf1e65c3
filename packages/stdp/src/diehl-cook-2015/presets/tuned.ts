import { n3ml } from './n3ml.ts';
import type { DiehlCook2015Preset } from './preset.ts';

/**
 * n3ml's network with numbers that learn better: true Poisson input at half the rate, shown longer; depression that counts; a threshold that
 * falls back slowly, without which small networks fall silent.
 *
 * @differs A spike raises the threshold by 0.05 mV in n3ml whatever the size; here by 0.05 mV up to 400 neurons, and beyond in proportion to their number.
 * The more neurons share the spikes, the fewer each has: what a spike adds has to grow for the thresholds to spread the images over all neurons as
 * quickly.
 */
export const tuned = (neurons: number): DiehlCook2015Preset => ({
  ...n3ml,
  steps: 350,
  encoder: 'poisson',
  maxRate: 64,
  lrPre: 4e-4,
  lrPost: 1e-2,
  thetaPlus: 0.05 * Math.max(1, neurons / 400),
  tauTheta: 1e7,
});

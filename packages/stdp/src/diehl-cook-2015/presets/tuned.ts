import { n3ml } from './n3ml.ts';
import type { DiehlCook2015Preset } from './preset.ts';

/**
 * n3ml's network with numbers that learn better: true Poisson input at half the rate, shown longer; depression that counts; a threshold that
 * falls back slowly, without which small networks fall silent.
 */
export const tuned: DiehlCook2015Preset = {
  ...n3ml,
  steps: 350,
  encoder: 'poisson',
  maxRate: 64,
  lrPre: 4e-4,
  lrPost: 1e-2,
  tauTheta: 1e7,
};

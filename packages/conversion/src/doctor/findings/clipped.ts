import type { Rule } from './rule.ts';
import { percent } from './text.ts';

/** Robust balancing clips one activation in a thousand on purpose, or one in a hundred. */
const TOLERATED = 0.02;

/** Activations above lambda, which no rate can show. */
export const clipped: Rule = ({ layers }) =>
  layers
    .filter((layer) => layer.kind === 'integrate-and-fire' && layer.clipped > TOLERATED)
    .map((layer) => ({
      rule: 'clipped',
      layer: layer.name,
      message: `${layer.name}: ${percent(layer.clipped)} of its activations are clipped, for they are above lambda. Balance with the maximum, or a higher percentile.`,
    }));

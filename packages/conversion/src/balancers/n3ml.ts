import { defineFactory } from '@n3ml/core';
import type { Balancer } from '../balancer.ts';
import { layerLambdas } from './activation.ts';

/**
 * Thresholds as the original n3ml computes them, for comparison only: the largest activation lambda_l of each layer, without the division by that of the layer before.
 * Rates shrink from layer to layer, so that a network that is right after 20 steps by `activation` still guesses after 50 by these.
 *
 * @throws N3mlError (balancing) N3ML_DEAD_LAYER where a layer never responds
 */
export const n3ml = defineFactory<Balancer, object>(
  "balancer 'n3ml'",
  {},
  () => ({
    balance: async (context) => ({ lambdas: await layerLambdas(context, 100), undivided: true }),
  }),
  { summary: 'Thresholds as the original n3ml computes them, not divided by those of the layer before: for comparison only.' },
);

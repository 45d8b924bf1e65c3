import { defineFactory } from '@n3ml/core';
import type { BalanceContext, Balancer, Lambdas } from '../balancer.ts';
import { balancedLayers } from '../convert/lambdas.ts';
import { percentileSpec, Response } from './response.ts';

/** Options of {@link activation}. */
export interface ActivationOptions {
  /** Of the positive activations of a layer, over all samples. @default 100: the maximum */
  readonly percentile?: number;
}

/** One lambda for each layer. */
export async function layerLambdas(context: BalanceContext, percentile: number): Promise<Lambdas> {
  const layers = balancedLayers(context.network);
  const responses = new Map(layers.map((layer) => [layer.name, new Response(layer)]));
  await context.activations(({ name }, values) => responses.get(name)?.add(values));
  return Object.fromEntries(layers.map(({ name }) => [name, Float32Array.of(responses.get(name)!.lambda(percentile))]));
}

/**
 * The largest activation of each layer, or a percentile of the positive ones: lambda_l = max over samples and neurons of a_l. In the units of the papers the threshold
 * of layer l is lambda_l / lambda_(l-1).
 *
 * @throws N3mlError (balancing) N3ML_DEAD_LAYER where a layer never responds
 * @see Diehl et al., Fast-classifying, high-accuracy spiking deep networks through weight and threshold balancing, IJCNN 2015
 * @see Rueckauer et al. 2017, section 2.2.2, for the percentile: 99.9 loses a few saturated neurons and is faster for all others
 */
export const activation = defineFactory<Balancer, ActivationOptions>(
  "balancer 'activation'",
  { percentile: percentileSpec },
  ({ percentile }) => ({
    balance: async (context) => ({ lambdas: await layerLambdas(context, percentile) }),
  }),
  {
    summary: 'A spike stands for the largest activation of its layer, or for a percentile of the positive ones.',
    source:
      'P. U. Diehl, D. Neil, J. Binas, M. Cook, S.-C. Liu, M. Pfeiffer, "Fast-classifying, high-accuracy spiking deep networks through weight and threshold balancing", IJCNN 2015, doi:10.1109/IJCNN.2015.7280696; B. Rueckauer et al., "Conversion of continuous-valued deep networks to efficient event-driven networks for image classification", Frontiers in Neuroscience 11 (2017), article 682 (the percentile)',
  },
);

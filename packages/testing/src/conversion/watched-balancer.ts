import type { Balancer } from '@n3ml/conversion';

/** Stands between what is measured and the balancer: `visit` shows an array to it. */
export type Showing = (values: Float32Array, visit: (values: Float32Array) => void) => void;

/** The balancer, with `show` between it and all that it measures. */
export const watchedBalancer = (balancer: Balancer, show: Showing): Balancer => ({
  balance: (context) =>
    balancer.balance({
      network: context.network,
      samples: context.samples,
      bus: context.bus,
      ...(context.signal && { signal: context.signal }),
      activations: (visit) => context.activations((layer, values, batch) => show(values, (shown) => visit(layer, shown, batch))),
      weightedInput: (layer, lambdas, options, visit) =>
        context.weightedInput(layer, lambdas, options, (values, step, batch) => show(values, (shown) => visit(shown, step, batch))),
    }),
});

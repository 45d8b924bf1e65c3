import { activation, type Balance, type Balancer, type Lambdas } from '@n3ml/conversion';
import { tf } from '@n3ml/tensor';
import { testBalancer } from '../../src/conversion/index.ts';
import { caughtBy } from './caught-by.ts';

const good = activation();
/** The lambdas of `activation`, changed. */
const changed = (change: (lambda: number, layer: string) => number): Balancer => ({
  async balance(context) {
    const { lambdas } = await good.balance(context);
    return { lambdas: mapped(lambdas, change) };
  },
});
const mapped = (lambdas: Lambdas, change: (lambda: number, layer: string) => number): Lambdas =>
  Object.fromEntries(Object.entries(lambdas).map(([layer, values]) => [layer, values.map((lambda) => change(lambda, layer))]));

testBalancer(caughtBy('gives every layer of a dense network lambdas that it can be converted with', 'lambdas that are no numbers'), () =>
  changed(() => Number.NaN),
);
testBalancer(caughtBy('gives every layer of a residual network lambdas that it can be converted with', 'no lambda for a junction'), () => ({
  async balance(context): Promise<Balance> {
    const { lambdas } = await good.balance(context);
    return { lambdas: Object.fromEntries(Object.entries(lambdas).filter(([layer]) => layer !== 'junction')) };
  },
}));
testBalancer(
  caughtBy(
    'gives the same lambdas for the same samples and seed, whatever it has balanced before: dense',
    'lambdas with a pinch of chance',
  ),
  () => changed((lambda) => lambda * (1 + Math.random())),
);
testBalancer(caughtBy('gives the same lambdas in batches of any size: convolutional', 'lambdas that count the batches'), () => ({
  async balance(context) {
    let batches = 0;
    await context.activations(() => void batches++);
    const { lambdas } = await good.balance(context);
    return { lambdas: mapped(lambdas, (lambda) => lambda * batches) };
  },
}));
testBalancer(caughtBy('follows the scale of the activations: pooling', 'ones for all'), () => changed(() => 1));
testBalancer(caughtBy('leaves the network and the samples as they are: residual', 'weights that are scaled in place'), () => ({
  async balance(context) {
    context.network.layers[0]!.bias!.fill(0.1);
    return good.balance(context);
  },
}));
testBalancer(caughtBy('keeps no values beyond the call that shows them', 'activations that are looked at later'), () => ({
  async balance(context) {
    const kept: [string, Float32Array][] = [];
    await context.activations(({ name, kind }, values) => void (kind !== 'max-pool' && kept.push([name, values])));
    const largest = (layer: string): number => Math.max(...kept.filter(([name]) => name === layer).flatMap(([, values]) => [...values]));
    return { lambdas: Object.fromEntries(kept.map(([name]) => [name, Float32Array.of(Math.abs(largest(name)))])) };
  },
}));
testBalancer(caughtBy('names a layer that never responds, or finds lambdas all the same', 'an error that names nothing'), () => ({
  async balance(context) {
    try {
      return await good.balance(context);
    } catch (error) {
      throw context.signal?.aborted ? error : new TypeError('undefined is not a function');
    }
  },
}));
testBalancer(
  caughtBy('stops for the reason of a signal, and leaves no tensor behind then or otherwise (current)', 'a tensor left behind'),
  () => ({
    async balance(context) {
      tf.scalar(1);
      return good.balance(context);
    },
  }),
);
testBalancer(
  caughtBy('stops for the reason of a signal, and leaves no tensor behind then or otherwise (bernoulli)', 'a signal that is swallowed'),
  () => ({
    async balance(context) {
      try {
        return await good.balance(context);
      } catch (error) {
        if (!context.signal?.aborted) throw error;
        const layers = context.network.layers.filter(({ kind }) => kind !== 'max-pool');
        return { lambdas: Object.fromEntries(layers.map(({ name }) => [name, Float32Array.of(1)])) };
      }
    },
  }),
);

import {
  type AnalogNetwork,
  type Balance,
  type BalanceOptions,
  type Balancer,
  balance,
  convert,
  type InputEncoding,
} from '@n3ml/conversion';
import { createEventBus, createRegistry, type Encoder, type LabelledSet, N3mlError, randomStream } from '@n3ml/core';
import { openBackend, tf } from '@n3ml/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import { tell } from '../duration.ts';
import { type Given, taken } from '../given.ts';
import { analogNetworks, samplesFor, scaled } from './analog-networks.ts';
import { type Showing, watchedBalancer } from './watched-balancer.ts';

/** Options of {@link testBalancer}. */
export interface BalancerSuiteOptions {
  /** Random networks of each sort. @default 2 */
  readonly runs?: number;
}

/** A coin for each value and step. */
const coins: Encoder = {
  encode(values, out, { steps, random }) {
    for (let step = 0; step < steps; step++) {
      for (const [neuron, value] of values.entries()) if (random.uniform() < value) out.add(step, neuron);
    }
  },
};
const registry = createRegistry().use({
  name: 'conformance',
  version: '0.0.0',
  api: 1,
  provides: { encoder: { bernoulli: () => coins } },
});

const kinds = Object.keys(analogNetworks) as readonly (keyof typeof analogNetworks)[];
const encodings: readonly InputEncoding[] = ['bernoulli', 'current'];

/**
 * The conformance suite of a balancer of converted networks. It declares vitest tests, on dense, convolutional, pooling and residual networks: every
 * layer gets lambdas that the network can be converted with; the same samples and seed give the same ones, in batches of any size, and they follow
 * the scale of the activations; network and samples stay as they are, borrowed values aren't kept, and no tensor is left behind, stopped or not.
 * It prints the time for a sample. Computes on the fastest tensor backend that is there, or the one that N3ML_BACKEND names.
 *
 * @param name what the tests are called
 * @param given the balancer, or a function that makes it
 * @example testBalancer('acme/median', () => median({ percentile: 90 }))
 */
export function testBalancer(name: string, given: Given<Balancer>, { runs = 2 }: BalancerSuiteOptions = {}): void {
  const balanced = (
    network: AnalogNetwork,
    data: LabelledSet,
    options: Partial<BalanceOptions> & { readonly balancer?: Balancer } = {},
  ): Promise<Balance> =>
    balance(network, data, options.balancer ?? taken(given), { registry, bus: createEventBus(), batch: 3, ...options });

  /** Calls `check` with networks of a sort, samples for each, and ways to encode them in turn. */
  const onNetworks = async (
    kind: keyof typeof analogNetworks,
    check: (network: AnalogNetwork, data: LabelledSet, encoding: InputEncoding) => Promise<void>,
  ): Promise<void> => {
    for (let seed = 0; seed < runs; seed++) {
      const network = analogNetworks[kind](randomStream(seed, 'network'));
      await check(network, samplesFor(network, 7, seed), encodings[seed % encodings.length]!);
    }
  };

  const expectAlike = (actual: Balance, expected: Balance, factor = 1): void => {
    expect(Object.keys(actual.lambdas)).toEqual(Object.keys(expected.lambdas));
    for (const [layer, lambdas] of Object.entries(expected.lambdas)) {
      const others = actual.lambdas[layer]!;
      expect(others).toHaveLength(lambdas.length);
      for (const [k, lambda] of lambdas.entries()) {
        expect(Math.abs(others[k]! / (factor * lambda) - 1), `${layer}, lambda ${k}: ${others[k]} for ${factor * lambda}`).toBeLessThan(
          1e-3,
        );
      }
    }
  };

  describe(`balancer ${name}`, () => {
    beforeAll(async () => {
      await openBackend();
    });

    it.each(kinds)('gives every layer of a %s network lambdas that it can be converted with', async (kind) => {
      await onNetworks(kind, async (network, data, encoding) => {
        const found = await balanced(network, data, { encoding });
        for (const lambdas of Object.values(found.lambdas)) {
          for (const lambda of lambdas) expect(lambda).toSatisfy((value: number) => value > 0 && value < Number.POSITIVE_INFINITY);
        }
        expect(convert(network, found, { encoding }).layers).toHaveLength(network.layers.length);
      });
    });

    it.each(kinds)('gives the same lambdas for the same samples and seed, whatever it has balanced before: %s', async (kind) => {
      await onNetworks(kind, async (network, data, encoding) => {
        const balancer = taken(given);
        const first = await balanced(network, data, { encoding, seed: 5, balancer });
        await balanced(scaled(network, 3), data, { encoding, seed: 6, balancer });
        expect(await balanced(network, data, { encoding, seed: 5, balancer })).toEqual(first);
        expect(await balanced(network, data, { encoding, seed: 5 })).toEqual(first);
      });
    });

    it.each(kinds)('gives the same lambdas in batches of any size: %s', async (kind) => {
      await onNetworks(kind, async (network, data, encoding) => {
        expectAlike(await balanced(network, data, { encoding, batch: 7 }), await balanced(network, data, { encoding, batch: 2 }));
      });
    });

    it.each(kinds)('follows the scale of the activations: %s', async (kind) => {
      await onNetworks(kind, async (network, data, encoding) => {
        const found = await balanced(network, data, { encoding });
        for (const factor of [2 ** -6, 2 ** 6]) expectAlike(await balanced(scaled(network, factor), data, { encoding }), found, factor);
      });
    });

    it.each(kinds)('leaves the network and the samples as they are: %s', async (kind) => {
      await onNetworks(kind, async (network, data, encoding) => {
        const before = structuredClone({ network, data });
        await balanced(network, data, { encoding });
        expect({ network, data }).toEqual(before);
      });
    });

    it('keeps no values beyond the call that shows them', async () => {
      await onNetworks('residual', async (network, data, encoding) => {
        const passing: Showing = (values, visit) => {
          const lent = values.slice();
          visit(lent);
          lent.fill(Number.NaN);
        };
        const found = await balanced(network, data, { encoding, balancer: watchedBalancer(taken(given), passing) });
        expect(found).toEqual(await balanced(network, data, { encoding }));
      });
    });

    it('names a layer that never responds, or finds lambdas all the same', async () => {
      const network = analogNetworks.dense(randomStream(1, 'dead'));
      const [first, ...rest] = network.layers;
      const dead = { ...network, layers: [{ ...first!, bias: new Float32Array(6).fill(-1e3) }, ...rest] };
      try {
        await balanced(dead, samplesFor(network, 7, 1));
      } catch (error) {
        expect(error).toBeInstanceOf(N3mlError);
        expect((error as Error).message).toContain("'first'");
      }
    });

    it.each(encodings)('stops for the reason of a signal, and leaves no tensor behind then or otherwise (%s)', async (encoding) => {
      await onNetworks('pooling', async (network, data) => {
        const before = tf.memory().numTensors;
        await balanced(network, data, { encoding });
        expect(tf.memory().numTensors, 'tensors after a run').toBe(before);

        const stop = new AbortController();
        const reason = new Error('enough');
        let shown = 0;
        const stopping: Showing = (values, visit) => {
          shown++;
          stop.abort(reason);
          visit(values);
        };
        const stopped = balanced(network, data, { encoding, signal: stop.signal, balancer: watchedBalancer(taken(given), stopping) }).then(
          () => 'finished',
          (error: unknown) => error,
        );
        expect(await stopped).toBe(shown > 0 ? reason : 'finished');
        expect(tf.memory().numTensors, 'tensors after one that was stopped').toBe(before);
      });
    });

    it('tells how long a sample takes', async () => {
      const network = analogNetworks.residual(randomStream(0, 'network'));
      const data = samplesFor(network, 7, 0);
      await balanced(network, data);
      const start = performance.now();
      await balanced(network, data);
      const milliseconds = (performance.now() - start) / data.count;
      expect(milliseconds).toBeGreaterThan(0);
      tell(`${name}: ${milliseconds.toFixed(2)} ms per sample, on a network of ${network.layers.length} layers`);
    });
  });
}

import { openBackend, tf } from '@n3ml/tensor';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createOptimizer, type OptimizerSettings } from '../src/training/optimizer.ts';

beforeAll(async () => {
  await openBackend({ backend: 'cpu' });
});

/** Steps of an optimizer on one weight with the gradients given: its values after each. */
function run(settings: OptimizerSettings, start: number, gradients: readonly number[], rate: number): readonly number[] {
  const w = tf.tidy(() => tf.variable(tf.tensor1d([start])));
  const optimizer = createOptimizer(settings, new Map([['w', w]]));
  const values = gradients.map((gradient, step) => {
    const g = tf.tensor1d([gradient]);
    optimizer.apply(new Map([['w', g]]), rate, step);
    g.dispose();
    return w.dataSync()[0]!;
  });
  optimizer.dispose();
  w.dispose();
  return values;
}

const gradients = fc.array(
  fc.integer({ min: -200, max: 200 }).map((k) => k / 100),
  { minLength: 1, maxLength: 12 },
);
const close = (values: readonly number[], expected: readonly number[]): void => {
  for (const [k, value] of values.entries()) expect(value).toBeCloseTo(expected[k]!, 4);
};

describe('optimizers', () => {
  it('sgd is what PyTorch documents: weight decay, then momentum, then the step', () => {
    fc.assert(
      fc.property(
        gradients,
        fc.double({ min: 0, max: 0.95, noNaN: true }),
        fc.double({ min: 0, max: 0.1, noNaN: true }),
        (list, momentum, weightDecay) => {
          let [w, u] = [0.7, 0];
          const expected = list.map((g) => {
            u = momentum * u + (g + weightDecay * w);
            w -= 0.05 * u;
            return w;
          });
          close(run({ name: 'sgd', momentum, weightDecay }, 0.7, list, 0.05), expected);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('adam is algorithm 1 of Kingma & Ba', () => {
    fc.assert(
      fc.property(gradients, (list) => {
        let [w, m, v] = [0.7, 0, 0];
        const expected = list.map((gradient, k) => {
          const g = Math.fround(gradient);
          m = 0.9 * m + 0.1 * g;
          v = 0.999 * v + 0.001 * g * g;
          const mHat = m / (1 - 0.9 ** (k + 1));
          const vHat = v / (1 - 0.999 ** (k + 1));
          w -= (0.05 * mHat) / (Math.sqrt(vHat) + 1e-8);
          return w;
        });
        close(run({ name: 'adam' }, 0.7, list, 0.05), expected);
      }),
      { numRuns: 30 },
    );
  });

  it('keep no tensor once they are disposed of', () => {
    const before = tf.memory().numTensors;
    run({ name: 'adam' }, 1, [1, 2], 0.1);
    run({ name: 'sgd', momentum: 0.5 }, 1, [1, 2], 0.1);
    expect(tf.memory().numTensors).toBe(before);
  });
});

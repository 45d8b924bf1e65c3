import { createRegistry } from '@n3ml/core';
import neurons from '@n3ml/neurons';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import stdp, { diehlCook2015 } from '../src/index.ts';

const registry = createRegistry().use(neurons, stdp);

it('n3ml: delta synapses, weights U(0, 0.3), the norm of 0.1 an input', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 20 }),
      (rows, columns, size) => {
        const { populations, connections, dt } = diehlCook2015({ preset: 'n3ml', neurons: size }).network([rows, columns], registry);
        const learned = connections['input-exc']!;
        const weights = learned.weights as Float32Array;
        expect(dt).toBe(1);
        expect(populations.input).toEqual({ size: rows * columns, shape: [rows, columns] });
        expect(weights).toHaveLength(rows * columns * size);
        expect(weights.every((w) => w >= 0 && w < 0.3)).toBe(true);
        expect(learned.normalize!.sum).toBeCloseTo(rows * columns * 0.1, 10);
        expect(learned.delay).toBeUndefined();
        expect(connections['exc-inh']).toMatchObject({ from: 'exc', to: 'inh', topology: { kind: 'one-to-one' }, weights: 22.5 });
        expect(connections['inh-exc']).toMatchObject({ from: 'inh', to: 'exc', topology: { kind: 'all-but-self' }, weights: -120 });
      },
    ),
  );
});

it('n3ml: the initial weights are spread evenly over the interval', () => {
  const weights = diehlCook2015({ preset: 'n3ml' }).network([28, 28], registry).connections['input-exc']!.weights as Float32Array;
  const mean = weights.reduce((sum, w) => sum + w, 0) / weights.length;
  const variance = weights.reduce((sum, w) => sum + (w - mean) ** 2, 0) / weights.length;
  expect(Math.abs(mean - 0.15)).toBeLessThan(5 * (0.3 / Math.sqrt(12 * weights.length)));
  expect(variance).toBeCloseTo(0.3 ** 2 / 12, 3);
});

it('paper: conductances, delays up to 10 ms, columns that sum to 78 from the start', () => {
  const network = diehlCook2015({ preset: 'paper', neurons: 12 }).network([28, 28], registry);
  const learned = network.connections['input-exc']!;
  const weights = learned.weights as Float32Array;
  const delays = learned.delay as Float32Array;
  for (let j = 0; j < 12; j++) {
    let sum = 0;
    for (let i = 0; i < 784; i++) sum += weights[i * 12 + j]!;
    expect(sum).toBeCloseTo(78, 3);
  }
  expect(delays.every((delay) => delay >= 0 && delay < 10)).toBe(true);
  expect(delays.reduce((sum, delay) => sum + delay, 0) / delays.length).toBeCloseTo(5, 0);
  expect(network.dt).toBe(0.5);
  expect(learned.target).toBe('ge');
  expect(network.connections['inh-exc']).toMatchObject({ target: 'gi', weights: 17 });
  expect(network.connections['exc-inh']).toMatchObject({ target: 'ge', weights: 10.4 });
});

it('draws weights from the seed alone', () => {
  const weights = (seed: number) => diehlCook2015({ neurons: 5, seed }).network([4, 4], registry).connections['input-exc']!.weights;
  expect(weights(1)).toEqual(weights(1));
  expect(weights(1)).not.toEqual(weights(2));
});

it.each(['post-pre', 'power-law', 'triplet'] as const)('puts the rule %s on the input weights', (rule) => {
  const { params } = diehlCook2015({ rule, lrPre: 0.125, lrPost: 0.25 }).network([4, 4], registry).connections['input-exc']!.rule!;
  expect(params).toMatchObject(
    { 'post-pre': { lrPre: 0.125, lrPost: 0.25 }, 'power-law': { alpha: 0.25 }, triplet: { nuPre: 0.125, nuPost: 0.25 } }[rule],
  );
});

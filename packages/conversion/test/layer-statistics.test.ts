import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Correlation } from '../src/doctor/correlation.ts';
import { LayerStatistics } from '../src/doctor/layer-statistics.ts';
import type { SpikingLayer } from '../src/spiking-network.ts';

const layer = (kind: SpikingLayer['kind'], lambda: number[]): SpikingLayer => ({
  name: 'a',
  kind,
  shape: [4],
  inputs: [],
  lambda: Float32Array.from(lambda),
  gridBits: 16,
});

test('clipped shares, rates and errors as counted by hand', () => {
  const statistics = new LayerStatistics(layer('integrate-and-fire', [2]), 10);
  // In lambdas: 0, 1/2, 1, 3/2 and 0, 1/4, 0, 2.
  statistics.add({ activations: [0, 1, 2, 3], counts: [0, 5, 10, 10] });
  statistics.add({ activations: [-7, 0.5, 0, 4], counts: [0, 2, 0, 10] });
  const { clipped, peak, activity, rates, error } = statistics.result();
  expect(clipped).toBe(2 / 5);
  expect(peak).toBe(2);
  expect(activity).toBeCloseTo((0.5 + 1 + 1.5 + 0.25 + 2) / 5, 12);
  expect(rates!.mean).toBeCloseTo((0.5 + 1 + 1 + 0.2 + 1) / 8, 12);
  expect(rates!.silent).toBe(1 / 4);
  const histogram = new Array<number>(20).fill(0);
  [histogram[0], histogram[4], histogram[10], histogram[19]] = [3, 1, 1, 3];
  expect(rates!.histogram).toEqual(histogram);
  // Off by 1 (3 shown as 2), 0.1 (0.5 shown as 0.4) and 2 (4 shown as 2); what is below 0 is due as 0.
  expect(error).toBeCloseTo(3.1 / 8, 12);
});

test('each channel has its own lambda', () => {
  const statistics = new LayerStatistics(layer('integrate-and-fire', [1, 4]), 2);
  statistics.add({ activations: [2, 2, 1, 4], counts: [2, 1, 2, 2] });
  expect(statistics.result()).toMatchObject({ clipped: 1 / 4, peak: 2, error: 1 / 4 });
});

test('a readout is compared with its sign, and has no rates', () => {
  const statistics = new LayerStatistics(layer('readout', [2]), 4);
  statistics.add({ activations: [-1, 1, 3, 0], counts: [-2, 2, 6, 0] });
  const { rates, correlation, error } = statistics.result();
  expect(rates).toBeUndefined();
  expect(correlation).toBeCloseTo(1, 12);
  expect(error).toBe(0);
});

test('a layer that is the same everywhere has no correlation', () => {
  const statistics = new LayerStatistics(layer('integrate-and-fire', [1]), 4);
  statistics.add({ activations: [1, 2, 3, 4], counts: [0, 0, 0, 0] });
  expect(statistics.result()).not.toHaveProperty('correlation');
});

test('the correlation is the mean product of standard scores', () => {
  const pairs = fc.array(fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: -50, max: 50 })), { minLength: 2, maxLength: 40 });
  fc.assert(
    fc.property(pairs, fc.integer({ min: -1e6, max: 1e6 }), (all, offset) => {
      const correlation = new Correlation();
      for (const [x, y] of all) correlation.add(x + offset, y / 8);
      const scores = [0, 1].map((side) => {
        const values = all.map((pair) => pair[side]!);
        const mean = values.reduce((a, b) => a + b) / values.length;
        const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
        return values.map((value) => (value - mean) / deviation);
      });
      const expected = scores[0]!.reduce((sum, score, k) => sum + score * scores[1]![k]!, 0) / all.length;
      if (Number.isNaN(expected)) expect(correlation.value).toBeUndefined();
      else expect(correlation.value).toBeCloseTo(expected, 8);
    }),
  );
});

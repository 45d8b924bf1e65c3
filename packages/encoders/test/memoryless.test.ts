import type { Encoder } from '@n3ml/core';
import { describe, expect, it } from 'vitest';
import { bernoulli, poisson, signedBernoulli } from '../src/index.ts';
import { encoded, intervals, spikeSteps, variation } from './encoded.ts';

const STEPS = 40_000;

interface Law {
  readonly name: string;
  readonly encoder: Encoder;
  readonly value: number;
  readonly dt?: number;
  /** Probability of a spike in a step. */
  readonly p: number;
}
const laws: readonly Law[] = [
  { name: 'poisson 128 Hz, 1 ms', encoder: poisson(), value: 1, p: -Math.expm1(-0.128) },
  { name: 'poisson 32 Hz, 1 ms', encoder: poisson(), value: 0.25, p: -Math.expm1(-0.032) },
  { name: 'poisson 128 Hz, 0.1 ms', encoder: poisson(), value: 1, dt: 0.1, p: -Math.expm1(-0.0128) },
  { name: 'poisson 2000 Hz, 1 ms', encoder: poisson({ maxRate: 2000 }), value: 1, p: -Math.expm1(-2) },
  { name: 'poisson minRate of a black pixel', encoder: poisson({ maxRate: 100, minRate: 20 }), value: 0, p: -Math.expm1(-0.02) },
  { name: 'bernoulli .3', encoder: bernoulli(), value: 0.3, p: 0.3 },
  { name: 'bernoulli .5 of .4', encoder: bernoulli({ maxProbability: 0.4 }), value: 0.5, p: 0.2 },
  { name: 'bernoulli 128 Hz, 0.5 ms', encoder: bernoulli({ maxRate: 128 }), value: 1, dt: 0.5, p: 0.064 },
  { name: 'signed-bernoulli -.25', encoder: signedBernoulli(), value: -0.25, p: 0.25 },
];

describe.each(laws)('$name', ({ encoder, value, dt = 1, p }) => {
  const steps = spikeSteps(encoded(encoder, [value], { steps: STEPS, dt }), 1)[0]!;

  it('spikes with its probability (5 standard errors)', () => {
    expect(Math.abs(steps.length - STEPS * p)).toBeLessThan(5 * Math.sqrt(STEPS * p * (1 - p)));
  });

  it('has the coefficient of variation of geometric intervals, sqrt(1 - p)', () => {
    expect(Math.abs(variation(intervals(steps)) - Math.sqrt(1 - p))).toBeLessThan(5 / Math.sqrt(steps.length));
  });

  it('spikes as often in the first step as in any other (5 standard errors over 4000 samples)', () => {
    let first = 0;
    for (let key = 0; key < 4000; key++) first += encoded(encoder, [value], { steps: 1, dt, key }).ids.length;
    expect(Math.abs(first - 4000 * p)).toBeLessThan(5 * Math.sqrt(4000 * p * (1 - p)));
  });

  it('draws neurons independently: two of the same value coincide with probability p^2', () => {
    const [a, b] = spikeSteps(encoded(encoder, [value, value], { steps: STEPS, dt }), 2);
    const inA = new Set(a);
    const both = b!.filter((step) => inA.has(step)).length;
    expect(Math.abs(both - STEPS * p * p)).toBeLessThan(5 * Math.sqrt(STEPS * p * p * (1 - p * p)));
  });

  it('has no memory: intervals that follow each other are uncorrelated', () => {
    const gaps = intervals(steps);
    const centre = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    const product = (lag: number) => gaps.slice(lag).reduce((sum, gap, k) => sum + (gap - centre) * (gaps[k]! - centre), 0);
    expect(Math.abs(product(1) / product(0))).toBeLessThan(5 / Math.sqrt(gaps.length));
  });
});

describe('a true Poisson process', () => {
  it('has intervals with a coefficient of variation of 1 as the step shrinks', () => {
    const steps = spikeSteps(encoded(poisson(), [1], { steps: 2_000_000, dt: 0.01 }), 1)[0]!;
    expect(Math.abs(variation(intervals(steps)) - 1)).toBeLessThan(5 / Math.sqrt(steps.length));
  });

  it('has a Fano factor of counts near 1 (5 standard errors)', () => {
    const samples = 1000;
    const counts = Array.from({ length: samples }, (_, key) => encoded(poisson(), [1], { steps: 2500, dt: 0.1, key }).ids.length);
    const centre = counts.reduce((sum, n) => sum + n, 0) / samples;
    const fano = counts.reduce((sum, n) => sum + (n - centre) ** 2, 0) / samples / centre;
    expect(Math.abs(fano - 1)).toBeLessThan(5 * Math.sqrt(2 / samples));
  });
});

describe('extreme values', () => {
  it('spikes in every step where p is 1 or the rate is beyond reach', () => {
    const every = Array.from({ length: 50 }, (_, step) => step);
    expect(spikeSteps(encoded(bernoulli(), [1], { steps: 50 }), 1)[0]).toEqual(every);
    expect(spikeSteps(encoded(signedBernoulli(), [-7], { steps: 50 }), 1)[0]).toEqual(every);
    expect(spikeSteps(encoded(poisson({ maxRate: 1e9 }), [1], { steps: 50 }), 1)[0]).toEqual(every);
    expect(spikeSteps(encoded(bernoulli({ maxRate: 1000 }), [1], { steps: 50 }), 1)[0]).toEqual(every);
  });

  it('stays silent at 0 and for the smallest float', () => {
    for (const encoder of [poisson(), bernoulli(), signedBernoulli(), poisson({ maxRate: 0 })]) {
      expect(encoded(encoder, [0, -0, 2 ** -149], { steps: 1000 }).ids).toHaveLength(0);
    }
  });

  it('draws no random number for a silent value', () => {
    for (const encoder of [poisson(), bernoulli(), signedBernoulli()]) {
      const alone = spikeSteps(encoded(encoder, [0.5], { steps: 100 }), 1)[0];
      expect(spikeSteps(encoded(encoder, [0, 0, 0.5, 0], { steps: 100 }), 4)[2]).toEqual(alone);
    }
  });
});

it('signed-bernoulli keeps the sign of each value', () => {
  const train = encoded(signedBernoulli(), [0.9, -0.9, 0.4, -2], { steps: 200 });
  expect(train.signs).toHaveLength(train.ids.length);
  train.ids.forEach((id, k) => {
    expect(train.signs![k]).toBe([1, -1, 1, -1][id]);
  });
  expect(encoded(signedBernoulli(), [0.9, 0.1], { steps: 200 }).signs).toBeUndefined();
});

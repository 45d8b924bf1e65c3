import { randomStream } from '@n3ml/core';
import { describe, expect, it } from 'vitest';
import { poissonInterval } from '../src/index.ts';
import { poissonDraw } from '../src/poisson-draw.ts';
import { encoded, intervals, mean, spikeSteps, variation } from './encoded.ts';

/** P(k) for k = 0, 1, ... by the recurrence P(k) = P(k - 1) mean / k, from the mode outwards, normalized: no factorial, no overflow. */
function poissonDistribution(expected: number): number[] {
  const length = Math.ceil(expected + 12 * Math.sqrt(expected) + 20);
  const mode = Math.floor(expected);
  const weights = new Array<number>(length).fill(0);
  weights[mode] = 1;
  for (let k = mode + 1; k < length; k++) weights[k] = (weights[k - 1]! * expected) / k;
  for (let k = mode - 1; k >= 0; k--) weights[k] = (weights[k + 1]! * (k + 1)) / expected;
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

describe.each([0.01, 0.7, 3, 7.8125, 9.999, 10, 14.5, 31.25, 300, 1992])('a Poisson draw of mean %d', (expected) => {
  const draws = 40_000;
  const random = randomStream('poisson-draw', expected * 1000);
  const sample = Array.from({ length: draws }, () => poissonDraw(expected, random));

  it('is a whole number of at least 0', () => {
    expect(sample.every((k) => Number.isInteger(k) && k >= 0)).toBe(true);
  });

  it('has the distribution (chi-square within 5 standard deviations)', () => {
    const probabilities = poissonDistribution(expected);
    const counts = new Array<number>(probabilities.length).fill(0);
    for (const k of sample) counts[Math.min(k, counts.length - 1)]!++;
    // Neighbouring numbers share a bin until the bin is expected to hold 20 draws.
    let statistic = 0;
    let bins = 0;
    let pending = { seen: 0, wanted: 0 };
    probabilities.forEach((probability, k) => {
      pending = { seen: pending.seen + counts[k]!, wanted: pending.wanted + probability * draws };
      if (pending.wanted < 20) return;
      statistic += (pending.seen - pending.wanted) ** 2 / pending.wanted;
      bins++;
      pending = { seen: 0, wanted: 0 };
    });
    const freedom = Math.max(1, bins - 1);
    expect(bins).toBeGreaterThan(1);
    expect(statistic).toBeLessThan(freedom + 5 * Math.sqrt(2 * freedom));
  });
});

describe('poisson-interval', () => {
  const meanInterval = 1000 / 128;
  const steps = spikeSteps(encoded(poissonInterval(), [1], { steps: 200_000 }), 1)[0]!;
  const gaps = intervals(steps);

  it('has the mean interval of its rate (5 standard errors)', () => {
    expect(Math.abs(mean(gaps) - meanInterval)).toBeLessThan(5 * Math.sqrt(meanInterval / gaps.length) + Math.exp(-meanInterval));
  });

  it('has a coefficient of variation of 1 / sqrt(mean), .36 at 128 Hz, far from the 1 of a Poisson process', () => {
    expect(variation(gaps)).toBeCloseTo(1 / Math.sqrt(meanInterval), 2);
    expect(variation(gaps)).toBeCloseTo(0.36, 2);
  });

  it('starts with a whole interval, an interval of 1 being the first step', () => {
    const first = Array.from({ length: 4000 }, (_, key) => spikeSteps(encoded(poissonInterval(), [1], { steps: 100, key }), 1)[0]![0]! + 1);
    expect(Math.abs(mean(first) - meanInterval)).toBeLessThan(5 * Math.sqrt(meanInterval / first.length) + Math.exp(-meanInterval));
    expect(spikeSteps(encoded(poissonInterval({ maxRate: 1e9 }), [1], { steps: 5 }), 1)[0]).toEqual([0, 1, 2, 3, 4]);
  });

  it('never has an interval of 0, and stays silent for 0 and the smallest float', () => {
    const fast = spikeSteps(encoded(poissonInterval({ maxRate: 700 }), [1], { steps: 10_000 }), 1)[0]!;
    expect(Math.min(...intervals(fast))).toBe(1);
    expect(encoded(poissonInterval(), [0, 2 ** -149], { steps: 1000 }).ids).toHaveLength(0);
  });
});

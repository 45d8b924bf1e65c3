import { describe, expect, it } from 'vitest';
import { adex } from '../src/index.ts';
import { intervals, OneNeuron } from './one-neuron.ts';

const DT = 0.1;
const run = (pA: number, options: Parameters<typeof adex>[0] = {}) => new OneNeuron(adex(options), DT).run(5000, () => pA);

describe('adex', () => {
  it('rests near eL, above it by what the exponential adds', () => {
    const neuron = new OneNeuron(adex(), DT);
    neuron.run(20_000, () => 0);
    const v = neuron.state.v!;
    expect(v).toBeCloseTo(-70.6, 2);
    expect(neuron.state.u).toBeCloseTo(4 * (v + 70.6), 2);
  });

  it('fires and adapts', () => {
    const gaps = intervals(run(1000));
    expect(gaps.length).toBeGreaterThan(5);
    expect(gaps.at(-1)).toBeGreaterThan(1.2 * gaps[0]!);
    expect(Math.abs(gaps.at(-1)! - gaps.at(-2)!)).toBeLessThanOrEqual(0.02 * gaps.at(-1)!);
  });

  it('fires regularly without adaptation', () => {
    const gaps = intervals(run(1000, { a: 0, b: 0 }));
    expect(Math.max(...gaps) - Math.min(...gaps)).toBeLessThanOrEqual(1);
  });

  it('needs the current at which its resting state vanishes: without adaptation gL (vT - eL - deltaT)', () => {
    const rheobase = 30 * (-50.4 + 70.6 - 2);
    expect(run(0.98 * rheobase, { a: 0, b: 0 })).toHaveLength(0);
    expect(run(1.02 * rheobase, { a: 0, b: 0 }).length).toBeGreaterThan(0);
  });

  it('stays finite at the steepest upstroke', () => {
    const neuron = new OneNeuron(adex({ deltaT: 0.5 }), 1);
    for (let step = 0; step < 2000; step++) {
      neuron.step(2000);
      expect(Number.isFinite(neuron.state.v)).toBe(true);
      expect(Math.abs(neuron.state.u!)).toBeLessThan(1e5);
    }
  });
});

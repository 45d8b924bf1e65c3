import { describe, expect, it } from 'vitest';
import { type IzhikevichOptions, izhikevich } from '../src/index.ts';
import { intervals, OneNeuron } from './one-neuron.ts';

/** Inter-spike intervals in ms under a constant current. */
function firing(options: IzhikevichOptions, { current = 10, ms = 1000, dt = 0.5 } = {}): number[] {
  return intervals(new OneNeuron(izhikevich(options), dt).run(ms / dt, () => current)).map((steps) => steps * dt);
}

describe('izhikevich', () => {
  it('regular-spiking adapts: the first interval is short, later ones lengthen and settle', () => {
    const gaps = firing({});
    expect(gaps.length).toBeGreaterThan(10);
    expect(gaps[0]).toBeLessThan(0.6 * gaps.at(-1)!);
    expect(Math.abs(gaps.at(-1)! - gaps.at(-2)!)).toBeLessThanOrEqual(1);
  });

  it('intrinsically-bursting opens with a burst and goes on with single spikes', () => {
    const gaps = firing({ preset: 'intrinsically-bursting' });
    const single = gaps.at(-1)!;
    expect(gaps[0]).toBeLessThan(single / 3);
    expect(Math.min(...gaps.slice(1))).toBeGreaterThan(single * 0.8);
  });

  it('chattering bursts again and again', () => {
    const gaps = firing({ preset: 'chattering' });
    const pauses = gaps.filter((gap) => gap > 20);
    expect(pauses.length).toBeGreaterThan(5);
    expect(gaps.filter((gap) => gap < 10).length).toBeGreaterThan(2 * pauses.length);
  });

  it('fast-spiking fires fast and hardly adapts', () => {
    const gaps = firing({ preset: 'fast-spiking' });
    expect(gaps.length).toBeGreaterThan(2 * firing({}).length);
    expect(gaps[2]).toBeGreaterThan(0.7 * gaps.at(-1)!);
  });

  it.each([
    ['regular-spiking', 0.2],
    ['fast-spiking', 0.2],
    ['low-threshold-spiking', 0.25],
  ] as const)('%s fires above the current at which its resting state vanishes, (5 - b)^2 / 0.16 - 140', (preset, b) => {
    const rheobase = (5 - b) ** 2 / 0.16 - 140;
    expect(firing({ preset }, { current: rheobase + 0.3, ms: 3000 }).length).toBeGreaterThan(3);
    expect(firing({ preset }, { current: rheobase - 1, ms: 3000 }).length).toBe(0);
  });

  it('rests where its nullclines cross', () => {
    const neuron = new OneNeuron(izhikevich(), 0.5);
    neuron.run(4000, () => 0);
    // 0.04 v^2 + (5 - b) v + 140 = 0, the lower root
    const rest = (-4.8 - Math.sqrt(4.8 ** 2 - 0.16 * 140)) / 0.08;
    expect(neuron.state.v).toBeCloseTo(rest, 2);
    expect(neuron.state.u).toBeCloseTo(0.2 * rest, 2);
  });

  it('fires at the same rate by every method with small steps', () => {
    const rates = (['euler', 'rk2', 'rk4'] as const).map((method) => firing({ method }, { dt: 0.05, ms: 500 }).length);
    expect(Math.max(...rates) - Math.min(...rates)).toBeLessThanOrEqual(1);
  });

  it('takes single parameters over the preset', () => {
    expect(izhikevich({ preset: 'chattering', d: 3 }).params).toEqual({ a: 0.02, b: 0.2, c: -50, d: 3 });
  });
});

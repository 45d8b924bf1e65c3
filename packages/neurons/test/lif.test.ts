import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lif } from '../src/index.ts';
import { intervals, OneNeuron } from './one-neuron.ts';

describe('lif', () => {
  it('decays to rest by e^(-t / tau), for any dt', () => {
    for (const dt of [0.1, 0.5, 1, 10]) {
      const neuron = new OneNeuron(lif({ tau: 20 }), dt);
      neuron.step(10);
      for (let n = 1; n * dt <= 60; n++) {
        neuron.step();
        expect(Math.abs(neuron.state.v! - (-65 + 10 * Math.exp((-n * dt) / 20)))).toBeLessThan(65 * 2 ** -23 * 20);
      }
    }
  });

  it('stays at rest, exactly enough', () => {
    const neuron = new OneNeuron(lif());
    neuron.run(10_000, () => 0);
    expect(neuron.state.v).toBeCloseTo(-65, 3);
  });

  it('fires under constant input at the interval of its closed form', () => {
    const sample = fc.record({
      drive: fc.double({ min: 14, max: 80, noNaN: true }),
      tau: fc.integer({ min: 5, max: 100 }),
      tauRef: fc.integer({ min: 0, max: 10 }),
    });
    fc.assert(
      fc.property(sample, ({ drive, tau, tauRef }) => {
        // The steady state that the input would reach is vRest + drive: tauRef + tau ln(drive / (drive - (vTh - vReset))).
        const dt = 0.1;
        const analytic = tauRef + tau * Math.log(drive / (drive - 13));
        const spikes = new OneNeuron(lif({ tau, tauRef }), dt).run(
          Math.ceil((3.5 * analytic) / dt) + 20,
          () => drive * -Math.expm1(-dt / tau),
        );
        expect(spikes.length).toBeGreaterThanOrEqual(3);
        // A step is the resolution. Each step rounds v by an ulp of 2^-18 mV at most, which the leak sums up over tau / dt steps, and the flatter
        // v crosses the threshold, the more time that is.
        const rounding = ((tau / dt) * 2 ** -18 * tau) / (drive - 13);
        for (const interval of intervals(spikes)) expect(Math.abs(interval * dt - analytic)).toBeLessThan(dt + rounding + 1e-9);
      }),
      { numRuns: 40 },
    );
  });

  it('is silent at a drive that ends below the threshold', () => {
    expect(new OneNeuron(lif({ tau: 10 })).run(2000, () => 12.9 * -Math.expm1(-0.1))).toEqual([]);
  });

  it('ignores input while refractory, and decays on from vReset', () => {
    const neuron = new OneNeuron(lif({ vReset: -60, tau: 10, tauRef: 5 }));
    expect(neuron.step(20)).toBe(true);
    expect(neuron.state.v).toBe(-60);
    for (let n = 1; n <= 5; n++) {
      expect(neuron.step(20)).toBe(false);
      expect(neuron.state.v).toBeCloseTo(-65 + 5 * Math.exp(-n / 10), 4);
    }
    expect(neuron.step(20)).toBe(true);
  });
});

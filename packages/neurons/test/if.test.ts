import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { integrateAndFire } from '../src/index.ts';
import { OneNeuron } from './one-neuron.ts';

/** Multiples of 1/64 below 1: their sums are exact in float32. */
const drive = fc.array(fc.integer({ min: 0, max: 64 }), { maxLength: 300 }).map((inputs) => inputs.map((k) => k / 64));

describe('if', () => {
  it('counts floor(sum / vTh) where it resets by subtraction', () => {
    fc.assert(
      fc.property(drive, fc.integer({ min: 64, max: 200 }), (inputs, k) => {
        const vTh = k / 64;
        const spikes = new OneNeuron(integrateAndFire({ vTh, resetBy: 'subtraction' })).run(inputs.length, (t) => inputs[t]!);
        expect(spikes).toHaveLength(Math.floor(inputs.reduce((sum, x) => sum + x, 0) / vTh));
      }),
    );
  });

  it('loses the excess where it resets to zero: a spike every ceil(vTh / I) steps', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 64, max: 200 }), (i, k) => {
        const spikes = new OneNeuron(integrateAndFire({ vTh: k / 64 })).run(300, () => i / 64);
        const interval = Math.ceil(k / i);
        expect(spikes).toEqual(Array.from({ length: Math.floor(300 / interval) }, (_, n) => (n + 1) * interval - 1));
      }),
    );
  });

  it('spikes at the threshold, not only above it', () => {
    expect(new OneNeuron(integrateAndFire()).run(4, () => 0.5)).toEqual([1, 3]);
  });

  it('keeps what it has without input, and takes negative input', () => {
    const neuron = new OneNeuron(integrateAndFire());
    neuron.step(0.75);
    neuron.run(1000, () => 0);
    expect(neuron.state.v).toBe(0.75);
    neuron.step(-1);
    expect(neuron.state.v).toBe(-0.25);
  });
});

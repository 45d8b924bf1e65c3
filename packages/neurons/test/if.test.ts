import { compileNeuron } from '@n3ml/equations';
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

  it('starts at vInit, and counts floor((vInit + sum) / vTh)', () => {
    fc.assert(
      fc.property(drive, fc.integer({ min: -64, max: 63 }), (inputs, start) => {
        const spikes = new OneNeuron(integrateAndFire({ vInit: start / 64, resetBy: 'subtraction' })).run(inputs.length, (t) => inputs[t]!);
        const sum = inputs.reduce((total, x) => total + x, start / 64);
        expect(spikes).toHaveLength(Math.max(0, Math.floor(sum)));
      }),
    );
  });

  it('adds its bias in every step, as if it were input', () => {
    fc.assert(
      fc.property(drive, fc.integer({ min: -32, max: 32 }), (inputs, k) => {
        const biased = new OneNeuron(integrateAndFire({ bias: k / 64, resetBy: 'subtraction' }));
        const plain = new OneNeuron(integrateAndFire({ resetBy: 'subtraction' }));
        expect(biased.run(inputs.length, (t) => inputs[t]!)).toEqual(plain.run(inputs.length, (t) => inputs[t]! + k / 64));
      }),
    );
  });

  it('has a bias to replace where one is given, be it 0, and none else', () => {
    expect(integrateAndFire().input).toBe('v += I');
    expect(integrateAndFire({ bias: 0 })).toMatchObject({ input: 'v += I + bias', params: { bias: 0 } });
  });

  it('takes numbers per neuron in place of each parameter', () => {
    const neuron = integrateAndFire({ bias: 0 });
    const params = { vTh: Float32Array.of(1, 2), vInit: Float32Array.of(0.5, 0.25), bias: Float32Array.of(0.25, -1) };
    const { constants, variables } = compileNeuron({ ...neuron, params }, { dt: 1 });
    expect(Object.values(constants)).toEqual([Float64Array.of(0.25, -1), Float64Array.of(1, 2)]);
    expect(variables[0]!.init).toEqual(Float64Array.of(0.5, 0.25));
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

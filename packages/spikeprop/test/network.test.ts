import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alpha, doubleExponential, type NetworkOptions, SpikeTimeNetwork } from '../src/index.ts';

const make = (options: Partial<NetworkOptions> = {}) => new SpikeTimeNetwork({ layers: [2, 3, 1], response: alpha(), ...options });

describe('SpikeTimeNetwork', () => {
  it('fires where the closed form of one synapse says', () => {
    // v(t) = w x e^(1 - x) with x = (t - t_i - d) / tau; for x = 1/2 and threshold 1, w = 2 e^(-1/2)
    const network = make({ layers: [1, 1], response: alpha({ tau: 7 }), delays: [3], weights: [2 * Math.exp(-0.5), 2 * Math.exp(-0.5)] });
    expect(network.run([4])[0]).toBeCloseTo(4 + 3 + 3.5, 10);
  });

  it('moves with its inputs: later by some time, all layers are later by that', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 10, noNaN: true }), fc.nat({ max: 50 }), (shift, seed) => {
        const network = make({ seed, horizon: 100 });
        const before = network.run([1, 4])[0]!;
        const hidden = [...network.times[1]!];
        const after = network.run([1 + shift, 4 + shift])[0]!;
        if (before !== Infinity) expect(after - before).toBeCloseTo(shift, 8);
        network.times[1]!.forEach((time, j) => {
          if (hidden[j] !== Infinity) expect(time - hidden[j]!).toBeCloseTo(shift, 8);
        });
      }),
    );
  });

  it('is the same for the same seed', () => {
    expect(make({ seed: 4 }).weights).toEqual(make({ seed: 4 }).weights);
    expect(make({ seed: 4 }).weights).not.toEqual(make({ seed: 5 }).weights);
  });

  it('draws initial weights from the range, with the sign of their neuron', () => {
    const network = make({ layers: [4, 5, 3], weights: [0.1, 0.3], inhibitory: [1, 2, 0] });
    network.projections.forEach(({ pre, post, start, row }, l) => {
      const first = pre - [1, 2][l]!;
      for (let j = 0; j < post; j++) {
        for (let k = 0; k < row; k++) {
          const weight = network.weights[start + j * row + k]!;
          expect(Math.sign(weight)).toBe(Math.floor(k / 16) < first ? 1 : -1);
          expect(Math.abs(weight)).toBeGreaterThanOrEqual(0.1);
          expect(Math.abs(weight)).toBeLessThan(0.3);
        }
      }
    });
  });

  it('constrain brings weights back into their bounds, and to the sign of their neuron', () => {
    const bounded = make({ bounds: [-1, 0.5] });
    bounded.weights.set([-3, 0.2, 7]);
    bounded.constrain();
    expect([...bounded.weights.subarray(0, 3)]).toEqual([-1, 0.2, 0.5]);

    const signed = make({ layers: [2, 1], delays: [1], inhibitory: [1, 0], bounds: [0.1, 2] });
    signed.weights.set([-0.7, 0.4]);
    signed.constrain();
    expect([...signed.weights]).toEqual([0.1, -0.1]);
    signed.weights.set([5, -5]);
    signed.constrain();
    expect([...signed.weights]).toEqual([2, -2]);

    const free = make();
    free.weights.set([-3, 1e6]);
    free.constrain();
    expect([...free.weights.subarray(0, 2)]).toEqual([-3, 1e6]);
  });

  it('in steps, fires at multiples of the step, never earlier than exactly', () => {
    const [exact, stepped] = [make({ seed: 2, weights: [0.05, 0.2] }), make({ seed: 2, weights: [0.05, 0.2], step: 1 })];
    exact.run([0, 3]);
    stepped.run([0, 3]);
    exact.times[1]!.forEach((time, j) => {
      expect(stepped.times[1]![j]).toBe(Math.ceil(time));
    });
  });
});

describe('bad input', () => {
  it.each([
    [{ layers: [3] }],
    [{ layers: [3, 0, 1] }],
    [{ layers: [3, 1.5] }],
    [{ delays: [] }],
    [{ delays: [0, 1] }],
    [{ delays: [-1, 2] }],
    [{ delays: [2, 1] }],
    [{ delays: [1, Number.NaN] }],
    [{ inhibitory: [0, 4, 0] }],
    [{ inhibitory: [0, 0, 0, 0] }],
  ])('%j makes no network', (options) => {
    expect(() => make(options)).toThrow(/\[N3ML_BAD_NETWORK]$/);
  });

  it('says what is wrong with layers, delays and inhibitory neurons', () => {
    expect(() => make({ layers: [3, 0, 1] })).toThrowErrorMatchingInlineSnapshot(
      `[N3mlError: The layers are [3, 0, 1]. Give two or more whole numbers above 0, inputs first. [N3ML_BAD_NETWORK]]`,
    );
    expect(() => make({ delays: [0, 1] })).toThrowErrorMatchingInlineSnapshot(
      `[N3mlError: The delays are [0, 1] ms. Give one or more, each above 0 and above the one before. [N3ML_BAD_NETWORK]]`,
    );
    expect(() => make({ inhibitory: [0, 4, 0] })).toThrowErrorMatchingInlineSnapshot(
      `[N3mlError: The numbers of inhibitory neurons are [0, 4, 0]. Give one for each of the layers [2, 3, 1], at most its size. [N3ML_BAD_NETWORK]]`,
    );
  });

  it('says what is wrong with numbers', () => {
    expect(() => make({ threshold: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[N3mlError: Option 'threshold' of the network is 0; give a finite number above 0. [N3ML_BAD_OPTION]]`,
    );
    expect(() => make({ horizon: Number.NaN })).toThrowErrorMatchingInlineSnapshot(
      `[N3mlError: Option 'horizon' of the network is NaN; give a finite number above 0. [N3ML_BAD_OPTION]]`,
    );
    expect(() => make({ slopeFloor: -1 })).toThrowErrorMatchingInlineSnapshot(
      `[N3mlError: Option 'slopeFloor' of the network is -1; give a finite number above 0. [N3ML_BAD_OPTION]]`,
    );
    expect(() => alpha({ tau: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[N3mlError: Option 'tau' of response 'alpha' is 0; give a finite number above 0. [N3ML_BAD_OPTION]]`,
    );
    expect(() => doubleExponential({ tau: -2 })).toThrowErrorMatchingInlineSnapshot(
      `[N3mlError: Option 'tau' of response 'double-exponential' is -2; give a finite number above 0. [N3ML_BAD_OPTION]]`,
    );
    expect(() => doubleExponential({ tau: 2, tauRise: 2 })).toThrowErrorMatchingInlineSnapshot(
      `[N3mlError: Option 'tauRise' of response 'double-exponential' is 2, not below tau (2); give a smaller one, or use response 'alpha'. [N3ML_BAD_OPTION]]`,
    );
  });

  it('says what is wrong with spike times, and keeps those it had', () => {
    const network = make();
    network.run([1, 2]);
    expect(() => network.run([1, Number.NaN])).toThrowErrorMatchingInlineSnapshot(
      `[N3mlError: Input 1 was given the spike time NaN. Give a time of 0 ms or more, or Infinity for a silent one. [N3ML_BAD_SPIKE_TIME]]`,
    );
    expect(() => network.run([-1, 2])).toThrowErrorMatchingInlineSnapshot(
      `[N3mlError: Input 0 was given the spike time -1. Give a time of 0 ms or more, or Infinity for a silent one. [N3ML_BAD_SPIKE_TIME]]`,
    );
    expect(() => network.run([1])).toThrowErrorMatchingInlineSnapshot(
      `[N3mlError: The network has 2 inputs, but was given 1 spike times. Give one for each, Infinity for a silent one. [N3ML_SHAPE_MISMATCH]]`,
    );
    expect([...network.times[0]!]).toEqual([1, 2]);
    expect([...network.run([Infinity, Infinity])]).toEqual([Infinity]);
  });
});

describe('responses', () => {
  it.each([
    ['alpha', alpha({ tau: 3 })],
    ['double-exponential', doubleExponential({ tau: 8, tauRise: 3 })],
  ])('%s: rises to 1, is over at its reach, and has the slope that it says', (_, response) => {
    let most = 0;
    for (let u = 0; u < 60; u += 1e-3) most = Math.max(most, response.value(u));
    expect(most).toBeCloseTo(1, 6);
    expect(response.value(0)).toBe(0);
    expect(response.value(-1)).toBe(0);
    expect(response.slope(-1)).toBe(0);
    expect(response.value(response.reach)).toBeLessThan(1e-12);
    for (const u of [0.1, 1, 3, 5, 20])
      expect(response.slope(u)).toBeCloseTo((response.value(u + 1e-6) - response.value(u - 1e-6)) / 2e-6, 6);
  });
});

import { interpreter, wasm } from '@n3ml/engine';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { postPre, powerLaw, reward, stdpWindow, triplet } from '../src/index.ts';

describe.each([
  ['wasm', wasm()],
  ['interpreter', interpreter()],
] as const)('on %s', (_, executor) => {
  test('post-pre: an exponential on each side, and both of them where the spikes share a step', () => {
    const window = stdpWindow(postPre({ lrPre: 0.02, lrPost: 0.05, tauPre: 15, tauPost: 30 }), executor);
    expect(window.map(({ lag }) => lag)).toEqual(Array.from({ length: 201 }, (_, k) => k - 100));
    for (const { lag, change } of window) {
      const potentiation = lag >= 0 ? 0.05 * Math.exp(-lag / 15) : 0;
      const depression = lag <= 0 ? 0.02 * Math.exp(lag / 30) : 0;
      expect(change).toBeCloseTo(potentiation - depression, 6);
    }
  });

  test('power-law: a postsynaptic spike depresses an input that was silent before it, however long', () => {
    const window = stdpWindow(powerLaw({ alpha: 0.1, xTar: 0.4, mu: 2, tauPre: 20 }), executor, { weight: 0.25, wMax: 0.75 });
    for (const { lag, change } of window) {
      const trace = lag >= 0 ? Math.exp(-lag / 20) : 0;
      expect(change).toBeCloseTo(0.1 * (trace - 0.4) * 0.5 ** 2, 6);
    }
  });

  test('triplet: the first postsynaptic spike finds none before it and potentiates nothing', () => {
    // Where both share a step, onPre comes before the spike sets y1.
    for (const { lag, change } of stdpWindow(triplet({ nuPre: 0.01, nuPost: 0.1 }), executor))
      expect(change).toBeCloseTo(lag < 0 ? -0.01 * Math.exp(lag / 20) : 0, 6);
  });

  test('triplet, repeated: each spike but the first meets the slow trace of the one before', () => {
    const [pairs, interval, lag] = [5, 50, 10];
    const [point] = stdpWindow(triplet({ nuPre: 0, nuPost: 0.1 }), executor, { lags: [lag], pairs, rate: 1000 / interval });
    expect(point?.change).toBeCloseTo((pairs - 1) * 0.1 * Math.exp(-lag / 20) * Math.exp(-interval / 40), 6);
  });

  test('60 pairs at 1 Hz: the traces of one pair are gone when the next comes', () => {
    const once = stdpWindow(postPre({ lrPre: 1e-3, lrPost: 2e-3 }), executor, { lags: [-10, 10] });
    const often = stdpWindow(postPre({ lrPre: 1e-3, lrPost: 2e-3 }), executor, { lags: [-10, 10], pairs: 60 });
    for (const [k, { change }] of often.entries()) expect(change).toBeCloseTo(60 * once[k]!.change, 4);
  });

  test('reward: nothing without a reward; with one, the sum of the eligibility over what follows the pair', () => {
    const rule = reward({ eta: 1e-3, aMinus: 0.5, tauE: 50 });
    expect(stdpWindow(rule, executor).every(({ change }) => change === 0)).toBe(true);
    const eligibility = (1 - Math.exp(-900 / 50)) / (1 - Math.exp(-1 / 50));
    for (const { lag, change } of stdpWindow(rule, executor, { signals: { reward: -2 } })) {
      const left = lag >= 0 ? Math.exp(-lag / 20) : 0;
      const right = lag <= 0 ? 0.5 * Math.exp(lag / 20) : 0;
      expect(change).toBeCloseTo(-2e-3 * (left - right) * eligibility, 5);
    }
  });
});

test('lags are those of whole steps, for steps of any length', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(0.1, 0.25, 0.5, 2),
      fc.array(fc.double({ min: -80, max: 80, noNaN: true }), { minLength: 1 }),
      (dt, lags) => {
        const window = stdpWindow(postPre({ lrPre: 0, lrPost: 0.05 }), interpreter(), { dt, lags, rate: 10 });
        for (const [k, { lag, change }] of window.entries()) {
          expect(Math.abs(lag - lags[k]!)).toBeLessThanOrEqual(dt / 2 + 1e-9);
          expect(change).toBeCloseTo(lag > -dt / 2 ? 0.05 * Math.exp(-lag / 20) : 0, 5);
        }
      },
    ),
    { numRuns: 20 },
  );
});

test('a weight stays within its bounds', () => {
  const rule = postPre({ lrPre: 1, lrPost: 1 });
  const window = stdpWindow(rule, wasm(), { weight: 0.2, wMin: 0.1, wMax: 0.6, lags: [-1, 1] });
  expect(window.map(({ change }) => change)).toEqual([expect.closeTo(-0.1, 6), expect.closeTo(0.4, 6)]);
});

describe('refuses', () => {
  const on = (options: object) => () => stdpWindow(powerLaw(), wasm(), options);
  it.each([
    [{ weight: 2 }, "Option 'weight' of the STDP window is 2; give a number from wMin to wMax: 0 to 1. [N3ML_BAD_OPTION]"],
    [{ wMin: 2 }, "Option 'wMin' of the STDP window is 2; give at most wMax, which is 1. [N3ML_BAD_OPTION]"],
    [{ pairs: 0 }, "Option 'pairs' of the STDP window is 0; give a whole number of at least 1. [N3ML_BAD_OPTION]"],
    [{ rate: 20 }, "Option 'lags' of the STDP window is -100; give times below 50 ms, when the next pair comes. [N3ML_BAD_OPTION]"],
    [
      { lags: [1, Number.NaN] },
      "Option 'lags' of the STDP window is NaN; give times below 1000 ms, when the next pair comes. [N3ML_BAD_OPTION]",
    ],
    [{ pair: 2 }, /No option 'pair' for the STDP window\. Did you mean 'pairs'\?/],
    [{ signals: { reward: 1 } }, /reward/],
  ])('%j', (options, message) => {
    expect(on(options)).toThrow(message);
  });
});

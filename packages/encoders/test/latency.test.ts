import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latency } from '../src/index.ts';
import { encoded, spikeSteps } from './encoded.ts';

describe('latency', () => {
  it('spikes at (1 - x) (window - dt), rounded to a step', () => {
    expect(spikeSteps(encoded(latency(), [1, 0.75, 0.5, 0.1, 0], { steps: 101 }), 5)).toEqual([[0], [25], [50], [90], []]);
    expect(spikeSteps(encoded(latency({ window: 10.5 }), [1, 0.5, 0.25], { steps: 100, dt: 0.5 }), 3)).toEqual([[0], [10], [15]]);
  });

  it('keeps values below the threshold silent, and 0 too unless the threshold is 0', () => {
    expect(spikeSteps(encoded(latency({ threshold: 0.5 }), [0.499, 0.5, 0.501], { steps: 11 }), 3)).toEqual([[], [5], [5]]);
    expect(spikeSteps(encoded(latency({ threshold: 0 }), [0], { steps: 11 }), 1)).toEqual([[10]]);
    expect(spikeSteps(encoded(latency(), [0, 1 / 255], { steps: 11 }), 2)).toEqual([[], [10]]);
  });

  it('spikes once, inside the window, and a larger value never later', () => {
    const sample = fc.record({
      values: fc.array(fc.float({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 20 }),
      steps: fc.integer({ min: 1, max: 200 }),
      part: fc.double({ min: 0.01, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(sample, ({ values, steps, part }) => {
        const window = Math.max(1, Math.round(steps * part));
        const first = spikeSteps(encoded(latency({ window, threshold: 0 }), values, { steps }), values.length);
        const byValue = values.map((value, k) => ({ value, spikes: first[k]! })).sort((a, b) => b.value - a.value);
        byValue.forEach(({ spikes }, k) => {
          expect(spikes).toHaveLength(1);
          expect(spikes[0]).toBeLessThan(window);
          if (k > 0) expect(spikes[0]).toBeGreaterThanOrEqual(byValue[k - 1]!.spikes[0]!);
        });
      }),
    );
  });

  it('refuses a window that does not fit the sample', () => {
    expect(() => encoded(latency({ window: 60 }), [1], { steps: 50 })).toThrowErrorMatchingInlineSnapshot(
      `[N3mlError: Encoder 'latency' has a window of 60 ms, but a sample lasts 50 ms in steps of 1 ms. Choose a window between the two. [N3ML_BAD_OPTION]]`,
    );
    expect(() => encoded(latency({ window: 0.4 }), [1], { steps: 50 })).toThrowErrorMatchingInlineSnapshot(
      `[N3mlError: Encoder 'latency' has a window of 0.4 ms, but a sample lasts 50 ms in steps of 1 ms. Choose a window between the two. [N3ML_BAD_OPTION]]`,
    );
  });
});

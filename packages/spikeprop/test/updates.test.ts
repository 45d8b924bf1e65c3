import { describe, expect, it } from 'vitest';
import { adam, gradientDescent, momentum, rprop, type Update } from '../src/index.ts';

/** Weights after each update by a series of gradients of one weight. */
function follow(update: Update, gradients: readonly number[], start = 1): number[] {
  const weights = Float64Array.of(start);
  const memory = Object.fromEntries(Object.entries(update.memory).map(([name, value]) => [name, Float64Array.of(value)]));
  return gradients.map((gradient, k) => {
    update.step(weights, Float64Array.of(gradient), memory, k + 1);
    return weights[0]!;
  });
}

describe('updates', () => {
  it('gradient-descent goes against the gradient', () => {
    expect(follow(gradientDescent({ rate: 0.5 }), [1, -0.5, 0])).toEqual([0.5, 0.75, 0.75]);
  });

  it('momentum keeps a part of each change', () => {
    expect(follow(momentum({ rate: 0.5, decay: 0.5 }), [1, 0, 0])).toEqual([0.5, 0.25, 0.125]);
  });

  it('momentum that keeps nothing is gradient descent', () => {
    const gradients = [0.3, -0.2, 0.7];
    expect(follow(momentum({ rate: 0.1, decay: 0 }), gradients)).toEqual(follow(gradientDescent({ rate: 0.1 }), gradients));
  });

  it('rprop goes by the sign alone, faster while it stays, slower where it turns', () => {
    const steps = follow(rprop({ rate: 0.1, grow: 2, shrink: 0.5 }), [5, 0.01, -3, -3, 0], 0);
    // steps of 0.1, 0.2, back 0.1, back 0.2, none
    [-0.1, -0.3, -0.2, 0, 0].forEach((expected, k) => {
      expect(steps[k]).toBeCloseTo(expected, 12);
    });
  });

  it('rprop keeps its steps between the smallest and the largest', () => {
    const growing = follow(rprop({ rate: 0.1, grow: 2, largest: 0.3 }), [1, 1, 1, 1], 0);
    expect(growing[3]! - growing[2]!).toBeCloseTo(-0.3, 12);
    const shrinking = follow(rprop({ rate: 0.1, shrink: 0.1, smallest: 0.05 }), [1, -1, 1, -1], 0);
    expect(shrinking[3]! - shrinking[2]!).toBeCloseTo(0.05, 12);
  });

  it('adam: the first step is the rate, whatever the size of the gradient', () => {
    for (const gradient of [1e-3, 1, 1e3]) expect(follow(adam({ rate: 0.1 }), [gradient])[0]).toBeCloseTo(0.9, 5);
  });

  it('adam follows the sums of the paper', () => {
    const [rate, b1, b2, gradients] = [0.01, 0.9, 0.999, [0.5, -0.1, 0.3, 0.3]];
    let weight = 1;
    const expected = gradients.map((_, t) => {
      const weighted = (b: number, of: (g: number) => number) =>
        gradients.slice(0, t + 1).reduce((sum, g, k) => sum + (1 - b) * b ** (t - k) * of(g), 0) / (1 - b ** (t + 1));
      weight -= (rate * weighted(b1, (g) => g)) / (Math.sqrt(weighted(b2, (g) => g * g)) + 1e-8);
      return weight;
    });
    follow(adam({ rate }), gradients).forEach((value, k) => {
      expect(value).toBeCloseTo(expected[k]!, 12);
    });
  });

  it.each([
    ['gradient-descent', gradientDescent({ rate: 0.1 })],
    ['momentum', momentum({ rate: 0.02 })],
    ['rprop', rprop({ rate: 0.1 })],
    ['adam', adam({ rate: 0.1 })],
  ])('%s finds the minimum of a bowl', (_, update) => {
    const weights = Float64Array.of(3, -2);
    const memory = Object.fromEntries(Object.entries(update.memory).map(([name, value]) => [name, new Float64Array(2).fill(value)]));
    for (let count = 1; count <= 500; count++) update.step(weights, Float64Array.of(weights[0]! - 1, 4 * weights[1]!), memory, count);
    expect(weights[0]).toBeCloseTo(1, 2);
    expect(weights[1]).toBeCloseTo(0, 2);
  });

  it('refuses a rate that makes no sense', () => {
    expect(() => adam({ rate: -1 })).toThrowErrorMatchingInlineSnapshot(
      `[N3mlError: Option 'rate' of update 'adam' is -1; give a finite number of at least 0. [N3ML_BAD_OPTION]]`,
    );
    expect(() => momentum({ decay: 2 })).toThrowErrorMatchingInlineSnapshot(
      `[N3mlError: Option 'decay' of update 'momentum' is 2; give a finite number from 0 to 1. [N3ML_BAD_OPTION]]`,
    );
  });
});

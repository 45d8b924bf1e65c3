import { describe, expect, it } from 'vitest';
import { bind } from '../src/bind.ts';
import type { Ir } from '../src/ir.ts';
import { binder, lowerExp, lowerLog, lowerPhi, lowerPow } from '../src/lower-functions.ts';
import { constant } from '../src/simplify.ts';

const bits = new Uint32Array(1);
const float = new Float32Array(bits.buffer);
const fromBits = (value: number): number => {
  bits[0] = value;
  return float[0] as number;
};

/** The distance between neighbouring float32 numbers at `value`. */
const ulp = (value: number): number => 2 ** Math.max(Math.floor(Math.log2(Math.abs(value))) - 23, -149);

const x: Ir = { op: 'load', slot: { scope: 'neuron', name: 'x' } };
const y: Ir = { op: 'load', slot: { scope: 'neuron', name: 'y' } };
const of = (ir: Ir) => bind<readonly [number, number]>(ir, ({ name }) => (name === 'x' ? (env) => env[0] : (env) => env[1]));

/** Every `stride`-th float32 from `from` to `to`, both positive. */
function* floats(from: number, to: number, stride: number): Generator<number> {
  float[0] = from;
  const first = bits[0] as number;
  float[0] = to;
  const last = bits[0] as number;
  for (let pattern = first; pattern <= last; pattern += stride) yield fromBits(pattern);
}

function worst(got: (x: number) => number, want: (x: number) => number, inputs: Iterable<number>): number {
  let most = 0;
  for (const input of inputs) {
    const exact = want(input);
    if (Math.fround(exact) !== got(input)) most = Math.max(most, Math.abs(got(input) - exact) / ulp(exact));
  }
  return most;
}

describe('exp', () => {
  const exp = (value: number) => of(lowerExp(x, binder()))([value, 0]);

  it('is within 1 ulp over the whole range', () => {
    const f = of(lowerExp(x, binder()));
    const got = (value: number) => f([value, 0]);
    expect(worst(got, Math.exp, floats(1e-8, 88.7228, 4999))).toBeLessThan(1);
    expect(
      worst(
        (value) => got(-value),
        (value) => Math.exp(-value),
        floats(1e-8, 103.9, 4999),
      ),
    ).toBeLessThan(1);
  });

  it('overflows to Infinity, underflows to 0, and gives NaN for NaN', () => {
    expect([exp(88.8), exp(1e30), exp(Infinity), exp(-104), exp(-1e30), exp(-Infinity), exp(0), exp(Number.NaN)]).toEqual([
      Infinity,
      Infinity,
      Infinity,
      0,
      0,
      0,
      1,
      Number.NaN,
    ]);
    expect(exp(88.7228)).toBeLessThan(Infinity);
    expect(exp(-103)).toBeGreaterThan(0);
  });
});

describe('log', () => {
  const f = of(lowerLog(x, binder()));
  const log = (value: number) => f([value, 0]);

  it('is within 1 ulp over the whole range, denormal numbers too', () => {
    expect(worst(log, Math.log, floats(2 ** -149, 3.4028e38, 9973))).toBeLessThan(1);
    expect(worst(log, Math.log, floats(0.5, 2, 101))).toBeLessThan(1);
  });

  it('is -Infinity at 0 and NaN below', () => {
    expect([log(0), log(-0), log(-1), log(-Infinity), log(Number.NaN), log(Infinity), log(1)]).toEqual([
      -Infinity,
      -Infinity,
      Number.NaN,
      Number.NaN,
      Number.NaN,
      Infinity,
      0,
    ]);
  });
});

describe('pow', () => {
  it.each([0.2, 1.5, -0.7, 2.4, 70])('with the exponent %d has an error of at most 1 + 3 |y log x| ulp', (exponent) => {
    const f = of(lowerPow(x, constant(exponent), binder()));
    const power = Math.fround(exponent);
    for (const base of floats(0.05, 20, 30011)) {
      const exact = base ** power;
      if (exact > 1e38 || exact < 1e-37) continue;
      expect(Math.abs(f([base, 0]) - exact) / ulp(exact)).toBeLessThan(1 + 3 * Math.abs(power * Math.log(base)));
    }
  });

  it.each([1, 2, 3, 7, 10, -1, -2])('multiplies out the whole exponent %d, for negative bases too', (exponent) => {
    const f = of(lowerPow(x, constant(exponent), binder()));
    for (const base of [-3, -1, -0.3, 0.1, 1, 2.5]) expect(f([base, 0]) / Math.fround(base) ** exponent).toBeCloseTo(1, 5);
    expect(JSON.stringify(lowerPow(x, constant(exponent), binder()))).not.toContain('mantissa');
  });

  it('is the identity, a square root, a reciprocal', () => {
    expect(lowerPow(x, constant(1), binder())).toBe(x);
    expect(lowerPow(x, constant(0.5), binder())).toEqual({ op: 'sqrt', a: x });
    expect(lowerPow(x, constant(-1), binder())).toEqual({ op: 'div', a: constant(1), b: x });
    expect(lowerPow(x, constant(0), binder())).toEqual(constant(1));
  });

  it('knows zero: 0^y is 0 for y > 0, Infinity for y < 0, and x^0 is 1', () => {
    const f = of(lowerPow(x, y, binder()));
    expect([f([0, 0.3]), f([0, -0.3]), f([0, 0]), f([-1, 0]), f([-1, 0.5]), f([1, 0.3])]).toEqual([0, Infinity, 1, 1, Number.NaN, 1]);
  });
});

describe('phi, (e^x - 1) / x', () => {
  const f = of(lowerPhi(x, binder()));

  it('is within 3 ulp, small arguments too, and 1 at 0', () => {
    const exact = (value: number) => Math.expm1(value) / value;
    expect(worst((value) => f([value, 0]), exact, floats(1e-30, 80, 20011))).toBeLessThan(3);
    expect(
      worst(
        (value) => f([-value, 0]),
        (value) => exact(-value),
        floats(1e-30, 80, 20011),
      ),
    ).toBeLessThan(3);
    expect(f([0, 0])).toBe(1);
  });
});

import type { Ir } from './ir.ts';
import { arithmetic, comparison, constant, isAtom, select, unary } from './simplify.ts';

/** Binds a value that is used several times. */
export type Bind = (value: Ir, body: (once: Ir) => Ir) => Ir;

/** Makes a `Bind` that numbers its lets from 0. */
export function binder(): Bind {
  let next = 0;
  return (value, body) => {
    if (isAtom(value)) return body(value);
    const id = next++;
    return { op: 'let', id, value, body: body({ op: 'ref', id }) };
  };
}

const add = (a: Ir, b: Ir): Ir => arithmetic('add', a, b);
const sub = (a: Ir, b: Ir): Ir => arithmetic('sub', a, b);
const mul = (a: Ir, b: Ir): Ir => arithmetic('mul', a, b);
const div = (a: Ir, b: Ir): Ir => arithmetic('div', a, b);

/** Horner's scheme, the highest coefficient first. */
const polynomial = (x: Ir, coefficients: readonly number[]): Ir =>
  coefficients.slice(1).reduce<Ir>((sum, coefficient) => add(mul(sum, x), constant(coefficient)), constant(coefficients[0] ?? 0));

// ln 2 in two parts; the high one has so few bits that its product with a whole exponent is exact.
const ln2High = 0.693359375;
const ln2Low = -2.1219444e-4;

const expPolynomial = [1.98756915e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1];
const logPolynomial = [
  7.0376836292e-2, -1.151461031e-1, 1.167699874e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1, 2.0000714765e-1, -2.4999993993e-1,
  3.3333331174e-1,
];

/**
 * e^x, within 1 ulp; above 88.73 Infinity, below -103.98 zero. Reduction to |r| <= ln(2) / 2 and the polynomial of Cephes' expf (S. L. Moshier).
 * 2^n is applied in two halves, so that results near both ends of the range are right.
 */
export function lowerExp(x: Ir, once: Bind): Ir {
  return once(arithmetic('min', arithmetic('max', x, constant(-104)), constant(89)), (bounded) =>
    once(unary('nearest', mul(bounded, constant(Math.LOG2E))), (n) =>
      once(sub(sub(bounded, mul(n, constant(ln2High))), mul(n, constant(ln2Low))), (r) =>
        once(unary('floor', mul(n, constant(0.5))), (half) => {
          const p = polynomial(r, expPolynomial);
          const mantissa = add(add(mul(p, mul(r, r)), r), constant(1));
          return mul(mul(mantissa, unary('pow2', half)), unary('pow2', sub(n, half)));
        }),
      ),
    ),
  );
}

/**
 * The natural logarithm, within 1 ulp; -Infinity at 0, NaN below. The polynomial of Cephes' logf (S. L. Moshier) around 1, between sqrt(1/2) and sqrt(2).
 * Denormals are scaled up first.
 */
export function lowerLog(x: Ir, once: Bind): Ir {
  return once(x, (value) => {
    const tiny = comparison('lt', value, constant(2 ** -126));
    return once(select(tiny, mul(value, constant(2 ** 24)), value), (normal) =>
      once(unary('mantissa', normal), (m) => {
        const upper = comparison('gt', m, constant(Math.SQRT2));
        const shift = add(select(tiny, constant(-24), constant(0)), select(upper, constant(1), constant(0)));
        return once(add(unary('exponent', normal), shift), (e) =>
          once(sub(mul(m, select(upper, constant(0.5), constant(1))), constant(1)), (f) =>
            once(mul(f, f), (z) => {
              const p = polynomial(f, logPolynomial);
              const correction = sub(add(mul(mul(p, f), z), mul(e, constant(ln2Low))), mul(z, constant(0.5)));
              const finite = add(add(f, correction), mul(e, constant(ln2High)));
              const positive = select(comparison('eq', value, constant(Infinity)), value, finite);
              const other = select(comparison('eq', value, constant(0)), constant(-Infinity), constant(Number.NaN));
              return select(comparison('gt', value, constant(0)), positive, other);
            }),
          ),
        );
      }),
    );
  });
}

/** x^n for a whole n >= 1, by squaring. */
function power(x: Ir, n: number, once: Bind): Ir {
  if (n === 1) return x;
  if (n % 2 === 1) return mul(power(x, n - 1, once), x);
  return once(power(x, n / 2, once), (root) => mul(root, root));
}

/**
 * x^y. A constant whole exponent up to 64 is multiplied out, 0.5 is a square root. Everything else is e^(y log x), with a relative error of
 * (1 + 3 |y log x|) ulp; it is NaN where x < 0, 0 where x = 0 and y > 0, and 1 where y = 0.
 */
export function lowerPow(x: Ir, y: Ir, once: Bind): Ir {
  if (y.op === 'const') {
    const magnitude = Math.abs(y.value);
    if (magnitude === 0) return constant(1);
    if (magnitude === 0.5 || (Number.isInteger(magnitude) && magnitude <= 64)) {
      return once(x, (base) => {
        const result = magnitude === 0.5 ? unary('sqrt', base) : power(base, magnitude, once);
        return y.value < 0 ? div(constant(1), result) : result;
      });
    }
  }
  const general = (exponent: Ir): Ir =>
    lowerExp(mul(exponent, x.op === 'const' && x.value > 0 ? constant(Math.log(x.value)) : lowerLog(x, once)), once);
  if (y.op === 'const') return general(y);
  return once(y, (exponent) => select(comparison('eq', exponent, constant(0)), constant(1), general(exponent)));
}

/** (e^x - 1) / x: its series where |x| < 1/2, so that nothing cancels. */
export function lowerPhi(x: Ir, once: Bind): Ir {
  return once(x, (value) => {
    const series = polynomial(value, [1 / 362880, 1 / 40320, 1 / 5040, 1 / 720, 1 / 120, 1 / 24, 1 / 6, 1 / 2, 1]);
    const direct = div(sub(lowerExp(value, once), constant(1)), value);
    return select(comparison('lt', unary('abs', value), constant(0.5)), series, direct);
  });
}

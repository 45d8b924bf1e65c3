import { type RandomStream, randomStream } from '@n3ml/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const draws = (count: number, draw: (random: RandomStream) => number, ...key: (string | number)[]): Float64Array => {
  const random = randomStream(...key);
  return Float64Array.from({ length: count }, () => draw(random));
};
const mean = (values: Float64Array): number => values.reduce((sum, x) => sum + x, 0) / values.length;
const variance = (values: Float64Array): number => {
  const m = mean(values);
  return values.reduce((sum, x) => sum + (x - m) ** 2, 0) / values.length;
};
/** The largest distance between the empirical and the given distribution function, times the root of the count (Kolmogorov). */
const kolmogorov = (values: Float64Array, distribution: (x: number) => number): number => {
  const n = values.length;
  let distance = 0;
  values.toSorted().forEach((x, k) => {
    distance = Math.max(distance, (k + 1) / n - distribution(x), distribution(x) - k / n);
  });
  return distance * Math.sqrt(n);
};
const chiSquare = (counts: ArrayLike<number>, expected: number): number =>
  Array.from(counts).reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
/** Abramowitz & Stegun 7.1.26, |error| < 1.5e-7. */
const normalDistribution = (x: number): number => {
  const z = Math.abs(x) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * z);
  const erf = 1 - t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))) * Math.exp(-z * z);
  return x < 0 ? (1 - erf) / 2 : (1 + erf) / 2;
};
const N = 200_000;

/** sfc32 as its author wrote it, in 32-bit arithmetic of BigInt: an oracle for the generator. */
function* sfc32(a: bigint, b: bigint, c: bigint): Generator<number> {
  const word = (x: bigint): bigint => BigInt.asUintN(32, x);
  for (let counter = 1n; ; counter++) {
    const t = word(a + b + counter);
    a = b ^ (b >> 9n);
    b = word(c + (c << 3n));
    c = word(word((c << 21n) | (c >> 11n)) + t);
    yield Number(t);
  }
}
function mix(hash: number, word: number): number {
  let h = BigInt((hash ^ word) >>> 0);
  h = BigInt.asUintN(32, (h ^ (h >> 16n)) * 0x85ebca6bn);
  h = BigInt.asUintN(32, (h ^ (h >> 13n)) * 0xc2b2ae35n);
  return Number(h ^ (h >> 16n));
}

test('a stream is sfc32, seeded by the key', () => {
  const seeds = [0x243f6a88, 0x85a308d3, 0x13198a2e].map((salt) => BigInt(mix(mix(mix(salt, 5), 0), 0x9e3779b9)));
  const oracle = sfc32(seeds[0]!, seeds[1]!, seeds[2]!);
  for (let k = 0; k < 12; k++) oracle.next();
  const random = randomStream(5);
  for (let k = 0; k < 1000; k++) expect(random.uint32()).toBe(oracle.next().value);
});

test('streams never change', () => {
  const first = (draw: (random: RandomStream) => number): number[] => [...draws(4, draw, 1, 'encode', 0, 7)];
  expect(first((random) => random.uint32())).toMatchInlineSnapshot(`
    [
      2671587086,
      1617940397,
      243099607,
      3153016725,
    ]
  `);
  expect(first((random) => random.uniform())).toMatchInlineSnapshot(`
    [
      0.622027340810746,
      0.37670610402710736,
      0.05660103796981275,
      0.734118913533166,
    ]
  `);
  expect(first((random) => random.exponential())).toMatchInlineSnapshot(`
    [
      2.8890010601822675,
      0.43450993586654046,
      0.03958462818111405,
      1.0420557903615166,
    ]
  `);
  expect(first((random) => random.normal())).toMatchInlineSnapshot(`
    [
      -0.6963830306874439,
      -0.2387403284302053,
      3.52363968656604,
      1.6676061785495848,
    ]
  `);
  expect(first((random) => random.integer(1000))).toMatchInlineSnapshot(`
    [
      622,
      376,
      56,
      734,
    ]
  `);
});

test('equal keys give equal streams, other keys other ones', () => {
  const key = fc.array(fc.oneof(fc.string(), fc.integer(), fc.maxSafeInteger()), { maxLength: 4 });
  fc.assert(
    fc.property(key, key, (a, b) => {
      const same = JSON.stringify(a) === JSON.stringify(b);
      const [x, y] = [a, b].map((k) => draws(4, (random) => random.uint32(), ...k).join());
      expect(x === y).toBe(same);
    }),
    { numRuns: 300 },
  );
  const first = new Set(Array.from({ length: 1000 }, (_, k) => draws(2, (random) => random.uint32(), 1, 'encode', 0, k).join()));
  expect(first.size).toBe(1000);
});

describe('uniform', () => {
  test('fills [0, 1) evenly', () => {
    const values = draws(N, (random) => random.uniform(), 1);
    const counts = new Float64Array(256);
    for (const x of values) counts[Math.floor(x * 256)]!++;
    expect(Math.min(...values.subarray(0, 1000))).toBeGreaterThanOrEqual(0);
    expect(chiSquare(counts, N / 256)).toBeLessThan(330); // 255 degrees of freedom, p = 0.001
    expect(kolmogorov(values, (x) => x)).toBeLessThan(1.95);
  });

  const one = randomStream(2);
  test.each<[string, (k: number) => number]>([
    ['pairs of one stream', () => one.uniform()],
    ['first draws of neighbouring streams', (k) => randomStream(1, 'sample', k).uniform()],
  ])('is independent in %s', (_, draw) => {
    const counts = new Float64Array(256);
    let previous = draw(0);
    for (let k = 1; k <= 50_000; k++) {
      const next = draw(k);
      counts[Math.floor(previous * 16) * 16 + Math.floor(next * 16)]!++;
      previous = next;
    }
    expect(chiSquare(counts, 50_000 / 256)).toBeLessThan(330);
  });

  test('has bits that are all fair', () => {
    const ones = new Float64Array(32);
    const random = randomStream(3);
    for (let k = 0; k < 40_000; k++) for (let bits = random.uint32(), b = 0; b < 32; b++) ones[b]! += (bits >>> b) & 1;
    for (const count of ones) expect(Math.abs(count - 20_000)).toBeLessThan(450); // 4.5 sigma
  });
});

test('integer is even over [0, n)', () => {
  const counts = new Float64Array(10);
  for (const k of draws(50_000, (random) => random.integer(10), 4)) counts[k]!++;
  expect(chiSquare(counts, 5000)).toBeLessThan(27.9); // 9 degrees of freedom, p = 0.001
});

describe('exponential', () => {
  const values = draws(N, (random) => random.exponential(), 5);

  test('has mean 1, variance 1 and the higher moments of e^-x', () => {
    expect(Math.abs(mean(values) - 1)).toBeLessThan(4 / Math.sqrt(N));
    expect(Math.abs(variance(values) - 1)).toBeLessThan(4 * Math.sqrt(8 / N));
    expect(Math.abs(mean(values.map((x) => x ** 3)) - 6)).toBeLessThan(4 * Math.sqrt((720 - 36) / N));
  });

  test('is distributed as 1 - e^-x', () => {
    expect(kolmogorov(values, (x) => 1 - Math.exp(-x))).toBeLessThan(1.95);
    expect(values.every((x) => x > 0)).toBe(true);
  });

  test('has the right share in the tail of the ziggurat, distributed as the whole', () => {
    const start = 7.69711747013105;
    const random = randomStream(6);
    const tail: number[] = [];
    const count = 4_000_000;
    for (let k = 0; k < count; k++) {
      const x = random.exponential();
      if (x > start) tail.push(x - start);
    }
    const expected = count * Math.exp(-start);
    expect(Math.abs(tail.length - expected)).toBeLessThan(4 * Math.sqrt(expected));
    expect(kolmogorov(Float64Array.from(tail), (x) => 1 - Math.exp(-x))).toBeLessThan(1.95);
  });

  test('does not depend on the draw before', () => {
    const counts = new Float64Array(64);
    const octile = (x: number): number => Math.min(7, Math.floor((1 - Math.exp(-x)) * 8));
    for (let k = 1; k < values.length; k++) counts[octile(values[k - 1]!) * 8 + octile(values[k]!)]!++;
    expect(chiSquare(counts, (N - 1) / 64)).toBeLessThan(104); // 63 degrees of freedom, p = 0.001
  });
});

test('normal has mean 0, variance 1 and the distribution of Gauss', () => {
  const values = draws(N, (random) => random.normal(), 7);
  expect(Math.abs(mean(values))).toBeLessThan(4 / Math.sqrt(N));
  expect(Math.abs(variance(values) - 1)).toBeLessThan(4 * Math.sqrt(2 / N));
  expect(kolmogorov(values, normalDistribution)).toBeLessThan(1.95);
});

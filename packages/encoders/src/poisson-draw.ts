import type { RandomStream } from '@n3ml/core';

/** ln k! for k = 0..9, where Stirling's series is not yet exact to a double. */
const LOG_FACTORIALS = Float64Array.from({ length: 10 }, (_, k) => {
  let factorial = 1;
  for (let i = 2; i <= k; i++) factorial *= i;
  return Math.log(factorial);
});
const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/** ln k!, by Stirling's series beyond the table: wrong by less than 1e-10. */
function logFactorial(k: number): number {
  if (k < LOG_FACTORIALS.length) return LOG_FACTORIALS[k]!;
  const n = k + 1;
  const inverse = 1 / n;
  const square = inverse * inverse;
  return (n - 0.5) * Math.log(n) - n + HALF_LOG_TWO_PI + inverse * (1 / 12 - square * (1 / 360 - square / 1260));
}

/** Inversion: walks up the distribution function until it passes a uniform number. Takes about `mean` steps. */
function byInversion(mean: number, random: RandomStream): number {
  const uniform = random.uniform();
  let probability = Math.exp(-mean);
  let cumulative = probability;
  let k = 0;
  // Far in the tail the terms vanish before rounding lets the sum reach 1: then k is what the tail has left.
  while (uniform >= cumulative && probability > 0) {
    k++;
    probability *= mean / k;
    cumulative += probability;
  }
  return k;
}

/** Transformed rejection with squeeze, about 1.1 to 1.3 tries whatever the mean (W. Hörmann, 1993, algorithm PTRS). */
function byRejection(mean: number, random: RandomStream): number {
  const logMean = Math.log(mean);
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const squeeze = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = random.uniform() - 0.5;
    const v = random.uniform();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= squeeze) return k;
    if (k < 0 || (us < 0.013 && v > us)) continue;
    if (Math.log(v) + Math.log(inverseAlpha) - Math.log(a / (us * us) + b) <= k * logMean - mean - logFactorial(k)) return k;
  }
}

/** A number from the Poisson distribution with this mean, exact (to rounding) for every mean. */
export const poissonDraw = (mean: number, random: RandomStream): number =>
  mean < 10 ? byInversion(mean, random) : byRejection(mean, random);

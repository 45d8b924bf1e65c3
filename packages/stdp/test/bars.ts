import { type LabelledSet, randomStream } from '@n3ml/core';

const SIDE = 8;

/** A set that is learned in a moment: class k is a bright bar in rows 2k and 2k + 1 of an 8 x 8 image, with a little noise. */
export function bars(count: number, classes = 3, seed = 0): LabelledSet {
  const random = randomStream(seed, 'bars');
  const values = new Uint8Array(count * SIDE * SIDE);
  const labels = Uint8Array.from({ length: count }, () => random.integer(classes));
  for (let k = 0; k < values.length; k++) {
    const label = labels[Math.floor(k / (SIDE * SIDE))]!;
    const row = Math.floor(k / SIDE) % SIDE;
    values[k] = Math.floor(row / 2) === label ? 200 + random.integer(56) : random.integer(20) === 0 ? 100 : 0;
  }
  return { count, shape: [SIDE, SIDE], values, labels };
}

/** Options with which small networks of `diehl-cook-2015` learn the bars. */
export const BARS_OPTIONS = { neurons: 9, classes: 3, maxRate: 400, steps: 100, seed: 7 } as const;

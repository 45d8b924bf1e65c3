import { N3mlError, type RandomStream, randomStream } from '@n3ml/core';

/**
 * Divides samples into parts that have every class in the same proportion: of each class the part `fractions[0]`, rounded, comes first, then
 * `fractions[1]` and so on. Which sample goes where depends on the labels and `seed` alone.
 *
 * @param labels one class for each sample: [count]
 * @param fractions of the parts beside the first; together below 1
 * @returns the numbers of the samples in each part, in an order that is drawn too, so that the first samples of a part are of all classes: what is left over, then
 * a part for each fraction
 * @throws N3mlError N3ML_BAD_RANGE where a fraction is below 0, or all together are not below 1
 * @example const [train, validation, test] = stratifiedSplit(iris.labels, [0.1, 0.2], seed)
 */
export function stratifiedSplit<const F extends readonly number[]>(
  labels: ArrayLike<number>,
  fractions: F,
  seed: number,
): readonly [Uint32Array, ...{ [K in keyof F]: Uint32Array }] {
  const total = fractions.reduce((sum, fraction) => sum + fraction, 0);
  if (!fractions.every((fraction) => fraction >= 0) || !(total < 1)) {
    throw new N3mlError(
      'N3ML_BAD_RANGE',
      `A split takes fractions of 0 or more that are together below 1, not [${fractions.join(', ')}]: the first part gets what is left.`,
      { details: { fractions } },
    );
  }
  const parts: number[][] = [[], ...fractions.map(() => [])];
  for (const [label, members] of byClass(labels)) {
    shuffle(members, randomStream(seed, 'split', label));
    let taken = 0;
    fractions.forEach((fraction, part) => {
      const end = taken + Math.round(fraction * members.length);
      parts[part + 1]!.push(...members.slice(taken, end));
      taken = end;
    });
    parts[0]!.push(...members.slice(taken));
  }
  parts.forEach((part, k) => {
    shuffle(part, randomStream(seed, 'order of a split', k));
  });
  return parts.map((part) => Uint32Array.from(part)) as unknown as [Uint32Array, ...{ [K in keyof F]: Uint32Array }];
}

/** The numbers of the samples by class, rising. */
function byClass(labels: ArrayLike<number>): Map<number, number[]> {
  const classes = new Map<number, number[]>();
  for (let sample = 0; sample < labels.length; sample++) {
    const members = classes.get(labels[sample]!) ?? [];
    classes.set(labels[sample]!, members);
    members.push(sample);
  }
  return classes;
}

/** Fisher-Yates. */
function shuffle(samples: number[], random: RandomStream): void {
  for (let last = samples.length - 1; last > 0; last--) {
    const chosen = random.integer(last + 1);
    [samples[last], samples[chosen]] = [samples[chosen]!, samples[last]!];
  }
}

import { N3mlError } from '../errors.ts';
import { randomStream } from '../random-stream.ts';

/**
 * The order in which an epoch visits `count` samples: a permutation of 0 .. count - 1, every one as likely as the others (Fisher-Yates, by
 * R. Durstenfeld, Communications of the ACM 7(7), 1964, algorithm 235). It depends on `seed` and `epoch` alone, so a run that is resumed in
 * epoch 7 sees what an uninterrupted one would have seen.
 *
 * @returns [count], owned by the caller
 * @throws N3mlError N3ML_BAD_RANGE where count is no whole number of 0 or more
 */
export function shuffledOrder(count: number, seed: number, epoch: number): Uint32Array {
  if (!Number.isInteger(count) || count < 0 || count > 2 ** 32) {
    throw new N3mlError('N3ML_BAD_RANGE', `An order needs a whole number of samples of 0 or more, not ${count}.`, { details: { count } });
  }
  const order = Uint32Array.from({ length: count }, (_, k) => k);
  const random = randomStream(seed, 'shuffle', epoch);
  for (let last = count - 1; last > 0; last--) {
    const chosen = random.integer(last + 1);
    const kept = order[last]!;
    order[last] = order[chosen]!;
    order[chosen] = kept;
  }
  return order;
}

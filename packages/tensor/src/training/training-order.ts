import { randomStream } from '@n3ml/core';

/** The order in which an epoch visits `count` samples: a permutation by Fisher and Yates, drawn from (seed, epoch) alone. */
export function trainingOrder(seed: number, epoch: number, count: number): Uint32Array {
  const random = randomStream(seed, 'shuffle', epoch);
  const order = Uint32Array.from({ length: count }, (_, k) => k);
  for (let last = count - 1; last > 0; last--) {
    const chosen = random.integer(last + 1);
    const moved = order[last]!;
    order[last] = order[chosen]!;
    order[chosen] = moved;
  }
  return order;
}

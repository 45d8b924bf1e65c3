import type { RunEvent } from '@n3ml/core';
import fc from 'fast-check';
import type { TimedEvent } from '../src/index.ts';

const number = fc.oneof(
  fc.integer(),
  fc.double(),
  fc.maxSafeInteger(),
  fc.constantFrom(Number.NaN, -0, Infinity, -Infinity, 2 ** 51, -(2 ** 51), 2 ** 51 - 1, 1 - 2 ** 51),
);

const typedArray = fc.oneof(
  fc.int8Array(),
  fc.uint8Array(),
  fc.uint8ClampedArray(),
  fc.int16Array(),
  fc.uint16Array(),
  fc.int32Array(),
  fc.uint32Array(),
  fc.float32Array(),
  fc.float64Array(),
  fc.bigInt64Array(),
  fc.bigUint64Array(),
);

const text = fc.string({ unit: 'binary' });

const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 3 },
    number,
    text,
    fc.boolean(),
    fc.constant(null),
    fc.constant(undefined),
    typedArray,
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(text, tie('any'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).any;

const plain = { noNullPrototype: true } as const;

const spikes = fc.record(
  {
    type: fc.constant('spikes'),
    step: fc.nat(1000),
    population: fc.constantFrom('input', 'excitatory', ''),
    ids: fc.oneof(
      fc.uint32Array({ maxLength: 20 }),
      fc.uint32Array({ maxLength: 20 }).map((ids) => ids.sort()),
    ),
  },
  plain,
);

const metric = fc.record({ type: fc.constant('metric'), name: text, value: number, done: fc.nat() }, plain);

const foreign = fc
  .tuple(
    fc.constantFrom('acme/pulse', 'log', '__proto__'),
    fc.dictionary(
      text.filter((key) => key !== 'type'),
      value,
      { maxKeys: 4, noNullPrototype: true },
    ),
  )
  .map(([type, payload]) => Object.fromEntries([['type', type], ...Object.entries(payload)]));

/** Events of types that are known and types that are not, with anything in them that events may hold. */
export const arbitraryEvents: fc.Arbitrary<TimedEvent[]> = fc.array(
  fc.record({ time: fc.nat(), event: fc.oneof(spikes, metric, foreign).map((event) => event as unknown as RunEvent) }, plain),
  { maxLength: 12 },
);

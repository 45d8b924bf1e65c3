import type { RunEvent } from '@n3ml/core';
import fc from 'fast-check';
import { from, lastValueFrom, type OperatorFunction, toArray } from 'rxjs';
import { expect, test } from 'vitest';
import { plateau } from '../recipes/plateau.ts';
import { silence } from '../recipes/silence.ts';
import { slidingAccuracy } from '../recipes/sliding-accuracy.ts';

const through = <A, B>(events: readonly A[], recipe: OperatorFunction<A, B>): Promise<B[]> =>
  lastValueFrom(from(events).pipe(recipe, toArray()));

const metric = (value: number): RunEvent<'metric'> => ({ type: 'metric', name: 'accuracy', value, done: 0 });
const sample = (done: number, right = true, predicted = 1): RunEvent<'sample:end'> => ({
  type: 'sample:end',
  epoch: 0,
  sample: done - 1,
  done,
  total: 100,
  spikes: 0,
  label: right ? predicted : predicted + 1,
  predicted,
});
const spike = (population: string): RunEvent<'spikes'> => ({ type: 'spikes', step: 0, population, ids: Uint32Array.of(1) });

test('plateau: the best value, once it was not gained upon for so long', async () => {
  const options = { patience: 3, gain: 0.05 };
  expect(await through([0.1, 0.5, 0.52, 0.54, 0.53].map(metric), plateau(options))).toEqual([0.5]);
  // Small gains add up to one.
  expect(await through([0.1, 0.5, 0.52, 0.54, 0.56, 0.55].map(metric), plateau(options))).toEqual([]);
  expect(await through([0.1, 0.2, 0.3, 0.4, 0.5].map(metric), plateau(options))).toEqual([]);
  // It tells of a second plateau, too.
  expect(await through([0.1, 0, 0, 0, 0.9, 0, 0, 0].map(metric), plateau(options))).toEqual([0.1, 0.9]);
});

test('slidingAccuracy: the mean of the newest answers', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 30 }), fc.integer({ min: 2, max: 10 }), async (answers, window) => {
      const expected = answers.map((_, k) => {
        const newest = answers.slice(Math.max(0, k + 1 - window), k + 1);
        return newest.filter(Boolean).length / newest.length;
      });
      expect(
        await through(
          answers.map((right, k) => sample(k + 1, right)),
          slidingAccuracy(window),
        ),
      ).toEqual(expected);
    }),
  );
  expect(await through([sample(1, true, -1), sample(2)], slidingAccuracy(1))).toEqual([1]);
});

test('silence: once for each time that a population has fallen silent', async () => {
  const events = [spike('exc'), sample(1), spike('inh'), sample(2), sample(3), sample(4), spike('exc'), sample(5), sample(6), sample(7)];
  expect(await through(events, silence('exc', 2))).toEqual([3, 7]);
  expect(await through(events, silence('inh', 1))).toEqual([1, 3]);
  expect(await through(events, silence('exc', 4))).toEqual([]);
});

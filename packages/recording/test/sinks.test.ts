import { createEventBus, type RunEvent } from '@n3ml/core';
import fc from 'fast-check';
import { from, lastValueFrom, type OperatorFunction, toArray } from 'rxjs';
import { expect, test } from 'vitest';
import { everyNthSample, newestEvents, onlyNeurons, onTrigger } from '../src/index.ts';
import { play } from './play.ts';
import { emitAll, event, sampleEnd, smallRun } from './run-script.ts';

const through = (script: readonly RunEvent[], operator: OperatorFunction<RunEvent, RunEvent>): Promise<RunEvent[]> =>
  lastValueFrom(from(script).pipe(operator, toArray()));

const metric = (value: number): RunEvent => event('metric', { name: 'x', value, done: value });

test('everyNthSample keeps whole samples, and what belongs to none', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 12 }), async (n, samples) => {
      const kept = await through(smallRun(samples), everyNthSample(n));
      const expected = Array.from({ length: samples }, (_, k) => k).filter((k) => k % n === 0);
      expect(kept.flatMap((one) => (one.type === 'sample:end' ? [one.sample] : []))).toEqual(expected);
      expect(kept.filter(({ type }) => type === 'spikes')).toHaveLength(3 * expected.length);
      expect(kept.filter(({ type }) => type === 'metric')).toHaveLength(Math.floor(samples / 2));
    }),
    { numRuns: 30 },
  );
  expect(() => everyNthSample(0)).toThrow('everyNthSample takes a positive whole number, not 0. [N3ML_BAD_OPTION]');
});

test('each subscription of everyNthSample counts for itself', async () => {
  const sampled = from(smallRun(3)).pipe(everyNthSample(2), toArray());
  expect(await lastValueFrom(sampled)).toEqual(await lastValueFrom(sampled));
});

test('onlyNeurons keeps some neurons of some populations, under their own numbers', async () => {
  const spikes = (population: string, ...ids: number[]): RunEvent => event('spikes', { step: 0, population, ids: Uint32Array.from(ids) });
  const script = [spikes('input', 1, 2), spikes('excitatory', 1, 2, 7), spikes('excitatory', 3), metric(1)];
  expect(await through(script, onlyNeurons({ excitatory: [2, 7] }))).toEqual([spikes('excitatory', 2, 7), spikes('excitatory'), metric(1)]);
});

test('onTrigger gives what lies around those that matter, each once and in order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.boolean(), { maxLength: 30 }), fc.nat(4), fc.nat(4), async (fires, before, after) => {
      const script = fires.map((_, k) => metric(k));
      const when = (one: RunEvent): boolean => one.type === 'metric' && fires[one.value]!;
      const near = script.filter((_, k) => fires.some((fired, at) => fired && k >= at - before && k <= at + after));
      expect(await through(script, onTrigger({ when, before, after }))).toEqual(near);
    }),
  );
  expect(() => onTrigger({ when: () => true, before: -1 })).toThrow(
    "Option 'before' of onTrigger is -1; give a whole number of at least 0.",
  );
});

test('onTrigger keeps copies of borrowed arrays', async () => {
  const bus = createEventBus();
  const seen: RunEvent[] = [];
  bus
    .all()
    .pipe(onTrigger({ when: ({ type }) => type === 'metric', before: 1 }))
    .subscribe((one) => seen.push(one));
  const ids = Uint32Array.of(4);
  bus.channel('spikes').emit({ step: 0, population: 'a', ids });
  ids[0] = 5;
  await emitAll(bus, [metric(1)]);
  expect(seen).toEqual([event('spikes', { step: 0, population: 'a', ids: Uint32Array.of(4) }), metric(1)]);
});

test('newestEvents keeps so many, oldest first, with arrays of their own', async () => {
  const last = newestEvents({ capacity: 3, types: ['sample:end', 'spikes'] });
  await play([last], [1, 2, 3, 4, 5].map(sampleEnd));
  expect(last.list().map((one) => (one.type === 'sample:end' ? one.done : 0))).toEqual([3, 4, 5]);

  const bus = createEventBus();
  bus.attach(last);
  const ids = Uint32Array.of(1);
  bus.channel('spikes').emit({ step: 0, population: 'a', ids });
  ids[0] = 2;
  expect(last.list().at(-1)).toEqual(event('spikes', { step: 0, population: 'a', ids: Uint32Array.of(1) }));
  expect(() => newestEvents({ capacity: 0 })).toThrow(
    "Option 'capacity' of newestEvents is 0; give a positive whole number. [N3ML_BAD_OPTION]",
  );
});

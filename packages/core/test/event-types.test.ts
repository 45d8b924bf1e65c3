import { type CoreEvents, coreEventTypes, type EventType } from '@n3ml/core';
import { expect, expectTypeOf, it } from 'vitest';

it('lists every type of event once; a type that core declares and does not list would not compile', () => {
  expect(new Set(coreEventTypes).size).toBe(coreEventTypes.length);
  expect(coreEventTypes).toEqual(expect.arrayContaining(['run:start', 'sample:end', 'spikes', 'log']));
  expectTypeOf<keyof CoreEvents>().toExtend<EventType>();
});

import { coreEventTypes, createEventBus } from '@n3ml/core';
import { expect, it } from 'vitest';
import { runEvents } from '../src/run-events.ts';

it('the run that observers are shown has every event of core', () => {
  const bus = createEventBus();
  const seen = new Set<string>();
  bus.all().subscribe(({ type }) => seen.add(type));
  for (const emit of runEvents()) emit(bus);
  expect([...seen].sort()).toEqual([...coreEventTypes].sort());
});

import type { RunEvent } from '@n3ml/core';
import { filter, type MonoTypeOperatorFunction, map } from 'rxjs';

/**
 * Of the spikes, those of some neurons: `spikes` of a population that is named keep the ids that are given, `spikes` of others go. Ids stay what they are, and a step in
 * which none of them spiked stays as an empty one. All other events pass.
 *
 * @example bus.on('spikes').pipe(onlyNeurons({ excitatory: [0, 17, 42] })).subscribe(...)
 */
export function onlyNeurons<E extends RunEvent>(neurons: Readonly<Record<string, Iterable<number>>>): MonoTypeOperatorFunction<E> {
  const kept = new Map(Object.entries(neurons).map(([population, ids]) => [population, new Set(ids)]));
  return (events) =>
    events.pipe(
      filter((event) => event.type !== 'spikes' || kept.has(event.population)),
      map((event) => (event.type === 'spikes' ? { ...event, ids: event.ids.filter((id) => kept.get(event.population)!.has(id)) } : event)),
    );
}

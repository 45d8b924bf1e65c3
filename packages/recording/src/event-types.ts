import { type EventType, N3mlError } from '@n3ml/core';

/** The types of events that core declares. */
export const coreEventTypes = [
  'run:start',
  'run:end',
  'epoch:start',
  'epoch:end',
  'sample:end',
  'batch:end',
  'spikes',
  'weights',
  'state',
  'metric',
  'checkpoint',
  'progress',
  'bus:dropped',
  'observer:error',
  'log',
] as const satisfies readonly EventType[];

/**
 * Types of events, given as an array or as names with commas between them.
 *
 * @throws N3mlError N3ML_BAD_OPTION
 */
export function chosenEventTypes(types: readonly EventType[] | string, owner: string): readonly EventType[] {
  const names = typeof types === 'string' ? types.split(',').map((name) => name.trim()) : types;
  if (names.length > 0 && names.every((name) => name !== '')) return names as readonly EventType[];
  throw new N3mlError(
    'N3ML_BAD_OPTION',
    `Option 'types' of ${owner} is ${JSON.stringify(types)}; give names of events, such as 'metric,sample:end'.`,
    { details: { types } },
  );
}

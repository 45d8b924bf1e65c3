import { type EventType, N3mlError } from '@n3ml/core';

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

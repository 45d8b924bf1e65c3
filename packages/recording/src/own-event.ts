import type { RunEvent } from '@n3ml/core';
import { elementTypeOf, type TypedArray } from './bytes/element-type.ts';

/** The event with copies of its arrays, which are borrowed: for whoever keeps it. */
export function ownEvent<E extends RunEvent>(event: E): E {
  const copy: E = { ...event };
  for (const key in copy) {
    const value = copy[key];
    if (elementTypeOf(value) >= 0) copy[key] = (value as TypedArray).slice() as typeof value;
  }
  return copy;
}

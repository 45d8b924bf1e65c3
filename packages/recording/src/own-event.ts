import type { RunEvent } from '@n3ml/core';
import { elementTypeOf, type TypedArray } from './bytes/element-type.ts';

/** The event with copies of its arrays, which are borrowed: for whoever keeps it. */
export const ownEvent = <E extends RunEvent>(event: E): E =>
  Object.fromEntries(
    Object.entries(event).map(([key, value]) => [key, elementTypeOf(value) >= 0 ? (value as TypedArray).slice() : value]),
  ) as E;

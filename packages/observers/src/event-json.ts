import type { RunEvent } from '@n3ml/core';

const plain = (_key: string, value: unknown): unknown =>
  ArrayBuffer.isView(value) && !(value instanceof DataView) ? Array.from(value as Float64Array) : value;

/**
 * An event as one line of JSON, without the line end. Typed arrays become plain arrays, numbers that JSON doesn't know (NaN) null.
 *
 * @param time put beside the type where given
 */
export function eventJson(event: RunEvent, time?: Date): string {
  const { type, ...payload } = event;
  return JSON.stringify({ type, ...(time ? { time: time.toISOString() } : {}), ...payload }, plain);
}

import { type EventType, N3mlError } from '@n3ml/core';

/** What a consumer of events sends, as JSON text: the types that it wants from now on, or how many bytes it has taken since it said so last. */
export type ConsumerMessage = { readonly types: readonly EventType[] } | { readonly taken: number };

/** Longest list of types, and longest name of one. */
const MOST_TYPES = 256;
const LONGEST_NAME = 128;

const isName = (value: unknown): boolean => typeof value === 'string' && value.length > 0 && value.length <= LONGEST_NAME;

/** @throws N3mlError N3ML_BAD_MESSAGE */
export function readConsumerMessage(text: unknown): ConsumerMessage {
  const { types, taken } = parse(text);
  if (Array.isArray(types) && types.length <= MOST_TYPES && types.every(isName)) return { types };
  if (Number.isSafeInteger(taken) && (taken as number) >= 0) return { taken: taken as number };
  throw new N3mlError('N3ML_BAD_MESSAGE', 'A consumer of events sends { types } or { taken } as JSON, nothing else.');
}

function parse(text: unknown): { readonly types?: unknown; readonly taken?: unknown } {
  try {
    return Object(JSON.parse(String(text)));
  } catch {
    return {};
  }
}

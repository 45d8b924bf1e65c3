/**
 * How events come to a subscriber. The producer never calls anything but a 'sync' handler.
 *
 * - `'sync'`: at once, inside `emit`; typed arrays are borrowed. While an async handler is pending, events wait as with `{ pause: 1 }`.
 * - `'latest'`: a slot per event type. A newer event takes the place of one that has not been delivered yet, which counts as lost.
 * - `{ dropOldest: n }`: a queue of n events; the oldest makes room for a newer one and counts as lost.
 * - `{ pause: n }`: lossless. `settle` waits until fewer than n events are queued.
 *
 * All but 'sync' copy the typed arrays of a payload (those that are its fields) and deliver in a turn of the event loop of their own, or at `settle`.
 */
export type Delivery = 'sync' | 'latest' | { readonly dropOldest: number } | { readonly pause: number };

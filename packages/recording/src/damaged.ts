import { N3mlError } from '@n3ml/core';

/** Bytes that are no block of events. */
export const damaged = (why: string): N3mlError =>
  new N3mlError('N3ML_EVENTS_DAMAGED', `These bytes are no events, or damaged ones: ${why}. Send or copy them again.`);

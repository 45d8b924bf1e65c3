import type { RunEvent } from '@n3ml/core';

/** How many samples are done with the end of a sample or a batch; undefined for other events. */
export const samplesDone = (event: RunEvent): number | undefined =>
  event.type === 'sample:end' || event.type === 'batch:end' ? event.done : undefined;

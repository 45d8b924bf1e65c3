import type { CoreEvents, EventType } from './events.ts';

// A record, for the compiler misses what is not in it and refuses what doesn't belong.
const listed: Readonly<Record<keyof CoreEvents, true>> = {
  'run:start': true,
  'run:end': true,
  'epoch:start': true,
  'epoch:end': true,
  'sample:end': true,
  'batch:end': true,
  spikes: true,
  weights: true,
  state: true,
  metric: true,
  checkpoint: true,
  progress: true,
  'bus:dropped': true,
  'observer:error': true,
  log: true,
};

/** The types of events that core declares, for those who listen to all of them, or to all but some. */
export const coreEventTypes = Object.keys(listed) as readonly EventType[];

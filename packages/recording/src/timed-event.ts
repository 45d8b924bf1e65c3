import type { RunEvent } from '@n3ml/core';

/** An event and when it came. */
export interface TimedEvent {
  /** Whole milliseconds since the recording or the stream began. */
  readonly time: number;
  readonly event: RunEvent;
}

/**
 * Recordings as files, and servers of events: what needs Node.
 *
 * @packageDocumentation
 */
import { definePlugin } from '@n3ml/core';
import { record } from './record.ts';

export { fromRun } from './from-run.ts';
export { openRecording, type Recording, type RecordingRange } from './open-recording.ts';
export { type RecordOptions, record } from './record.ts';
export type { RecordingTotals } from './recording-index.ts';
export { RecordingWriter, type RecordingWriterOptions } from './recording-writer.ts';
export { type ReplayOptions, replay, replayInto } from './replay.ts';
export { type EventServer, type ServeEventsOptions, serveEvents, streamSpecs } from './serve-events.ts';

declare module '@n3ml/core' {
  interface Observers {
    record: typeof record;
  }
}

/** The observer as a plugin. */
export default definePlugin({
  name: '@n3ml/recording',
  version: '0.0.0',
  api: 1,
  provides: { observer: { record } },
});

import { WebSocket } from 'ws';
import type { EventStream } from '../stream/event-stream.ts';
import { fromRun as fromRunBy } from '../stream/from-run.ts';

/**
 * The events of a run in another process, as the same typed Observables that its bus gives: `fromRun` of `@n3ml/recording`, with a WebSocket for every version of Node.
 *
 * @param url as `serveEvents` gave it, with its token
 * @throws N3mlError in the Observables N3ML_STREAM_UNREACHABLE, N3ML_STREAM_LOST, N3ML_EVENTS_VERSION, N3ML_EVENTS_DAMAGED
 */
export const fromRun = (url: string): EventStream => fromRunBy(url, { WebSocket });

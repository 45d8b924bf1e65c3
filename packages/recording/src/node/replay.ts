import { setImmediate, setTimeout } from 'node:timers/promises';
import { type EventBus, type EventType, N3mlError, type RunEvent } from '@n3ml/core';
import { Observable } from 'rxjs';
import type { TimedEvent } from '../timed-event.ts';
import { openRecording, type RecordingRange } from './open-recording.ts';

/** Options of {@link replay} and {@link replayInto}. */
export interface ReplayOptions<K extends EventType = EventType> extends RecordingRange {
  /** 1 keeps the pace of the run, 10 is ten times faster, Infinity as fast as it goes. @default Infinity */
  readonly speed?: number;
  /** Of these types only. @default all */
  readonly types?: readonly K[];
  /** Takes a recording that is cut short for what is there. @default false: it ends with an error */
  readonly partial?: boolean;
}

/** The events in their pace, as many at a time as are due. */
async function* paced(
  path: string,
  { speed = Infinity, types, partial = false, ...range }: ReplayOptions,
  signal?: AbortSignal,
): AsyncGenerator<readonly RunEvent[], void, undefined> {
  if (!(speed > 0))
    throw new N3mlError('N3ML_BAD_OPTION', `Option 'speed' of replay is ${speed}; give a number above 0, or Infinity.`, {
      details: { speed },
    });
  const wanted = types && new Set<string>(types);
  let start: { readonly clock: number; readonly time: number } | undefined;
  try {
    const recording = await openRecording(path);
    for await (const block of recording.blocks(range)) {
      const chosen = wanted ? block.filter(({ event }) => wanted.has(event.type)) : block;
      for (const batch of speed === Infinity ? [chosen] : sameTime(chosen)) {
        if (batch.length === 0) continue;
        const { time } = batch[0]!;
        start ??= { clock: performance.now(), time };
        const wait = (time - start.time) / speed - (performance.now() - start.clock);
        await (wait > 0 && speed !== Infinity ? setTimeout(wait, undefined, { signal }) : setImmediate());
        if (signal?.aborted) return;
        yield batch.map(({ event }) => event);
      }
    }
  } catch (error) {
    if (signal?.aborted || (partial && error instanceof N3mlError && error.code === 'N3ML_RECORDING_CUT')) return;
    throw error;
  }
}

/** Cuts events where the time goes on. */
function sameTime(events: readonly TimedEvent[]): readonly (readonly TimedEvent[])[] {
  const batches: TimedEvent[][] = [];
  for (const one of events) {
    const batch = batches.at(-1);
    if (batch && batch[0]!.time === one.time) batch.push(one);
    else batches.push([one]);
  }
  return batches;
}

/**
 * The events of a recording as they were recorded, in their order; each subscription reads the file from the beginning. It keeps one block of it in memory (about 256 KiB),
 * and unsubscribing ends the reading.
 *
 * @throws N3mlError (in the Observable) those of {@link openRecording} and of reading: what comes before the place of the error has been emitted then
 * @example replay('events.n3ml', { types: ['sample:end'], from: 1000 }).subscribe(({ done, predicted }) => ...)
 */
export const replay = <K extends EventType = EventType>(path: string, options: ReplayOptions<K> = {}): Observable<RunEvent<K>> =>
  new Observable((subscriber) => {
    const stop = new AbortController();
    const play = async (): Promise<void> => {
      for await (const events of paced(path, options, stop.signal)) {
        for (const event of events) {
          if (subscriber.closed) return;
          subscriber.next(event as unknown as RunEvent<K>);
        }
      }
      subscriber.complete();
    };
    play().catch((error: unknown) => subscriber.error(error));
    return () => stop.abort();
  });

/**
 * Plays a recording into a bus, as the run did that it is of: observers, a dashboard for example, see the same events. A slow observer holds it up as it would a run.
 *
 * @returns how many events there were
 * @throws N3mlError as {@link replay} does
 */
export async function replayInto(
  bus: EventBus,
  path: string,
  options: ReplayOptions & { readonly signal?: AbortSignal } = {},
): Promise<number> {
  const { signal, ...rest } = options;
  let count = 0;
  for await (const events of paced(path, rest, signal)) {
    for (const { type, ...payload } of events) {
      bus.channel(type).emit(payload as never);
      count++;
      if (bus.unsettled) await bus.settle();
    }
  }
  return count;
}

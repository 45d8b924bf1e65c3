import { coreEventTypes, type EventHandlers, type EventType, type Observer, type RunEvent, withOptions } from '@n3ml/core';
import { type OperatorFunction, Subject } from 'rxjs';
import { chosenEventTypes } from '../event-types.ts';
import { everyNthSample } from '../sinks/every-nth-sample.ts';
import { RecordingWriter } from './recording-writer.ts';

/** Options of {@link record}. */
export interface RecordOptions {
  /** The file, made anew. @default 'events.n3ml' */
  readonly path?: string;
  /** Types of events, as an array or separated by commas; those of other packages too. @default all that core declares */
  readonly types?: readonly EventType[] | string;
  /** Of the samples, the first and every n-th; see `everyNthSample`. @default 1 */
  readonly every?: number;
  /** Operators that the events go through first: `onlyNeurons`, `onTrigger`, or any of RxJS that gives its events at once. @default none */
  readonly through?: OperatorFunction<RunEvent, RunEvent>;
}

/**
 * Records events to a file, in a compact format of columns that `replay` reads as the same events. Nothing is lost: where the disk is slower than the run, the run waits. It
 * keeps about 256 KiB in memory, or the largest event, however long the run is, and a process that is killed loses no more than the events of its last second.
 *
 * @throws N3mlError N3ML_BAD_OPTION; N3ML_CANNOT_WRITE at the first event that can't be written, N3ML_NOT_RECORDABLE
 * @example bus.attach(record({ path: 'run.n3ml', every: 100, through: onlyNeurons({ excitatory: [0, 1, 2] }) }))
 */
export const record = withOptions(
  {
    path: { type: 'string', describe: 'file to write', default: 'events.n3ml' },
    types: { type: 'string', describe: 'event types, separated by commas', default: coreEventTypes.join(',') },
    every: { type: 'integer', describe: 'record every n-th sample', default: 1, min: 1 },
  },
  ({ path = 'events.n3ml', types = coreEventTypes, every = 1, through = (events) => events }: RecordOptions = {}): Observer => {
    const writer = new RecordingWriter(path);
    const events = new Subject<RunEvent>();
    let failure: unknown;
    const selected = events.pipe(everyNthSample(every), through);
    const subscription = selected.subscribe({
      // What a subscriber throws, RxJS throws from a timer; here it has to come out of the handler.
      next: (event) => {
        try {
          writer.add(event);
        } catch (error) {
          failure = error;
        }
      },
      error: (error) => {
        failure = error;
      },
    });
    const add = (event: RunEvent): void => {
      events.next(event);
      if (failure !== undefined) throw failure;
    };
    return {
      name: 'record',
      on: Object.fromEntries(chosenEventTypes(types, "observer 'record'").map((type) => [type, add])) as EventHandlers,
      close: () => {
        subscription.unsubscribe();
        writer.close();
      },
    };
  },
  { summary: 'Writes events to a file in a compact format of columns, which can be replayed as the same events.' },
);

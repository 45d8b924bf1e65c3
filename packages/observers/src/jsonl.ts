import { coreEventTypes, type EventHandlers, type EventType, N3mlError, type Observer, type RunEvent, withOptions } from '@n3ml/core';
import { eventJson } from './event-json.ts';
import { type LineTarget, LineWriter } from './line-writer.ts';

/** Everything but the bulky columns: spikes, weights and state are written only when they are asked for by name. */
const defaultTypes = coreEventTypes.filter((type) => type !== 'spikes' && type !== 'weights' && type !== 'state');

/** Options of {@link jsonl}. */
export interface JsonlOptions {
  /** The file, made anew. @default 'events.jsonl' */
  readonly path?: string;
  /** A stream in place of the file; it is left open. */
  readonly stream?: Exclude<LineTarget, string>;
  /** Types of events, as an array or separated by commas; those of other packages too. @default all but spikes, weights and state */
  readonly types?: readonly EventType[] | string;
  /** Adds the time at which the line is written. @default false */
  readonly time?: boolean;
  /** The clock, in ms since 1970. @default Date.now */
  readonly now?: () => number;
}

function chosenTypes(types: readonly EventType[] | string): readonly EventType[] {
  const names = typeof types === 'string' ? types.split(',').map((name) => name.trim()) : types;
  if (names.length > 0 && names.every((name) => name !== '')) return names as readonly EventType[];
  throw new N3mlError(
    'N3ML_BAD_OPTION',
    `Option 'types' of observer 'jsonl' is ${JSON.stringify(types)}; give names of events, such as 'metric,sample:end'.`,
    {
      details: { types },
    },
  );
}

/**
 * Writes events as JSON Lines: one object a line, with `type` first and then the payload. Nothing is lost, and memory stays bounded: where
 * the disk is slower than the run, the run waits.
 *
 * @throws N3mlError N3ML_CANNOT_WRITE at the first event that can't be written
 * @example bus.attach(jsonl({ path: 'run.jsonl', types: ['metric', 'spikes'] }))
 */
export const jsonl = withOptions(
  {
    path: { type: 'string', describe: 'file to write', default: 'events.jsonl' },
    types: { type: 'string', describe: 'event types, separated by commas', default: defaultTypes.join(',') },
    time: { type: 'boolean', describe: 'add the time of writing', default: false },
  },
  ({ path = 'events.jsonl', stream, types = defaultTypes, time = false, now = Date.now }: JsonlOptions = {}): Observer => {
    const lines = new LineWriter(stream ?? path);
    const write = (event: RunEvent): void | Promise<void> => lines.write(`${eventJson(event, time ? new Date(now()) : undefined)}\n`);
    return {
      name: 'jsonl',
      delivery: { pause: 1024 },
      // Whoever reads the stream may take their time: `| less`.
      ...(stream && { patience: Infinity }),
      on: Object.fromEntries(chosenTypes(types).map((type) => [type, write])) as EventHandlers,
      close: () => lines.close(),
    };
  },
  { summary: 'Writes events as JSON Lines, one object a line.' },
);

import { createEventBus, type EventBus } from '@n3ml/core';
import { jsonl, progress } from '@n3ml/observers';
import type { CliContext } from './context.ts';
import { RunFailure } from './exit-code.ts';

/** How much whoever sits in front of the terminal wants to see. */
export interface Front {
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/**
 * Does something with a bus that shows in front what happens (JSON lines on stdout where asked for, progress on stderr) and is closed afterwards, whatever
 * happens, so that observers finish their files.
 *
 * @throws RunFailure in place of what is thrown after the first sample or batch
 */
export async function withBus<T>({ stdout, stderr }: CliContext, { json, quiet }: Front, work: (bus: EventBus) => Promise<T>): Promise<T> {
  const bus = createEventBus();
  showMessages(bus, stderr, quiet);
  if (json) bus.attach(jsonl({ stream: stdout }));
  if (!quiet && (!json || stderr.isTTY)) bus.attach(progress({ stream: stderr, messages: false }));
  let begun = false;
  const begin = (): void => {
    begun = true;
    first.unsubscribe();
  };
  const first = bus.on('sample:end').subscribe(begin);
  first.add(bus.on('batch:end').subscribe(begin));
  try {
    return await work(bus);
  } catch (error) {
    throw begun ? new RunFailure(error) : error;
  } finally {
    await bus.close();
  }
}

/** Shows messages as long as the bus lives: an observer may also fail when it is closed, after the progress has ended. */
function showMessages(bus: EventBus, stderr: CliContext['stderr'], quiet = false): void {
  const show = (text: string): void => void stderr.write(`${stderr.isTTY ? '\r\u001b[K' : ''}${text}\n`);
  bus.on('observer:error').subscribe(({ observer, error }) => show(`Observer '${observer}' failed and was detached: ${error}`));
  if (quiet) return;
  bus.on('log').subscribe(({ level, message }) => show(level === 'warning' ? `Warning: ${message}` : message));
}

import { createEventBus, type EventBus } from '@n3ml/core';
import { openDashboard } from '@n3ml/dashboard';
import { jsonl, progress } from '@n3ml/observers';
import type { CliContext } from './context.ts';
import { RunFailure } from './exit-code.ts';

/** How much whoever sits in front of the terminal wants to see. */
export interface Front {
  readonly json?: boolean;
  readonly quiet?: boolean;
  /** Port of a page that shows the run. @default no page */
  readonly dashboard?: number;
}

/**
 * Does something with a bus that shows in front what happens (JSON lines on stdout where asked for, progress on stderr, a page) and is closed afterwards, whatever
 * happens, so that observers finish their files.
 *
 * @param work is to stop at its signal: that of the context, or the page's button
 * @throws RunFailure in place of what is thrown after the first sample or batch
 * @throws N3mlError what {@link openDashboard} throws, before any work
 */
export async function withBus<T>(
  context: CliContext,
  { json, quiet, dashboard }: Front,
  work: (bus: EventBus, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { stdout, stderr } = context;
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
    return await (dashboard === undefined ? work(bus, context.signal) : withPage(bus, dashboard, context.signal, work));
  } catch (error) {
    throw begun ? new RunFailure(error) : error;
  } finally {
    await bus.close();
  }
}

/** Does something while a page of this machine shows it. */
async function withPage<T>(
  bus: EventBus,
  port: number,
  interruption: AbortSignal,
  work: (bus: EventBus, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const stopper = new AbortController();
  const signal = AbortSignal.any([interruption, stopper.signal]);
  const page = await openDashboard(bus, { port, signal, stop: () => stopper.abort() });
  bus.channel('log').emit({ level: 'info', message: `Dashboard: ${page.url}` });
  try {
    return await work(bus, signal);
  } finally {
    await page.close();
  }
}

/** Shows messages as long as the bus lives: an observer may also fail when it is closed, after the progress has ended. */
function showMessages(bus: EventBus, stderr: CliContext['stderr'], quiet = false): void {
  const show = (text: string): void => void stderr.write(`${stderr.isTTY ? '\r\u001b[K' : ''}${text}\n`);
  bus.on('observer:error').subscribe(({ observer, error }) => show(`Observer '${observer}' failed and was detached: ${error}`));
  if (quiet) return;
  bus.on('log').subscribe(({ level, message }) => show(level === 'warning' ? `Warning: ${message}` : message));
}

import { createEventBus, type EventBus, N3mlError } from '@n3ml/core';
import { type Dashboard, openDashboard } from '@n3ml/dashboard';
import { jsonl, progress } from '@n3ml/observers';
import { serveEvents } from '@n3ml/recording/node';
import type { CliContext } from './context.ts';
import { RunFailure, StoppedFromPage } from './exit-code.ts';

/** How much whoever sits in front of the terminal wants to see. */
export interface Front {
  readonly json?: boolean;
  readonly quiet?: boolean;
  /** Port of a page that shows the run. @default no page */
  readonly dashboard?: number;
  /** Port of a stream of the events. @default no stream */
  readonly stream?: number;
  /** Another port will do where that one is in use. @default false */
  readonly orAnyPort?: boolean;
  /** What the page shows is a recording. @default false */
  readonly recorded?: boolean;
}

/** What is done with a bus, until its signal: that of the context, or the page's button. */
type Work<T> = (bus: EventBus, signal: AbortSignal, page?: Dashboard) => Promise<T>;

/**
 * Does something with a bus that shows in front what happens (JSON lines on stdout where asked for, progress on stderr, a page, a stream) and is closed afterwards, whatever
 * happens, so that observers finish their files.
 *
 * @throws RunFailure in place of what is thrown after the first sample or batch
 * @throws StoppedFromPage in place of what is thrown once the page's button was pressed
 * @throws N3mlError what {@link openDashboard} and {@link serveEvents} throw, before any work
 */
export async function withBus<T>(context: CliContext, front: Front, work: Work<T>): Promise<T> {
  const { stdout, stderr, signal } = context;
  const { json, quiet, dashboard, stream } = front;
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
    // It closes with the bus.
    if (stream !== undefined) tellAddress(bus, 'Stream', (await serveEvents(bus, { port: stream })).url, context, front);
    return await (dashboard === undefined ? work(bus, signal) : withPage(bus, dashboard, front, context, work));
  } catch (error) {
    throw begun && !(error instanceof StoppedFromPage) ? new RunFailure(error) : error;
  } finally {
    await bus.close();
  }
}

/** Does something while a page of this machine shows it. */
async function withPage<T>(bus: EventBus, port: number, front: Front, context: CliContext, work: Work<T>): Promise<T> {
  const { orAnyPort = false, recorded = false } = front;
  const { signal: interruption } = context;
  const stopper = new AbortController();
  const signal = AbortSignal.any([interruption, stopper.signal]);
  const open = (at: number): Promise<Dashboard> => openDashboard(bus, { port: at, signal, recorded, stop: () => stopper.abort() });
  const page = await open(port).catch((error: unknown) => {
    if (orAnyPort && error instanceof N3mlError && error.code === 'N3ML_PORT_IN_USE') return open(0);
    throw error;
  });
  tellAddress(bus, 'Dashboard', page.url, context, front);
  try {
    return await work(bus, signal, page);
  } catch (error) {
    throw stopper.signal.aborted ? new StoppedFromPage(error) : error;
  } finally {
    await page.close();
  }
}

/** Where something is served; nobody could find it without. */
function tellAddress(bus: EventBus, what: string, url: string, { stderr }: CliContext, { quiet }: Front): void {
  const message = `${what}: ${url}`;
  bus.channel('log').emit({ level: 'info', message });
  if (quiet) stderr.write(`${message}\n`);
}

/** Shows messages as long as the bus lives: an observer may also fail when it is closed, after the progress has ended. */
function showMessages(bus: EventBus, stderr: CliContext['stderr'], quiet = false): void {
  const show = (text: string): void => void stderr.write(`${stderr.isTTY ? '\r\u001b[K' : ''}${text}\n`);
  bus.on('observer:error').subscribe(({ observer, error }) => show(`Observer '${observer}' failed and was detached: ${error}`));
  if (quiet) return;
  bus.on('log').subscribe(({ level, message }) => show(level === 'warning' ? `Warning: ${message}` : message));
}

import { encodeFrame } from '../wire/frame.ts';
import type { LogEntry, LogMessage } from '../wire/messages.ts';
import type { Slot } from './slot.ts';

const LIMIT = 400;
const LINE = 500;

/** The newest lines of the event log. */
export class EventLog implements Slot {
  readonly kind = 'plain';
  readonly #entries: LogEntry[] = [];
  version = 0;

  add(level: LogEntry['level'], text: string): void {
    this.#entries.push({ time: Date.now(), level, text: text.length > LINE ? `${text.slice(0, LINE)} ...` : text });
    if (this.#entries.length > LIMIT) this.#entries.shift();
    this.version++;
  }

  frameSince(version: number): Uint8Array {
    const missed = this.version - version;
    const reset = version === 0 || missed > LIMIT;
    const entries = reset ? this.#entries : this.#entries.slice(-missed);
    return encodeFrame({ type: 'log', reset, entries } satisfies LogMessage);
  }
}

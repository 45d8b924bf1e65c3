import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';
import type { RunView } from '../run-view.ts';
import type { Slot } from '../slots/slot.ts';
import { encodeFrame } from '../wire/frame.ts';
import type { Controls, Phase, StatusMessage } from '../wire/messages.ts';
import { readBrowserMessage } from './read-browser-message.ts';

/** Updates on the way to a browser at most. */
const IN_FLIGHT = 2;
/** Sending it pictures of the weights takes one of so many parts of the time: while a run computes, and while nothing does. */
const PICTURE_SHARE = { running: 200, atRest: 50 };
/** Without news a status is sent after this many ms, so that the page sees the time go on. */
const STATUS_EVERY = 500;
/** Pings without an answer after which a browser is dead. The first answer may lie in the socket while the run computes. */
const PATIENCE = 3;

/** Nothing computes then, so pictures take time from nobody but the browser. */
const atRest: readonly Phase[] = ['paused', 'finished', 'stopped'];

/** What browsers may ask for. */
export interface BrowserHost {
  readonly view: RunView;
  readonly controls: Controls;
  /** Whether the run is a recording, which computes nothing. */
  readonly isRecorded: boolean;
  pause(): void;
  resume(): void;
  stop(): void;
}

/**
 * One browser that looks on. It gets what has changed since its last update, never a queue of what it has missed: nothing is sent while the last update is still in
 * our buffers, or has not been shown, so a slow browser costs bounded memory and no time.
 */
export class Browser {
  readonly #socket: WebSocket;
  readonly #stream: Duplex;
  readonly #host: BrowserHost;
  readonly #seen = new WeakMap<Slot, number>();
  readonly #watched = { plain: true, weights: false, spikes: false };
  #update = 0;
  #shown = 0;
  #changes = -1;
  #sentAt = -Infinity;
  /** When the newest pictures of weights had been sent, and how long that took, in ms. */
  #picture = { sentAt: -Infinity, cost: 0 };
  #dropped = 0;
  /** Versions when it was last ready for an update. */
  readonly #passed = new WeakMap<Slot, number>();
  #isBehind = false;
  #unanswered = 0;

  /** @param stream what the socket writes to */
  constructor(socket: WebSocket, stream: Duplex, host: BrowserHost) {
    this.#socket = socket;
    this.#stream = stream;
    this.#host = host;
    socket.on('message', (data, isBinary) => this.#take(isBinary ? '' : String(data)));
    socket.on('pong', () => {
      this.#unanswered = 0;
    });
    // What goes wrong on a socket closes it, and there is nothing more to do about it.
    socket.on('error', () => undefined);
  }

  /** Whether it is fast enough for more news: it has taken and shown what it was sent. */
  get isReady(): boolean {
    const { readyState, bufferedAmount } = this.#socket;
    return readyState === WebSocket.OPEN && bufferedAmount === 0 && this.#update - this.#shown < IN_FLIGHT;
  }

  /** Whether it looks at spikes and is fast enough to be shown new ones. */
  get wantsSpikes(): boolean {
    return this.#watched.spikes && this.isReady;
  }

  /** Sends what is new. */
  update(now: number): void {
    if (!this.isReady) {
      this.#isBehind = true;
      return;
    }
    this.#countDropped();
    const { view, controls } = this.#host;
    const news = [...view.slots.values()].filter((slot) => this.#isDue(slot, now));
    if (news.length === 0 && view.changes === this.#changes && now - this.#sentAt < STATUS_EVERY) return;
    const begun = performance.now();
    // One system call for all messages of an update.
    this.#stream.cork();
    for (const slot of news) {
      this.#socket.send(slot.frameSince(this.#seen.get(slot) ?? 0));
      this.#seen.set(slot, slot.version);
    }
    this.#update++;
    this.#changes = view.changes;
    this.#sentAt = now;
    const status: StatusMessage = { ...view.status(controls), update: this.#update, dropped: this.#dropped };
    this.#socket.send(encodeFrame(status));
    this.#stream.uncork();
    const end = performance.now();
    if (news.some(({ kind }) => kind === 'weights')) this.#picture = { sentAt: end, cost: end - begun };
  }

  /** Asks whether it is still there; one that doesn't answer is given up. */
  ping(): void {
    if (this.#unanswered++ >= PATIENCE) this.#socket.terminate();
    else if (this.#socket.readyState === WebSocket.OPEN) this.#socket.ping();
  }

  /** Sends the last news and says goodbye. */
  async close(grace: number): Promise<void> {
    if (this.#socket.readyState === WebSocket.CLOSED) return;
    this.#shown = this.#update;
    this.update(Infinity);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => this.#socket.terminate(), grace);
      this.#socket.once('close', () => {
        clearTimeout(timer);
        resolve();
      });
      this.#socket.close(1000, 'The run is over.');
    });
  }

  #isDue(slot: Slot, now: number): boolean {
    if (!this.#watched[slot.kind] || slot.version === (this.#seen.get(slot) ?? 0)) return false;
    if (slot.kind !== 'weights') return true;
    const { view, isRecorded } = this.#host;
    const share = isRecorded || atRest.includes(view.phase) ? PICTURE_SHARE.atRest : PICTURE_SHARE.running;
    return now >= this.#picture.sentAt + share * this.#picture.cost;
  }

  /** Of what came while it wasn't ready, all but the newest is never shown. */
  #countDropped(): void {
    for (const slot of this.#host.view.slots.values()) {
      if (slot.kind === 'plain' || !this.#watched[slot.kind]) continue;
      const passed = this.#passed.get(slot) ?? slot.version;
      if (this.#isBehind) this.#dropped += Math.max(0, slot.version - passed - 1);
      this.#passed.set(slot, slot.version);
    }
    this.#isBehind = false;
  }

  #take(text: string): void {
    const message = readBrowserMessage(text);
    if (!message) {
      this.#socket.close(1008, 'That is no message of this page.');
      return;
    }
    switch (message.type) {
      case 'shown':
        this.#shown = Math.min(this.#update, message.update);
        return;
      case 'watch':
        this.#watch('weights', message.weights);
        this.#watch('spikes', message.spikes);
        return;
      default:
        this.#host[message.type]();
    }
  }

  #watch(kind: 'weights' | 'spikes', watched: boolean): void {
    // What came while it didn't look was not lost.
    for (const slot of this.#host.view.slots.values()) if (slot.kind === kind) this.#passed.set(slot, slot.version);
    this.#watched[kind] = watched;
  }
}

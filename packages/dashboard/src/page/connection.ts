import { decodeFrame } from '../wire/frame.ts';
import type { BrowserMessage, ServerMessage } from '../wire/messages.ts';

/** The first wait before another attempt to connect, and the longest, in ms. */
const [RETRY, LONGEST_RETRY] = [500, 8000];
/** The server has said goodbye: there will be nothing more. */
const OVER = 1000;

export interface ConnectionEvents {
  onMessage(message: ServerMessage): void;
  /** Connected again: the server tells everything anew. */
  onOpen(): void;
  onLost(isOver: boolean): void;
}

/** The way to the server. A lost connection is made again, unless the run is over. */
export class Connection {
  readonly #events: ConnectionEvents;
  #socket: WebSocket | undefined;
  #retry = RETRY;

  constructor(events: ConnectionEvents) {
    this.#events = events;
    this.#connect();
  }

  send(message: BrowserMessage): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  #connect(): void {
    const url = new URL('/events', location.href);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new WebSocket(url);
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => {
      this.#retry = RETRY;
      this.#events.onOpen();
    };
    // What the server sends is a ServerMessage: both come from one package.
    socket.onmessage = ({ data }) => this.#events.onMessage(decodeFrame(data as ArrayBuffer) as unknown as ServerMessage);
    socket.onclose = ({ code }) => {
      this.#events.onLost(code === OVER);
      if (code === OVER) return;
      setTimeout(() => this.#connect(), this.#retry);
      this.#retry = Math.min(2 * this.#retry, LONGEST_RETRY);
    };
    this.#socket = socket;
  }
}

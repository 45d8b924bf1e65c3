import { once } from 'node:events';
import { WebSocket } from 'ws';
import { decodeFrame } from '../src/wire/frame.ts';
import type { BrowserMessage, ServerMessage } from '../src/wire/messages.ts';

/** What a browser does, without a picture: it takes messages and acknowledges them. */
export class Spectator {
  readonly socket: WebSocket;
  readonly messages: ServerMessage[] = [];
  readonly closed: Promise<number>;
  /** Whether updates are acknowledged. */
  shows = true;
  #arrived: (() => void)[] = [];

  constructor(url: string, headers: Record<string, string>) {
    this.socket = new WebSocket(url, { headers });
    this.closed = new Promise((resolve) => this.socket.on('close', (code) => resolve(code)));
    this.socket.on('message', (data: Buffer) => {
      const message = decodeFrame(new Uint8Array(data).buffer) as unknown as ServerMessage;
      this.messages.push(message);
      if (message.type === 'status' && this.shows) this.send({ type: 'shown', update: message.update });
      for (const resolve of this.#arrived.splice(0)) resolve();
    });
  }

  /** @param page URL of the page */
  static async join(page: string, headers: Record<string, string> = {}): Promise<Spectator> {
    const url = new URL('/events', page);
    url.protocol = 'ws:';
    url.search = new URL(page).search;
    const spectator = new Spectator(url.href, headers);
    await once(spectator.socket, 'open');
    return spectator;
  }

  send(message: BrowserMessage): void {
    this.socket.send(JSON.stringify(message));
  }

  of<T extends ServerMessage['type']>(type: T): Extract<ServerMessage, { type: T }>[] {
    return this.messages.filter((message): message is Extract<ServerMessage, { type: T }> => message.type === type);
  }

  last<T extends ServerMessage['type']>(type: T): Extract<ServerMessage, { type: T }> | undefined {
    return this.of(type).at(-1);
  }

  /** Waits until something is true of what has come. */
  async until(isTrue: () => boolean): Promise<void> {
    while (!isTrue()) await new Promise<void>((resolve) => this.#arrived.push(resolve));
  }
}

import { argv } from 'node:process';
import { decodeFrame, type ServerMessage } from '@n3ml/dashboard';
import { WebSocket } from 'ws';

/** How a browser takes what it is sent: all at once, or nothing any more after the first update. */
export type SpectatorKind = 'quick' | 'dead';

/** What it was sent. */
export interface SpectatorReport {
  readonly updates: number;
  readonly bytes: number;
}

const [page, kind] = argv.slice(2) as [string, SpectatorKind];
const socket = new WebSocket(new URL('/events', page.replace(/^http/, 'ws')));
let [updates, bytes] = [0, 0];
socket.on('open', () => socket.send(JSON.stringify({ type: 'watch', weights: true, spikes: true })));
socket.on('message', (data: Buffer) => {
  bytes += data.length;
  const message = decodeFrame(new Uint8Array(data).buffer) as unknown as ServerMessage;
  if (message.type !== 'status') return;
  updates = message.update;
  if (kind === 'dead' && message.done > 0) socket.pause();
  else socket.send(JSON.stringify({ type: 'shown', update: message.update }));
});
socket.on('close', () => process.send?.({ updates, bytes } satisfies SpectatorReport));
process.on('disconnect', () => process.exit());

import { once } from 'node:events';
import { type BrowserMessage, decodeFrame, type ServerMessage } from '@n3ml/dashboard';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';

/** Takes messages of a page as its script does. */
export async function watch(url: string): Promise<{ send(message: BrowserMessage): void; until(phase: string): Promise<void> }> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}events`);
  onTestFinished(() => socket.terminate());
  const send = (message: BrowserMessage): void => socket.send(JSON.stringify(message));
  let phase: string | undefined;
  socket.on('message', (data: Buffer) => {
    const message = decodeFrame(new Uint8Array(data).buffer) as unknown as ServerMessage;
    if (message.type !== 'status') return;
    phase = message.phase;
    send({ type: 'shown', update: message.update });
  });
  await once(socket, 'open');
  return {
    send,
    async until(wanted) {
      while (phase !== wanted) await once(socket, 'message');
    },
  };
}

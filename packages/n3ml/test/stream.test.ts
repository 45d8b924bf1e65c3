import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RunEvent } from '@n3ml/core';
import { fromRun } from '@n3ml/recording/node';
import { expect, onTestFinished, test } from 'vitest';
import { openTerminal } from './support/terminal.ts';

const address = /Stream: (ws:\/\/127\.0\.0\.1:\d+\/)\n/;

test('--stream gives the events of a run to another program, from when that has come on', async () => {
  const { run } = await openTerminal();
  let running: ReturnType<typeof run> | undefined;
  const url = await new Promise<string>((resolve) => {
    running = run('train tiny --data synthetic-bits --epochs 5000 --quiet --stream 0 --out a', {
      onErr: (text) => {
        const found = address.exec(text)?.[1];
        if (found) resolve(found);
      },
    });
  });
  const heard: RunEvent<'run:start' | 'sample:end' | 'run:end'>[] = [];
  const over = new Promise<void>((resolve, reject) => {
    fromRun(url)
      .on(['run:start', 'sample:end', 'run:end'])
      .subscribe({ next: (event) => heard.push(event), complete: resolve, error: reject });
  });
  expect((await running!).code).toBe(0);
  await over;
  expect(heard[0]).toMatchObject({ type: 'run:start', model: 'tiny' });
  expect(heard.at(-1)).toMatchObject({ type: 'run:end', finished: true });
  const done = heard.flatMap((event) => (event.type === 'sample:end' ? [event.done] : []));
  expect(done.length).toBeGreaterThan(0);
  expect(done).toEqual(done.map((_, k) => done[0]! + k));
  const last = heard.at(-2) as RunEvent<'sample:end'>;
  expect(last.done).toBe(last.total);
});

test('a port in use is told before any work', async () => {
  const server = createServer();
  onTestFinished(() => void server.close());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const { run } = await openTerminal();
  const { code, err } = await run(`train tiny --data synthetic-bits --stream ${port} --quiet --out a`);
  expect(code).toBe(2);
  expect(err).toContain(`Port ${port} of 127.0.0.1 is in use. Give the stream another one, or 0 for any that is free.`);
});

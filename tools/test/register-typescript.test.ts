import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';

test('a worker thread that a test starts can load TypeScript', async () => {
  const worker = new Worker(new URL('../bench/machine.ts', import.meta.url));
  expect(await once(worker, 'exit')).toEqual([0]);
});

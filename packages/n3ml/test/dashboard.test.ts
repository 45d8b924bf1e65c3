import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openTerminal } from './support/terminal.ts';
import { watch } from './support/watch.ts';

/** Longer than any test waits, so that it is over only if the page stops it. */
const endless = 'train tiny --data synthetic-bits --epochs 1000000000';
const address = /Dashboard: (http:\/\/127\.0\.0\.1:\d+\/)\n/;

test('--dashboard serves a page while a run is on; its button stops the run, which saves and says how to go on', async () => {
  const { cwd, run } = await openTerminal();
  let running: ReturnType<typeof run> | undefined;
  const url = await new Promise<string>((resolve) => {
    const onErr = (text: string): void => resolve(address.exec(text)?.[1] ?? '');
    running = run(`${endless} --dashboard 0 --out a`, { onErr });
  });

  const page = await fetch(url);
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('<title>n3ml</title>');
  const browser = await watch(url);
  await browser.until('running');
  browser.send({ type: 'pause' });
  await browser.until('paused');
  browser.send({ type: 'resume' });
  await browser.until('running');
  browser.send({ type: 'stop' });

  const { code, out } = await running!;
  expect(code).toBe(130);
  expect(out).toMatch(/^Interrupted after \d+ samples; everything up to there is saved\. To go on:\n {2}npx n3ml train tiny .*--resume\n$/);
  expect(existsSync(join(cwd, 'a/checkpoint.safetensors'))).toBe(true);
  await expect(fetch(url)).rejects.toThrow();
});

test('a port in use is told before any work', async () => {
  const server = createServer();
  onTestFinished(() => void server.close());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  const { cwd, run } = await openTerminal();
  const { code, out, err } = await run(`train tiny --data synthetic-bits --dashboard ${port} --json --out a`);
  expect(code).toBe(2);
  expect(err).toContain(`Port ${port} of 127.0.0.1 is in use. Give the dashboard another one, or 0 for any that is free.`);
  expect(JSON.parse(out)).toMatchObject({ type: 'error', code: 'N3ML_PORT_IN_USE' });
  expect(existsSync(join(cwd, 'a'))).toBe(false);
});

test('assign and infer have it too', async () => {
  const { run } = await openTerminal();
  await run('train tiny --data synthetic-bits --out a');
  for (const verb of ['assign', 'infer']) {
    const { code, err } = await run(`${verb} a --dashboard 0`);
    expect(code).toBe(0);
    expect(err).toMatch(address);
  }
});

test('without a value it has its usual port; what is no port is refused', async () => {
  const { run } = await openTerminal();
  expect((await run('infer --help')).out).toMatch(/--dashboard \[n\] [^-]*any\s+that\s+is\s+free\s+\(default:\s+8765\)/);
  const refusals = [
    ['70000', "--dashboard needs a whole number of at most 65535 or nothing, not '70000'."],
    [
      'soon',
      "--dashboard needs a whole number or nothing, not 'soon'. If 'soon' is what the command works on, write it before --dashboard.",
    ],
  ] as const;
  expect((await run('infer --dashboard runs/first')).err).toBe(
    "--dashboard needs a whole number or nothing, not 'runs/first'. If 'runs/first' is what the command works on, write it before --dashboard. [N3ML_BAD_FLAG]\n",
  );
  for (const [port, message] of refusals) {
    const { code, err } = await run(`${endless} --dashboard ${port} --out a`);
    expect(code).toBe(2);
    expect(err).toContain(message);
  }
});

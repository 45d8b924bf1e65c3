import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createEventBus, createRegistry } from '@n3ml/core';
import plugin from '@n3ml/dashboard';
import { describe, expect, it } from 'vitest';
import { pretendRun } from './pretend-run.ts';
import { Spectator } from './spectator.ts';

const registry = createRegistry().use(plugin);
const breath = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

/** Told the URL by the observer. */
function mouth() {
  const said: string[] = [];
  return { said, stream: { write: (text: string) => said.push(text) }, url: () => /http\S+/.exec(said.join(''))![0] };
}

describe("the observer 'dashboard'", () => {
  it('opens a page at the first event, pauses the run, and closes with the bus', async () => {
    const bus = createEventBus();
    const { stream, url, said } = mouth();
    bus.attach(registry.create('observer', 'dashboard', { port: 0, spikes: true, stream }));
    expect(said).toEqual([]);
    let spectator: Spectator | undefined;
    let done = 0;
    const run = pretendRun(bus, {
      samples: 100,
      afterSample: async (sample) => {
        done = sample;
        if (sample === 2) {
          spectator = await Spectator.join(url());
          spectator.send({ type: 'watch', weights: true, spikes: true });
          spectator.send({ type: 'pause' });
        }
        await breath();
      },
    });
    while (!spectator) await breath();
    const there = spectator;
    await there.until(() => there.last('status')?.phase === 'paused');
    expect(there.last('status')!.controls).toEqual({ pause: true, stop: false });
    // What is on its way to the inner bus arrives; then it waits.
    for (let k = 0; k < 10; k++) await breath();
    const waiting = done;
    for (let k = 0; k < 20; k++) await breath();
    expect(done).toBe(waiting);
    there.send({ type: 'resume' });
    expect(await run).toBe(100);
    await bus.close();
    expect(await there.closed).toBe(1000);
    expect(there.last('status')).toMatchObject({ phase: 'finished', done: 100 });
    expect(there.of('spikes').length).toBeGreaterThan(0);
  });

  it('keeps spikes inactive unless asked for them', () => {
    const bus = createEventBus();
    bus.attach(registry.create('observer', 'dashboard', { port: 0 }));
    expect(bus.channel('spikes').active).toBe(false);
    expect(bus.channel('weights').active).toBe(true);
  });

  it('is detached and reported where its port is in use; the run goes on', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const bus = createEventBus();
    const errors: string[] = [];
    bus.on('observer:error').subscribe(({ observer, code }) => void errors.push(`${observer}: ${code}`));
    bus.attach(registry.create('observer', 'dashboard', { port, stream: mouth().stream }));
    expect(await pretendRun(bus, { samples: 10, afterSample: breath })).toBe(10);
    await bus.close();
    expect(errors).toEqual(['dashboard: N3ML_PORT_IN_USE']);
    server.close();
  });
});

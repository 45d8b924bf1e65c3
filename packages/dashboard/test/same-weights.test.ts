import { type Checkpoint, createEventBus, createRegistry } from '@n3ml/core';
import { syntheticDigits } from '@n3ml/datasets';
import encoders from '@n3ml/encoders';
import engine from '@n3ml/engine';
import neurons from '@n3ml/neurons';
import stdp, { diehlCook2015 } from '@n3ml/stdp';
import { describe, expect, it } from 'vitest';
import { openDashboard } from '../src/open-dashboard.ts';
import { Spectator } from './spectator.ts';

const registry = createRegistry().use(engine, neurons, encoders, stdp);
const { train } = syntheticDigits({ train: 400, test: 1 });
const model = diehlCook2015({ neurons: 20 });

const bytesOf = ({ tensors }: Checkpoint): Record<string, Buffer> =>
  Object.fromEntries(Object.entries(tensors).map(([name, { data }]) => [name, Buffer.from(data.buffer, data.byteOffset, data.byteLength)]));

describe('a training that is watched', () => {
  it('paused and resumed, gives the weights of one that is not, bit for bit', async () => {
    const alone = await model.train(train, { registry, bus: createEventBus() });

    const bus = createEventBus();
    const page = await openDashboard(bus, { port: 0 });
    // Behind its hundredth sample the run waits until the browser has asked for the pause.
    let goOn = (): void => {};
    const asked = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const detach = bus.attach({
      name: 'until asked',
      patience: Infinity,
      on: { 'sample:end': ({ done }) => (done === 100 ? asked : undefined) },
    });
    const spectator = await Spectator.join(page.url);
    spectator.send({ type: 'watch', weights: true, spikes: true });
    await spectator.until(() => spectator.last('status') !== undefined);
    const training = model.train(train, { registry, bus });
    await spectator.until(() => spectator.last('status')!.done >= 100);
    spectator.send({ type: 'pause' });
    await spectator.until(() => spectator.last('status')!.phase === 'pausing');
    goOn();
    await spectator.until(() => spectator.last('status')!.phase === 'paused');
    detach();
    spectator.send({ type: 'resume' });
    const watched = await training;
    await page.close();
    await bus.close();
    await spectator.closed;

    expect(watched.results).toEqual(alone.results);
    expect(bytesOf(watched.checkpoint)).toEqual(bytesOf(alone.checkpoint));
    expect(spectator.of('spikes').length).toBeGreaterThan(0);
    expect(spectator.last('weights')).toMatchObject({ connection: 'input-exc', tiles: 20, tileWidth: 28, done: 400 });
    expect(spectator.of('state').slice(-3)).toMatchObject(
      [
        ['exc', 'theta'],
        ['exc', 'v'],
        ['inh', 'v'],
      ].map(([population, variable]) => ({ population, variable, done: 400 })),
    );
  });
});

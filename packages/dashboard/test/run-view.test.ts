import { createEventBus } from '@n3ml/core';
import { describe, expect, it } from 'vitest';
import { RunView } from '../src/run-view.ts';
import { decodeFrame } from '../src/wire/frame.ts';
import type { LogMessage, SpikeTimesMessage, StateMessage } from '../src/wire/messages.ts';
import { pretendRun } from './pretend-run.ts';

const controls = { pause: true, stop: true };

function watched() {
  const bus = createEventBus();
  const world = { now: 0 };
  const view = new RunView(() => world.now);
  bus.attach({ name: 'view', on: { ...view.handlers, ...view.pictureHandlers } });
  const message = <M>(key: string): M => decodeFrame(view.slots.get(key)!.frameSince(0).slice().buffer) as M;
  return { bus, view, world, message };
}

describe('RunView', () => {
  it('shows how far a run is', async () => {
    const { bus, view, world } = watched();
    expect(view.status(controls)).toMatchObject({ phase: 'waiting', done: 0, total: 0, rate: null, eta: null, accuracy: null });
    await pretendRun(bus, {
      samples: 400,
      afterSample: (done) => {
        world.now += 10;
        if (done === 200) {
          view.status(controls);
          expect(view.status(controls)).toMatchObject({ phase: 'running', done: 200, total: 400, eta: 2, rate: 100, spikesPerSample: 10 });
        }
      },
    });
    expect(view.status(controls)).toMatchObject({ phase: 'finished', done: 400, accuracy: 0.5, controls });
  });

  it('makes a slot of each curve, connection and variable, and forgets them when another run starts', async () => {
    const { bus, view, message } = watched();
    await pretendRun(bus, { samples: 3 });
    bus.channel('state').emit({ population: 'exc', variable: 'theta', values: Float32Array.of(1, 2), done: 3 });
    expect([...view.slots.keys()].sort()).toEqual(['curve:accuracy', 'log', 'run', 'state:exc.theta', 'weights:in-exc']);
    expect([...message<StateMessage>('state:exc.theta').values]).toEqual([1, 2]);
    bus.channel('run:start').emit({ verb: 'infer', model: 'm', options: {}, data: 'd', synthetic: false, samples: 5 });
    expect([...view.slots.keys()].sort()).toEqual(['log', 'run']);
    expect(message('run')).toMatchObject({ verb: 'infer', samples: 5 });
    expect(view.status(controls)).toMatchObject({ done: 0, total: 5, accuracy: null });
  });

  it('tells of a task until it is done, or samples come', () => {
    const { bus, view } = watched();
    const progress = bus.channel('progress');
    progress.emit({ task: 'balance', done: 3, total: 10, unit: 'layers' });
    expect(view.status(controls).task).toEqual({ task: 'balance', done: 3, total: 10, unit: 'layers' });
    progress.emit({ task: 'download', done: 3, total: Number.NaN, unit: 'bytes' });
    expect(view.status(controls).task).toEqual({ task: 'download', done: 3, total: null, unit: 'bytes' });
    progress.emit({ task: 'download', done: 10, total: 10, unit: 'bytes' });
    expect(view.status(controls).task).toBe(null);
    progress.emit({ task: 'validate', done: 1, total: 10, unit: 'samples' });
    bus.channel('sample:end').emit({ epoch: 0, sample: 0, done: 1, total: 10, spikes: 0, label: 1, predicted: 1 });
    expect(view.status(controls).task).toBe(null);
  });

  it('takes a run that has not told of its end for stopped where no more events will come', async () => {
    const { bus, view } = watched();
    view.ended();
    expect(view.phase).toBe('waiting');
    bus.channel('run:start').emit({ verb: 'train', model: 'm', options: {}, data: 'd', synthetic: false, samples: 5 });
    view.ended();
    expect(view.phase).toBe('stopped');
    await pretendRun(bus, { samples: 2 });
    view.ended();
    expect(view.phase).toBe('finished');
  });

  it('tells of a checkpoint now and then, and of the last one', () => {
    const { bus, view, world, message } = watched();
    const checkpoint = (done: number, at: number): void => {
      world.now = at;
      bus.channel('checkpoint').emit({ path: 'c', bytes: 1e6, done });
    };
    const told = () => message<LogMessage>('log').entries.map(({ text }) => text);
    for (const [done, at] of [
      [1, 0],
      [2, 9999],
      [3, 10_000],
      [4, 10_001],
      [5, 10_002],
    ] as const)
      checkpoint(done, at);
    const lines = [1, 3].map((done) => `Checkpoint after ${done} samples: c (1.0 MB)`);
    expect(told()).toEqual(lines);
    bus.channel('run:end').emit({ finished: true, results: {}, seconds: 1 });
    expect(told().slice(0, -1)).toEqual([...lines, 'Checkpoint after 5 samples: c (1.0 MB)']);
    expect(view.phase).toBe('finished');
  });

  it('tells of batches as of samples', () => {
    const { bus, view } = watched();
    bus.channel('batch:end').emit({ epoch: 0, batch: 0, samples: 64, done: 64, total: 640, loss: 1, right: 3 });
    expect(view.status(controls)).toMatchObject({ done: 64, total: 640 });
  });

  it('keeps a copy of spike times', () => {
    const { bus, message } = watched();
    const times = Float64Array.of(0, 6, 10, Infinity);
    const channel = bus.channel('spike-times' as 'log') as unknown as { emit(payload: object): void };
    channel.emit({ layers: [1, 1], labels: Uint8Array.of(0, 1), times, targets: Float64Array.of(10, 16), done: 7 });
    times.fill(0);
    expect(message<SpikeTimesMessage>('spike-times')).toMatchObject({
      layers: [1, 1],
      times: Float64Array.of(0, 6, 10, Infinity),
      done: 7,
    });
  });

  it('stays bounded, whatever names a run makes up', () => {
    const { bus, view, message } = watched();
    for (let k = 0; k < 1000; k++) bus.channel('metric').emit({ name: `metric ${k}`, value: k, done: k });
    expect(view.slots.size).toBe(256);
    expect(message<LogMessage>('log').entries.at(-1)!.text).toBe('The page shows the first 256 curves, weights and variables of this run.');
  });

  it('writes a line for what happens rarely', () => {
    const { bus, message } = watched();
    bus.channel('epoch:start').emit({ epoch: 0, samples: 60000 });
    bus.channel('checkpoint').emit({ path: 'runs/a', bytes: 2_500_000, done: 1000 });
    bus.channel('progress').emit({ task: 'download', done: 5, total: 10, unit: 'MB' });
    bus.channel('progress').emit({ task: 'download', done: 10, total: 10, unit: 'MB' });
    bus.channel('bus:dropped').emit({ observer: 'raster', event: 'spikes', count: 1200 });
    bus.channel('observer:error').emit({ observer: 'csv', error: 'No space.', code: 'N3ML_CANNOT_WRITE' });
    bus.channel('log').emit({ level: 'warning', message: 'Careful.' });
    expect(message<LogMessage>('log').entries.map(({ level, text }) => `${level}: ${text}`)).toEqual([
      'event: Epoch 1: 60,000 samples',
      'event: Checkpoint after 1,000 samples: runs/a (2.5 MB)',
      'info: download: 10 MB',
      'warning: raster was too slow and lost 1,200 spikes events',
      'error: csv failed and was detached: No space.',
      'warning: Careful.',
    ]);
  });
});

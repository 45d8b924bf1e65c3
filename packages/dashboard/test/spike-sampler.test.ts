import { createEventBus } from '@n3ml/core';
import { describe, expect, it } from 'vitest';
import { RunView } from '../src/run-view.ts';
import { SpikeSampler } from '../src/spike-sampler.ts';
import { decodeFrame } from '../src/wire/frame.ts';
import type { SpikesMessage } from '../src/wire/messages.ts';

function scene({ isFree = false } = {}) {
  const bus = createEventBus();
  const view = new RunView(() => 0);
  const world = { now: 0, isWatched: true };
  const sampler = new SpikeSampler(bus, view, { isWatched: () => world.isWatched, isFree, now: () => world.now });
  const spikes = bus.channel('spikes');
  const shown = (): SpikesMessage => decodeFrame(view.slots.get('spikes')!.frameSince(0).slice().buffer) as unknown as SpikesMessage;
  return { sampler, spikes, view, world, shown };
}

describe('SpikeSampler', () => {
  it('listens to a whole sample now and then', () => {
    const { sampler, spikes, view, world, shown } = scene();
    view.handlers['run:start']?.({
      type: 'run:start',
      verb: 'train',
      model: 'm',
      options: { dt: 0.5, steps: 8 },
      data: 'd',
      synthetic: true,
      samples: 9,
    });
    sampler.begin();
    expect(spikes.active).toBe(true);
    spikes.emit({ step: 0, population: 'in', ids: Uint32Array.of(1, 2) });
    spikes.emit({ step: 0, population: 'out', ids: Uint32Array.of(7) });
    spikes.emit({ step: 5, population: 'in', ids: Uint32Array.of(3) });
    world.now = 10;
    sampler.between({ label: 4, predicted: 9 });
    expect(spikes.active).toBe(false);
    expect(shown()).toMatchObject({
      sample: 0,
      label: 4,
      predicted: 9,
      duration: 8,
      dt: 0.5,
      cut: false,
      populations: [
        { name: 'in', spikes: 3 },
        { name: 'out', spikes: 1 },
      ],
      steps: Uint32Array.of(0, 0, 5, 0),
      ids: Uint32Array.of(1, 2, 3, 7),
    });
    // A sample took 10 ms: the rest is at least 19 times as long.
    world.now = 199;
    sampler.between();
    expect(spikes.active).toBe(false);
    world.now = 200;
    sampler.between();
    expect(spikes.active).toBe(true);
  });

  it('keeps the channel silent while nobody looks', () => {
    const { sampler, spikes, world } = scene();
    world.isWatched = false;
    sampler.between();
    world.now = 10_000;
    sampler.look();
    expect(spikes.active).toBe(false);
  });

  it('keeps the spikes of a recording for who comes later, without a rest', () => {
    const { sampler, spikes, world, shown } = scene({ isFree: true });
    world.isWatched = false;
    sampler.begin();
    for (const [id, label] of [
      [1, 7],
      [2, 8],
      [3, 9],
    ] as const) {
      if (!spikes.active) sampler.between();
      spikes.emit({ step: 0, population: 'exc', ids: Uint32Array.of(id) });
      sampler.between({ label });
      expect(shown()).toMatchObject({ label, ids: Uint32Array.of(id) });
    }
  });

  it('shows nothing of a producer that tells of no spikes', () => {
    const { sampler, view, world } = scene();
    sampler.begin();
    world.now = 5;
    sampler.between({ label: 1, predicted: 1 });
    expect(view.slots.has('spikes')).toBe(false);
  });

  it('shows the last of several showings of a sample', () => {
    const { sampler, spikes, shown } = scene();
    sampler.between();
    for (const id of [1, 2, 3]) for (const step of [0, 4]) spikes.emit({ step, population: 'exc', ids: Uint32Array.of(id) });
    sampler.between();
    expect([...shown().ids]).toEqual([3, 3]);
  });

  it('cuts the spikes of a producer without sample ends into pieces', () => {
    const { sampler, spikes, view, world } = scene();
    world.now = 2000;
    sampler.look();
    spikes.emit({ step: 0, population: 'exc', ids: Uint32Array.of(1) });
    world.now = 2900;
    sampler.look();
    expect(view.slots.has('spikes')).toBe(false);
    world.now = 3001;
    sampler.look();
    expect(view.slots.has('spikes')).toBe(true);
    expect(spikes.active).toBe(false);
  });

  it('holds a bounded number of spikes and says that some are missing', () => {
    const { sampler, spikes, shown } = scene();
    sampler.between();
    const ids = Uint32Array.from({ length: 30_000 }, (_, id) => id);
    for (let step = 0; step < 20; step++) spikes.emit({ step, population: 'exc', ids });
    sampler.between();
    expect(shown().cut).toBe(true);
    expect(shown().ids).toHaveLength(200_000);
  });
});

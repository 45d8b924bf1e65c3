import { createEventBus, type Events } from '@n3ml/core';
import { describe, expect, it } from 'vitest';
import { PictureSampler } from '../src/picture-sampler.ts';
import { RunView } from '../src/run-view.ts';

const picture = (done: number): Events['weights'] => ({
  connection: 'input-exc',
  rows: 1,
  columns: 1,
  shape: [1],
  values: Float32Array.of(done),
  done,
});

function scene({ isFree = false } = {}) {
  const bus = createEventBus();
  const view = new RunView(() => 0);
  const world = { now: 0, isWatched: true };
  const sampler = new PictureSampler(bus, view, { isWatched: () => world.isWatched, isFree, now: () => world.now });
  const weights = bus.channel('weights');
  const taken = (): number => view.slots.get('weights:input-exc')?.version ?? 0;
  /** A sample ends at some time, and a producer that is asked for it takes so long for a picture. */
  const sampleEnds = (now: number, cost = 0): void => {
    world.now = now;
    sampler.between();
    if (!weights.active) return;
    world.now += cost;
    weights.emit(picture(now));
  };
  return { bus, sampler, weights, world, taken, sampleEnds };
}

describe('PictureSampler', () => {
  it('takes the first picture of a run, and rests', () => {
    const { taken, sampleEnds } = scene();
    sampleEnds(10);
    expect(taken()).toBe(1);
    for (const now of [20, 50, 109]) sampleEnds(now);
    expect(taken()).toBe(1);
    sampleEnds(110);
    expect(taken()).toBe(2);
  });

  it('takes all pictures that come between two sample ends', () => {
    const { bus, sampler, weights } = scene();
    sampler.between();
    weights.emit(picture(1));
    expect(bus.channel('state').active).toBe(true);
    expect(bus.channel('spike-times' as 'state').active).toBe(true);
    sampler.between();
    expect(['weights', 'state', 'spike-times'].map((type) => bus.channel(type as 'state').active)).toEqual([false, false, false]);
  });

  it('rests the longer the more a picture has cost, up to two seconds', () => {
    const { taken, sampleEnds } = scene();
    sampleEnds(0, 5);
    sampleEnds(1004);
    expect(taken()).toBe(1);
    sampleEnds(1005, 1000);
    expect(taken()).toBe(2);
    sampleEnds(4004);
    expect(taken()).toBe(2);
    sampleEnds(4005);
    expect(taken()).toBe(3);
  });

  it('rests no longer for a picture that was made for others, too', () => {
    const { bus, sampler, taken, sampleEnds } = scene();
    sampler.stop();
    const other = bus.on('weights').subscribe();
    sampler.begin();
    sampleEnds(0, 5);
    sampleEnds(105);
    expect(taken()).toBe(2);
    other.unsubscribe();
  });

  it('rests for two seconds while nobody looks on', () => {
    const { world, taken, sampleEnds } = scene();
    world.isWatched = false;
    sampleEnds(0);
    sampleEnds(1999);
    expect(taken()).toBe(1);
    sampleEnds(2000);
    expect(taken()).toBe(2);
    world.isWatched = true;
    sampleEnds(2100);
    expect(taken()).toBe(3);
  });

  it('takes the last picture, however short the rest was', () => {
    const { sampler, weights, taken, sampleEnds } = scene();
    sampleEnds(0);
    sampleEnds(1);
    expect(weights.active).toBe(false);
    sampler.awaitLast();
    sampler.between();
    weights.emit(picture(2));
    expect(taken()).toBe(2);
    sampler.begin();
    sampler.stop();
    expect(weights.active).toBe(false);
  });

  it('takes every picture of a recording, and of a producer that tells of no sample ends', () => {
    const recorded = scene({ isFree: true });
    for (const now of [1, 2, 3]) recorded.sampleEnds(now);
    expect(recorded.taken()).toBe(3);
    const { weights, taken } = scene();
    for (const done of [1, 2, 3]) weights.emit(picture(done));
    expect(taken()).toBe(3);
  });
});

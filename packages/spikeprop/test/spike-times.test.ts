import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEventBus, createRegistry } from '@n3ml/core';
import { xor } from '@n3ml/datasets';
import { testObserver } from '@n3ml/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import spikeprop, { bohte2002, type SpikeTimesEvent, spikeTimes, spikeTimesSvg } from '../src/index.ts';

testObserver('spike-times', () => spikeTimes({ path: join(tmpdir(), 'n3ml-spike-times.svg') }));

/** Two samples of a network of 1-2-1. */
const event = (done: number): SpikeTimesEvent => ({
  layers: [1, 2, 1],
  labels: Uint8Array.of(0, 1),
  times: Float64Array.of(0, 3, Infinity, 12, 6, 5, 7, 18),
  targets: Float64Array.of(16, 10),
  done,
});

describe('spikeTimesSvg', () => {
  it('draws a panel for each event and a mark for each spike', () => {
    const svg = spikeTimesSvg([event(0), event(1000)], 'bohte-2002 <spikes>');
    expect(svg).toContain('>before training<');
    expect(svg).toContain('>after 1,000 samples<');
    expect(svg).toContain('bohte-2002 &lt;spikes>');
    // Marks of the classes stand in paths of their own; in each panel there are 3 spikes of class 0 and 4 of class 1.
    const marks = [...svg.matchAll(/<path d="([^"]*)" fill="none" stroke="#(\w+)"/g)];
    const count = (colour: string) =>
      marks.filter((mark) => mark[2] === colour).reduce((sum, mark) => sum + mark[1]!.split('M').length - 1, 0);
    expect(count('3b76c4')).toBe(2 * 3);
    expect(count('c8553d')).toBe(2 * 4);
  });

  it('draws nothing of nothing', () => {
    expect(spikeTimesSvg([], 'nothing')).toBe('');
  });
});

describe('spike-times', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'n3ml-spike-times-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('writes the picture of a run: before, and after', async () => {
    const path = join(folder, 'times.svg');
    const bus = createEventBus();
    bus.attach(spikeTimes({ path }));
    await bohte2002().train(xor().train, { registry: createRegistry().use(spikeprop), bus, epochs: 3 });
    await bus.close();
    const svg = await readFile(path, 'utf8');
    expect(svg).toContain('bohte-2002 spike times');
    expect(svg).toContain('>before training<');
    expect(svg).toContain('>after 12 samples<');
  });

  it('writes no file where no spike times came', async () => {
    const path = join(folder, 'times.svg');
    const bus = createEventBus();
    bus.attach(spikeTimes({ path }));
    await bus.close();
    expect(existsSync(path)).toBe(false);
  });
});

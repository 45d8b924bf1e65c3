import { setTimeout } from 'node:timers/promises';
import type { EventBus } from '@n3ml/core';

/** Steps of a sample. */
const STEPS = 350;
/** Of so many neurons one spikes in a step. */
const ONE_OF = 200;
/** Pictures of the weights that take turns, so that a picture costs this process nothing. */
const PICTURES = 4;

export interface BusyRunOptions {
  readonly tiles: number;
  readonly neurons: number;
  readonly signal: AbortSignal;
}

/** Emits what a training of that size would, as far as a page shows it, until it is aborted: every tile changes ten times a second, and samples never end. */
export async function busyRun(bus: EventBus, { tiles, neurons, signal }: BusyRunOptions): Promise<void> {
  const [rows, shape] = [28 * 28, [28, 28]];
  const pictures = Array.from({ length: PICTURES }, (_, picture) =>
    Float32Array.from({ length: rows * tiles }, (_, k) => ((k * 7919 + picture * 251) % 1000) / 1000),
  );
  const ids = Array.from({ length: STEPS }, (_, step) =>
    Uint32Array.from({ length: Math.ceil(neurons / ONE_OF) }, (_, k) => (k * ONE_OF + ((step * 7907 + k * 31) % ONE_OF)) % neurons),
  );
  const [spikes, weights, sampleEnd] = [bus.channel('spikes'), bus.channel('weights'), bus.channel('sample:end')];
  let drawnAt = -Infinity;
  for (let done = 1; !signal.aborted; done++) {
    if (spikes.active) for (const [step, now] of ids.entries()) spikes.emit({ step, population: 'exc', ids: now });
    sampleEnd.emit({ epoch: 0, sample: done - 1, done, total: 1e9, spikes: STEPS, label: done % 10, predicted: done % 10 });
    if (performance.now() - drawnAt > 100) {
      drawnAt = performance.now();
      weights.emit({ connection: 'input-exc', rows, columns: tiles, shape, values: pictures[done % PICTURES]!, done });
    }
    if (bus.unsettled) await bus.settle();
    await setTimeout(10);
  }
}

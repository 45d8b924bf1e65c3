import { PerformanceObserver } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import { getHeapStatistics } from 'node:v8';
import type { Simulation } from '@n3ml/core';
import { randomInputs } from './behaviour.ts';

/** The smallest object has 12 bytes. What a call allocates for every thousand steps or so, not for every one, stays below this. */
export const MOST_BYTES_PER_STEP = 4;

const SHORT = 1024;
const LONG = 8 * SHORT;
const ATTEMPTS = 12;

/** Bytes in use: of this thread's heap, and of what hangs on it (array buffers, WebAssembly memories). */
const used = (): number => {
  const { used_heap_size: heap, external_memory: external } = getHeapStatistics();
  return heap + external;
};

/**
 * Bytes that a run allocates for each of its steps: what a long run allocates more than a short one, for each step more. Nothing else runs on the
 * thread meanwhile, so a busy machine changes nothing; an attempt that a garbage collection fell into doesn't count, and of the others the least
 * one does, for the compilers of the host leave code behind at times.
 *
 * @returns Infinity where every attempt met a garbage collection: a run that allocates nothing gives no reason for one
 */
export async function bytesPerStep(simulation: Simulation, { learn }: { readonly learn: boolean }): Promise<number> {
  const drives = [SHORT, LONG].map((steps) => ({
    inputs: randomInputs(simulation, steps, 0.2, 'growth', steps),
    options: { steps, learn },
  }));
  const growths = new Float64Array(drives.length);
  let collections = 0;
  const observer = new PerformanceObserver((list) => {
    collections += list.getEntries().length;
  });
  observer.observe({ type: 'gc' });
  try {
    let least = Number.POSITIVE_INFINITY;
    for (let attempt = 0; attempt < ATTEMPTS && !(least < MOST_BYTES_PER_STEP); attempt++) {
      // Collections are told of in a turn of their own: first those of before, then those of this attempt.
      await setImmediate();
      const before = collections;
      for (const [k, { inputs, options }] of drives.entries()) {
        simulation.reset();
        const start = used();
        simulation.run(inputs, options);
        growths[k] = used() - start;
      }
      await setImmediate();
      await setImmediate();
      if (collections === before) least = Math.min(least, (growths[1]! - growths[0]!) / (LONG - SHORT));
    }
    return least;
  } finally {
    observer.disconnect();
  }
}

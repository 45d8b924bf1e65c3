import { PerformanceObserver } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import { getHeapStatistics } from 'node:v8';
import type { Simulation } from '@n3ml/core';
import { randomInputs } from './behaviour.ts';

/** The smallest object has 12 bytes. What a call allocates for every thousand steps or so, not for every one, stays below this. */
export const MOST_BYTES_PER_STEP = 4;

const SHORT = 256;
const LONG = 8 * SHORT;
const ATTEMPTS = 9;

/** What is in use: of this thread's heap, and of what hangs on it (array buffers, WebAssembly memories). */
const used = (): readonly [heap: number, external: number] => {
  const { used_heap_size: heap, external_memory: external } = getHeapStatistics();
  return [heap, external];
};

/** The times of the garbage collections from now on, each told of in a later turn of the event loop. */
function collections(): { readonly times: readonly number[]; stop(): void } {
  const times: number[] = [];
  const observer = new PerformanceObserver((list) => times.push(...list.getEntries().map(({ startTime }) => startTime)));
  observer.observe({ type: 'gc' });
  return { times, stop: () => observer.disconnect() };
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;

/**
 * Bytes that a run allocates for each of its steps: what a long run allocates more than a short one, for each step more; the median of many attempts.
 *
 * Nothing else runs on the thread meanwhile, so a busy machine changes little. An attempt that a garbage collection fell into doesn't count; others are off at
 * times, for the host's compilers leave code behind, and its other threads free what an earlier collection has found.
 *
 * @returns Infinity where most attempts met a garbage collection: a run that allocates nothing gives no reason for one
 */
export async function bytesPerStep(simulation: Simulation, { learn }: { readonly learn: boolean }): Promise<number> {
  const [short, long] = [SHORT, LONG].map((steps) => {
    const inputs = randomInputs(simulation, steps, 0.2, 'growth', steps);
    return (): void => {
      simulation.reset();
      simulation.run(inputs, { steps, learn });
    };
  });
  const { times, stop } = collections();
  const growths = [[], []] as [number[], number[]];
  try {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const start = performance.now();
      const before = used();
      short!();
      const between = used();
      long!();
      const after = used();
      const end = performance.now();
      await setImmediate();
      await setImmediate();
      if (times.some((time) => time >= start && time <= end)) continue;
      for (const k of [0, 1] as const) growths[k].push((after[k] - 2 * between[k] + before[k]) / (LONG - SHORT));
    }
    return growths[0].length > ATTEMPTS / 2 ? Math.max(...growths.map(median)) : Number.POSITIVE_INFINITY;
  } finally {
    stop();
  }
}

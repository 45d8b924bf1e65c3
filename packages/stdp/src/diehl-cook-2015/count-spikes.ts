import type { RunContext, SimulationPool } from '@n3ml/core';
import { sum } from '../sum.ts';
import { type ImageEncoder, isTooFaint } from './image-encoder.ts';
import type { Restored } from './restore.ts';
import { Watch } from './watch.ts';

/** Samples that a pool is given at once: enough to keep it busy, few enough to hold their counts. */
const CHUNK = 1024;

/** Told of each sample, in order: its index and the spikes of each excitatory neuron, borrowed. */
export type CountListener = (sample: number, counts: Uint32Array) => void | Promise<void>;

/** Runs sample k on the calling thread, again and brighter while it is too faint. */
function runHere({ simulation, settings }: Restored, encoder: ImageEncoder, k: number): Uint32Array {
  for (let replay = 0; ; replay++) {
    const input = encoder.encode(k, 0, k, replay);
    simulation.reset();
    simulation.run({ input }, { steps: encoder.steps, learn: false });
    const counts = simulation.spikeCounts('exc');
    if (!isTooFaint(settings, sum(counts), replay)) return counts;
  }
}

/** Runs samples from .. to - 1 on a pool; those that are too faint go round again. Rows are the counts of each: [neurons]. */
async function runChunk(
  { settings }: Restored,
  encoder: ImageEncoder,
  pool: SimulationPool,
  from: number,
  to: number,
): Promise<readonly Uint32Array[]> {
  const rows: Uint32Array[] = [];
  let pending = Array.from({ length: to - from }, (_, i) => i);
  for (let replay = 0; pending.length > 0; replay++) {
    const round = pending;
    const counts = await pool.run(round.length, (i) => ({ input: encoder.encode(from + round[i]!, 0, from + round[i]!, replay) }), {
      steps: encoder.steps,
      population: 'exc',
    });
    pending = round.filter((sample, i) => {
      const row = counts.subarray(i * settings.neurons, (i + 1) * settings.neurons);
      rows[sample] = row;
      return isTooFaint(settings, sum(row), replay);
    });
  }
  return rows;
}

/**
 * Runs every sample through the frozen network. The counts are the same for any number of workers. Whoever listens sees the weights once, and on one
 * thread every spike.
 *
 * @returns the number of samples that were run: fewer than `count` where the signal stopped it
 */
export async function countSpikes(
  restored: Restored,
  encoder: ImageEncoder,
  count: number,
  { workers = 1, signal, bus }: RunContext,
  onSample: CountListener,
): Promise<number> {
  const watch = new Watch(restored.simulation, restored.shape, restored.settings.neurons, bus);
  watch.picture(0);
  if (workers <= 1) {
    for (let k = 0; k < count; k++) {
      if (signal?.aborted) return k;
      watch.beforeSample();
      await onSample(k, runHere(restored, encoder, k));
    }
    return count;
  }
  if (bus.channel('spikes').active) {
    bus.channel('log').emit({ level: 'warning', message: 'Spikes on worker threads are not shown: use one worker to observe them.' });
  }
  const pool = await restored.executor.pool(restored.simulation, workers);
  try {
    const start = (from: number): Promise<readonly Uint32Array[]> => runChunk(restored, encoder, pool, from, Math.min(from + CHUNK, count));
    let rows = await start(0);
    for (let from = 0; ; from += CHUNK) {
      if (signal?.aborted) return from;
      // The workers go on with the next chunk while this one is told.
      const isLast = from + CHUNK >= count;
      const next = isLast ? undefined : start(from + CHUNK);
      next?.catch(() => undefined);
      for (const [i, row] of rows.entries()) await onSample(from + i, row);
      if (next === undefined) return count;
      rows = await next;
    }
  } finally {
    await pool.close();
  }
}

import type { RunContext } from '@n3ml/core';
import { sum } from '../sum.ts';
import { type ImageEncoder, isTooFaint } from './image-encoder.ts';
import type { Restored } from './restore.ts';
import { Watch } from './watch.ts';

/** Counts that a pool holds at once, 8 bytes each: the samples are given to it in chunks. */
const CHUNK_COUNTS = 1 << 22;

/** Told of each sample, in order: its index and the spikes of each excitatory neuron, borrowed. */
export type CountListener = (sample: number, counts: ArrayLike<number>) => void | Promise<void>;

/** Runs sample k on the calling thread, again and brighter while it is too faint. */
function runHere({ simulation, settings }: Restored, encoder: ImageEncoder, k: number, firstReplay = 0): ArrayLike<number> {
  for (let replay = firstReplay; ; replay++) {
    const input = encoder.encode(k, 0, k, replay);
    simulation.reset();
    simulation.run({ input }, { steps: encoder.steps, learn: false });
    const counts = simulation.spikeCounts('exc');
    if (!isTooFaint(settings, sum(counts), replay)) return counts;
  }
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
  const { executor, simulation, settings } = restored;
  const chunk = Math.ceil(CHUNK_COUNTS / settings.neurons);
  const pool = await executor.pool(simulation, workers);
  let told = 0;
  try {
    for (let from = 0; from < count && !signal?.aborted; from += chunk) {
      await pool.run(Math.min(chunk, count - from), (i) => ({ input: encoder.encode(from + i, 0, from + i, 0) }), {
        steps: encoder.steps,
        readings: { counts: { population: 'exc' } },
        onSample: (i, { counts }) => {
          told++;
          // The few that are too faint are shown again here, while the workers go on.
          return onSample(from + i, isTooFaint(settings, sum(counts), 0) ? runHere(restored, encoder, from + i, 1) : counts);
        },
        ...(signal && { signal }),
      });
    }
    return told;
  } finally {
    await pool.close();
  }
}

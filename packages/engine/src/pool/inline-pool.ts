import type { Simulation, SimulationPool } from '@n3ml/core';

/** A pool of one, on the calling thread: the frozen simulation itself. */
export function inlinePool(simulation: Simulation): SimulationPool {
  return {
    workers: 1,
    async run(count, sample, { steps, population, onSample, signal }) {
      const size = simulation.network.populations[population]!.size;
      const all = new Uint32Array(count * size);
      for (let k = 0; k < count && !signal?.aborted; k++) {
        simulation.reset();
        simulation.run(sample(k), { steps, learn: false });
        const counts = all.subarray(k * size, (k + 1) * size);
        counts.set(simulation.spikeCounts(population));
        await onSample?.(k, counts);
      }
      return all;
    },
    close: async () => simulation.reset(),
  };
}

import { N3mlError, type Simulation, type SimulationPool } from '@n3ml/core';
import { startWorker } from '#worker-host';
import { pagesOf } from '../arena/layout.ts';
import { MAX_PAGES } from '../assembler/module.ts';
import type { InstanceParts } from '../executors/instance.ts';
import { WasmSimulation } from '../executors/wasm-simulation.ts';
import { emitNetwork } from '../kernels/network.ts';
import { inlinePool } from './inline-pool.ts';
import { ThreadPool } from './thread-pool.ts';

/**
 * Copies of a frozen network on worker threads. The weights lie once in a shared memory; each worker has its own local part. The calling thread
 * encodes the samples, in order, so any encoder works and the result is the same for any number of workers.
 */
export async function createPool(simulation: Simulation, workers: number): Promise<SimulationPool> {
  if (!Number.isInteger(workers) || workers <= 0)
    throw new N3mlError('N3ML_BAD_OPTION', `The number of workers has to be a positive whole number, not ${workers}.`);
  if (!(simulation instanceof WasmSimulation))
    throw new N3mlError('N3ML_BAD_OPTION', "A pool of the executor 'wasm' needs a simulation that the same executor has compiled.");
  if (workers === 1) return inlinePool(simulation);
  const handles = await Promise.all(shareMemory(simulation, workers).map((parts) => startWorker(parts)));
  return new ThreadPool(simulation.plan, handles);
}

/** A shared memory with the simulation's shared part once and its local part for each worker. */
function shareMemory({ plan, layout, memory, base }: WasmSimulation, workers: number): readonly InstanceParts[] {
  const pages = pagesOf(layout, workers);
  const shared = new WebAssembly.Memory({ initial: pages, maximum: MAX_PAGES, shared: true });
  const to = new Uint8Array(shared.buffer);
  to.set(new Uint8Array(memory.buffer, 0, layout.sharedBytes));
  const module = new WebAssembly.Module(emitNetwork(plan, layout, { shared: true }));
  return Array.from({ length: workers }, (_, k) => {
    const start = layout.sharedBytes + k * layout.localBytes;
    to.set(new Uint8Array(memory.buffer, base, layout.localBytes), start);
    return { module, memory: shared, base: start, layout };
  });
}

import { N3mlError, type PoolSample, type Simulation, type SimulationPool } from '@n3ml/core';
import { startWorker } from '#worker-host';
import { pagesOf } from '../arena/layout.ts';
import { MAX_PAGES } from '../assembler/module.ts';
import { notANumber, orderInputs } from '../executors/check-run.ts';
import type { InstanceParts } from '../executors/instance.ts';
import { populationNamed } from '../executors/lookup.ts';
import { WasmSimulation } from '../executors/wasm-simulation.ts';
import { emitNetwork } from '../kernels/network.ts';
import { inlinePool } from './inline-pool.ts';
import { BatchPacker, type BatchReply, type BatchRequest } from './sample-batch.ts';
import type { WorkerHandle } from './worker-handle.ts';

/** Samples that travel together, so that a message costs little beside the work. */
const BATCH = 8;
/**
 * Batches that each worker has at hand. With as many workers as cores the calling thread has to wait for its turn now and then, some milliseconds, and the
 * workers have to have something to do meanwhile.
 */
const BATCHES_PER_WORKER = 6;

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
  return new ThreadPool(simulation, handles);
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

class ThreadPool implements SimulationPool {
  readonly workers: number;
  readonly #simulation: WasmSimulation;
  readonly #handles: readonly WorkerHandle[];

  constructor(simulation: WasmSimulation, handles: readonly WorkerHandle[]) {
    this.#simulation = simulation;
    this.#handles = handles;
    this.workers = handles.length;
  }

  async run(count: number, sample: (k: number) => PoolSample, options: Parameters<SimulationPool['run']>[2]): Promise<Uint32Array> {
    const { populations } = this.#simulation.plan;
    const { size, index } = populationNamed(this.#simulation.plan, options.population);
    const inputs = populations.filter(({ program }) => !program).map((population) => population.index);
    const packer = new BatchPacker(options.steps, inputs);
    const all = new Uint32Array(count * size);
    const finished = new Map<number, number>();
    let nextSample = 0;
    let nextReport = 0;

    const makeBatch = (): BatchRequest | undefined => {
      if (nextSample >= count || options.signal?.aborted) return undefined;
      const first = nextSample;
      nextSample = Math.min(count, first + BATCH);
      for (let k = first; k < nextSample; k++) packer.add(orderInputs(populations, sample(k), options));
      return packer.finish(first, index);
    };
    const take = ({ first, counts, fault }: BatchReply): void => {
      if (fault) throw notANumber(populations[fault.population]!.name, fault.neuron, fault.step);
      all.set(counts, first * size);
      finished.set(first, counts.length / size);
    };
    const report = async (): Promise<void> => {
      for (let batch = finished.get(nextReport); batch !== undefined; batch = finished.get(nextReport)) {
        finished.delete(nextReport);
        for (let k = 0; k < batch; k++, nextReport++) {
          await options.onSample?.(nextReport, all.subarray(nextReport * size, (nextReport + 1) * size));
        }
      }
    };
    // Each line has one batch under way. A worker has several lines, so that it never waits for the next message; a line waits for the reports,
    // so that a slow listener slows the workers in place of filling the memory.
    let reports = Promise.resolve();
    const line = async (handle: WorkerHandle): Promise<void> => {
      for (let batch = makeBatch(); batch; batch = makeBatch()) {
        take(await handle.ask(batch));
        reports = reports.then(report);
        await reports;
      }
    };
    await Promise.all(this.#handles.flatMap((handle) => Array.from({ length: BATCHES_PER_WORKER }, () => line(handle))));
    return all;
  }

  async close(): Promise<void> {
    await Promise.all(this.#handles.map((handle) => handle.stop()));
  }
}

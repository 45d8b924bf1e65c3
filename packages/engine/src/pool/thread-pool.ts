import type { Inputs, PoolRunOptions, Reading, ReadingValues, SimulationPool } from '@n3ml/core';
import { notANumber, orderInputs } from '../executors/check-run.ts';
import type { Plan } from '../plan/plan.ts';
import { InputPacker } from './packed-inputs.ts';
import { planReadings } from './reading-plan.ts';
import { ReadingTable } from './reading-table.ts';
import type { BatchReply, BatchRequest } from './serve-batches.ts';
import type { WorkerHandle } from './worker-handle.ts';

/** Samples that travel together at most, so that a message costs little beside the work. */
const LARGEST_BATCH = 8;
/** Numbers that are read in one batch at most, unless one sample brings more. */
const LARGEST_REPLY = 1 << 17;
/** Batches that each worker gets at least, if there are samples enough, so that none waits long for the others in the end. */
const FEWEST_BATCHES = 12;
/**
 * Batches under way for each worker. With as many workers as cores the calling thread has to wait for its turn now and then, some milliseconds, and the
 * workers have to have something to do meanwhile. It is also how far they run ahead of a batch that is late, or of a slow listener.
 */
const BATCHES_AHEAD = 6;

/** Copies of a frozen network on worker threads. The calling thread encodes the samples and reports them, in their order. */
export class ThreadPool implements SimulationPool {
  readonly workers: number;
  readonly #plan: Plan;
  readonly #handles: readonly WorkerHandle[];

  constructor(plan: Plan, handles: readonly WorkerHandle[]) {
    this.#plan = plan;
    this.#handles = handles;
    this.workers = handles.length;
  }

  async run<R extends Readonly<Record<string, Reading>>>(
    count: number,
    sample: (k: number) => Inputs,
    options: PoolRunOptions<R>,
  ): Promise<ReadingValues<R>> {
    const { signal, onSample } = options;
    const readingPlan = planReadings(this.#plan, options);
    const table = new ReadingTable<R>(readingPlan, count);
    const { rowLength } = readingPlan;
    const stop = new Int32Array(new SharedArrayBuffer(4));
    const stopWorkers = (): void => {
      Atomics.store(stop, 0, 1);
    };
    const batches = this.#batches(count, sample, { steps: options.steps, readingPlan, stop });
    const underWay: Promise<BatchReply>[] = [];
    const fill = (): void => {
      while (underWay.length < this.workers * BATCHES_AHEAD && !signal?.aborted) {
        const { value: batch } = batches.next();
        if (batch === undefined) return;
        const reply = this.#idlest.ask(batch);
        // A worker that fails rejects all its replies; the first one is met below, the others are to be no unhandled rejections.
        reply.catch(() => undefined);
        underWay.push(reply);
      }
    };
    signal?.addEventListener('abort', stopWorkers);
    try {
      fill();
      for (let k = 0, next = underWay.shift(); next; fill(), next = underWay.shift()) {
        const { ran, rows, fault } = await next;
        for (let i = 0; i < ran; i++, k++) {
          if (signal?.aborted) return table.all;
          const values = table.set(k, rows.subarray(i * rowLength, (i + 1) * rowLength));
          await onSample?.(k, values);
        }
        if (fault) throw notANumber(this.#plan.populations[fault.population]!.name, fault.neuron, fault.step);
      }
      return table.all;
    } finally {
      signal?.removeEventListener('abort', stopWorkers);
      stopWorkers();
      await Promise.allSettled(underWay);
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#handles.map((handle) => handle.stop()));
  }

  get #idlest(): WorkerHandle {
    return this.#handles.reduce((idlest, handle) => (handle.waiting < idlest.waiting ? handle : idlest));
  }

  *#batches(
    count: number,
    sample: (k: number) => Inputs,
    request: Pick<BatchRequest, 'steps' | 'readingPlan' | 'stop'>,
  ): Generator<BatchRequest, undefined> {
    const { populations } = this.#plan;
    const inputs = populations.filter(({ program }) => !program).map(({ index }) => index);
    const packer = new InputPacker(request.steps, inputs);
    const share = Math.floor(count / (this.workers * FEWEST_BATCHES));
    const size = Math.max(1, Math.min(LARGEST_BATCH, share, Math.floor(LARGEST_REPLY / request.readingPlan.rowLength)));
    for (let first = 0; first < count; first += size) {
      const samples = Math.min(size, count - first);
      for (let k = first; k < first + samples; k++) packer.add(orderInputs(populations, sample(k), request));
      yield { ...request, samples, inputs, packed: packer.finish() };
    }
  }
}

import { type Fault, Instance, type InstanceParts } from '../executors/instance.ts';
import { InputUnpacker } from './packed-inputs.ts';
import { readSample, stretchOf } from './read-sample.ts';
import type { ReadingPlan } from './reading-plan.ts';

/** Samples for a worker. */
export interface BatchRequest {
  readonly samples: number;
  readonly steps: number;
  /** Indices of the input populations. */
  readonly inputs: readonly number[];
  /** What drives them, packed; transferred. */
  readonly packed: Uint32Array<ArrayBuffer>;
  readonly readingPlan: ReadingPlan;
  /** One number, shared: not 0 once nobody waits for the samples any more. */
  readonly stop: Int32Array<SharedArrayBuffer>;
}

/** What a worker has read. */
export interface BatchReply {
  /** Samples that were run: all, unless a fault or a stop came before. */
  readonly ran: number;
  /** Their rows: [samples x rowLength]; transferred. */
  readonly rows: Float64Array<ArrayBuffer>;
  readonly fault: Fault | undefined;
}

/** The worker's side: runs the samples of a batch on its instance of the frozen network. */
export function serveBatches(parts: InstanceParts): (request: BatchRequest) => BatchReply {
  const instance = new Instance(parts);
  const sizes = parts.layout.populations.map(({ size }) => size);
  return ({ samples, steps, inputs, packed, readingPlan, stop }) => {
    const { rowLength } = readingPlan;
    const rows = new Float64Array(samples * rowLength);
    const unpacker = new InputUnpacker(steps, inputs, sizes, packed);
    for (let k = 0; k < samples; k++) {
      if (Atomics.load(stop, 0)) return { ran: k, rows, fault: undefined };
      const drives = unpacker.next();
      instance.reset();
      const fault = readSample(
        readingPlan,
        (from, to) => {
          const stretches = drives.map((drive) => stretchOf(drive, from, to));
          return instance.run(stretches, to - from, false);
        },
        ({ population, variable }) => (variable === undefined ? instance.counts(population) : instance.variable(population, variable)),
        rows.subarray(k * rowLength, (k + 1) * rowLength),
      );
      if (fault) return { ran: k, rows, fault };
    }
    return { ran: samples, rows, fault: undefined };
  };
}

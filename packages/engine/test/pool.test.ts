import type { Connection, Network, PoolRunOptions, Reading, SpikeTrain } from '@n3ml/core';
import { SpikeTrainBuilder } from '@n3ml/core/spikes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { interpreter, wasm } from '../src/index.ts';
import { planNetwork } from '../src/plan/plan-network.ts';
import { InputPacker, InputUnpacker } from '../src/pool/packed-inputs.ts';
import type { BatchReply, BatchRequest } from '../src/pool/serve-batches.ts';
import { ThreadPool } from '../src/pool/thread-pool.ts';
import type { WorkerHandle } from '../src/pool/worker-handle.ts';
import { lif, smallNetwork } from './lif.ts';

const STEPS = 4;
const train = (neuron = 0) => {
  const builder = new SpikeTrainBuilder();
  builder.begin(STEPS);
  builder.add(1, neuron);
  return builder.finish();
};

describe('what a pool refuses', () => {
  const pool = () => wasm().pool(wasm().compile(smallNetwork), 1);
  const refusal = async (change: Partial<PoolRunOptions<Readonly<Record<string, Reading>>>>, count = 1): Promise<string> =>
    (await pool())
      .run(count, () => ({ input: train() }), { steps: STEPS, readings: {}, ...change })
      .then(
        () => 'nothing was thrown',
        (error: Error) => error.message,
      );
  const reading = (read: Reading) => refusal({ readings: { read } });

  it('names the population or the variable that is not there', async () => {
    expect(await reading({ population: 'ex' })).toMatchInlineSnapshot(
      `"There is no population 'ex'. Did you mean 'exc'? Known: exc, input. [N3ML_UNKNOWN_POPULATION]"`,
    );
    expect(await reading({ population: 'exc', variable: 'V' })).toMatchInlineSnapshot(
      `"The neurons of 'exc' have no state variable 'V'. Did you mean 'v'? Known: v. [N3ML_UNKNOWN_SYMBOL]"`,
    );
    expect(await reading({ population: 'input', variable: 'v' })).toMatchInlineSnapshot(
      `"The neurons of 'input' have no state variable 'v'. None is known. [N3ML_UNKNOWN_SYMBOL]"`,
    );
  });

  it('names a reading at steps that are none of the run', async () => {
    expect(await reading({ population: 'exc', at: [1, 5] })).toMatchInlineSnapshot(
      `"Reading 'read' is taken after 1, 5 steps; give whole numbers that ascend from 1 to 4, the steps of the run. [N3ML_BAD_READING]"`,
    );
    for (const at of [[0], [-1], [2, 2], [3, 1], [1.5], [Number.NaN]]) {
      expect(await reading({ population: 'exc', at })).toMatch(/^Reading 'read' is taken after .* ascend from 1 to 4/);
    }
    expect(await reading({ population: 'exc', at: [] })).toBe('nothing was thrown');
  });

  it('names a number of steps or samples that is none', async () => {
    expect(await refusal({ steps: 0 })).toMatch(/positive whole number of steps, not 0/);
    expect(await refusal({}, -1)).toMatchInlineSnapshot(`"A pool runs a whole number of samples, not -1. [N3ML_BAD_OPTION]"`);
    expect(await refusal({}, 1.5)).toContain('not 1.5');
  });

  it('takes only simulations of its own executor', async () => {
    await expect(wasm().pool(interpreter().compile(smallNetwork), 1)).rejects.toThrow("A pool of the executor 'wasm'");
    await expect(interpreter().pool(wasm().compile(smallNetwork), 1)).rejects.toThrow("A pool of the executor 'interpreter'");
  });
});

describe('what breaks in a sample', () => {
  const exploding: Network = {
    ...smallNetwork,
    populations: {
      input: { size: 3 },
      exc: {
        size: 5,
        neuron: { params: {}, state: 'dv/dt = 0', input: 'v = (v + I * 1e38) * 1e38 - v * 1e38', threshold: 'v < 0', reset: 'v = 0' },
      },
    },
  };
  it.each([1, 2])('comes after the samples before it on a pool of %i', async (workers) => {
    const pool = await wasm().pool(wasm().compile(exploding), workers);
    const told: number[] = [];
    try {
      const run = pool.run(60, (k) => (k >= 33 ? { input: train() } : {}), {
        steps: STEPS,
        readings: {},
        onSample: (k) => void told.push(k),
      });
      await expect(run).rejects.toThrow(/of population 'exc' became NaN in step 3/);
    } finally {
      await pool.close();
    }
    expect(told).toEqual(Array.from({ length: 33 }, (_, k) => k));
  });
});

/** A worker that replies to its batches when it is told to: with the number of each sample, counted by worker. */
class HeldWorker implements WorkerHandle {
  readonly held: {
    readonly request: BatchRequest;
    readonly resolve: (reply: BatchReply) => void;
    readonly reject: (error: Error) => void;
  }[] = [];
  get waiting(): number {
    return this.held.length;
  }
  ask(request: BatchRequest): Promise<BatchReply> {
    return new Promise((resolve, reject) => {
      this.held.push({ request, resolve, reject });
    });
  }
  reply(): void {
    const { request, resolve } = this.held.shift()!;
    resolve({ ran: request.samples, rows: new Float64Array(request.samples * request.readingPlan.rowLength).fill(7), fault: undefined });
  }
  async stop(): Promise<void> {}
}
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('workers that are not of one speed', () => {
  const start = () => {
    const [late, quick] = [new HeldWorker(), new HeldWorker()];
    const pool = new ThreadPool(planNetwork(smallNetwork), [late, quick]);
    const told: number[] = [];
    const stop = new AbortController();
    let asked = 0;
    const values = pool.run(
      5000,
      () => {
        asked++;
        return { input: train() };
      },
      {
        steps: STEPS,
        readings: { read: { population: 'exc', total: true } },
        onSample: (k) => void told.push(k),
        signal: stop.signal,
      },
    );
    const replyToAll = async (workers: readonly HeldWorker[]): Promise<void> => {
      for (let idle = 0; idle < 2; idle++) {
        for (const worker of workers) {
          while (worker.waiting > 0) {
            worker.reply();
            idle = 0;
          }
        }
        await turn();
      }
    };
    return { late, quick, told, stop, values, asked: () => asked, replyToAll };
  };

  it('run ahead of a late batch by so many and no more, and are told of in order', async () => {
    const { late, quick, told, values, asked, replyToAll } = start();
    await replyToAll([quick]);
    const ahead = asked();
    expect(ahead).toBeGreaterThan(8);
    expect(ahead).toBeLessThan(200);
    expect(told).toEqual([]);
    late.reply();
    await replyToAll([quick]);
    expect(told.length).toBeGreaterThan(0);
    expect(asked() - told.length).toBeLessThanOrEqual(ahead);
    await replyToAll([late, quick]);
    expect((await values).read).toEqual(new Float64Array(5000).fill(7));
    expect(told).toEqual(Array.from({ length: 5000 }, (_, k) => k));
  });

  it('are told to stop as soon as the signal is, and waited for', async () => {
    const { late, quick, told, stop, values, asked, replyToAll } = start();
    const before = asked();
    expect(Atomics.load(late.held[0]!.request.stop, 0)).toBe(0);
    stop.abort();
    expect(Atomics.load(late.held[0]!.request.stop, 0)).not.toBe(0);
    await replyToAll([quick]);
    expect(await Promise.race([values, turn()]), 'not before all have replied').toBeUndefined();
    await replyToAll([late, quick]);
    expect((await values).read).toEqual(new Float64Array(5000));
    expect([told, asked()]).toEqual([[], before]);
  });

  it('may fail', async () => {
    const { late, quick, values, replyToAll } = start();
    const failed = expect(values).rejects.toThrow('out of memory');
    for (const { reject } of late.held.splice(0)) reject(new Error('out of memory'));
    await replyToAll([quick]);
    await failed;
  });
});

describe('inputs on their way to a worker', () => {
  const [steps, sizes] = [5, [3, 4, 2]];
  const trains = (size: number, signs: readonly (1 | -1)[]): fc.Arbitrary<SpikeTrain> =>
    fc
      .array(fc.array(fc.tuple(fc.nat(size - 1), fc.constantFrom(...signs)), { maxLength: 6 }), { minLength: steps, maxLength: steps })
      .map((spikes) => {
        const builder = new SpikeTrainBuilder();
        builder.begin(steps);
        for (const [step, own] of spikes.entries()) for (const [neuron, sign] of own) builder.add(step, neuron, sign);
        return builder.finish();
      });
  const silent = fc.constant(undefined);
  const currents = (size: number) => fc.float32Array({ minLength: size, maxLength: size, noNaN: true, max: 8, min: -8 });
  const samples = fc.array(
    fc.tuple(fc.oneof(silent, trains(sizes[0]!, [1])), fc.oneof(silent, trains(sizes[1]!, [1, -1])), fc.oneof(silent, currents(sizes[2]!))),
    { maxLength: 40 },
  );

  it('arrive as they were', () => {
    fc.assert(
      fc.property(samples, (all) => {
        const packer = new InputPacker(steps, [0, 1, 2]);
        for (const batch of [all, all.toReversed()]) {
          for (const drives of batch) packer.add(drives);
          const unpacker = new InputUnpacker(steps, [0, 1, 2], sizes, packer.finish());
          for (const drives of batch) expect(unpacker.next()).toEqual(drives);
        }
      }),
    );
  });

  it('bring out there what they bring out here, wherever the run is cut for a reading', async () => {
    const names = ['spikes', 'signed', 'current'];
    const dense = (from: string, pre: number): Connection => ({
      from,
      to: 'cells',
      topology: { kind: 'dense' },
      weights: Float32Array.from({ length: pre * 5 }, (_, k) => ((k * 5) % 13) - 3),
    });
    const network: Network = {
      dt: 1,
      populations: {
        spikes: { size: 3 },
        signed: { size: 4, carries: 'signed spikes' },
        current: { size: 2, carries: 'current' },
        cells: { size: 5, neuron: lif },
      },
      connections: { a: { ...dense('spikes', 3), delay: 2 }, b: dense('signed', 4), c: dense('current', 2) },
    };
    const [here, there, oracle] = await Promise.all([
      wasm().pool(wasm().compile(network), 1),
      wasm().pool(wasm().compile(network), 2),
      interpreter().pool(interpreter().compile(network), 1),
    ]);
    const cuts = fc.subarray([1, 2, 3, 4, 5]);
    let spiked = 0;
    try {
      await fc.assert(
        fc.asyncProperty(samples, cuts, async (all, at) => {
          const inputs = (k: number) =>
            Object.fromEntries(all[k]!.flatMap((drive, input) => (drive === undefined ? [] : [[names[input]!, drive]])));
          const end = {
            counts: { population: 'cells' },
            v: { population: 'cells', variable: 'v' },
          };
          const options = { steps, readings: { ...end, sums: { population: 'cells', variable: 'v', at, total: true } } };
          const expected = await here.run(all.length, inputs, options);
          expect(await there.run(all.length, inputs, options)).toEqual(expected);
          expect(await oracle.run(all.length, inputs, options)).toEqual(expected);
          expect(await here.run(all.length, inputs, { steps, readings: end })).toEqual({ counts: expected.counts, v: expected.v });
          spiked += expected.counts.filter((count) => count > 0).length;
        }),
        { numRuns: 50 },
      );
    } finally {
      await Promise.all([here, there, oracle].map((pool) => pool.close()));
    }
    expect(spiked).toBeGreaterThan(0);
  });
});

import { type Inputs, N3mlError, type SimulationPool } from '@n3ml/core';
import { expect, it } from 'vitest';
import { randomTrain, sliceTrain } from '../random-train.ts';
import { adder, type ExecutorSuite, pair } from './adder.ts';

const COUNT = 40;
const STEPS = 15;
const SIZE = 5;
const trainOf = (k: number) => randomTrain(3, STEPS, 0.5, 'pool', k);
const sample = (k: number): Inputs => ({ input: trainOf(k) });
const network = pair(3, SIZE, adder, {
  topology: { kind: 'dense' },
  weights: Float32Array.from({ length: 3 * SIZE }, (_, k) => (k % 7) / 8),
  delay: 2,
});
const readings = {
  counts: { population: 'cells' },
  early: { population: 'cells', at: [1, 2, 7] },
  v: { population: 'cells', variable: 'v', at: [7, 14] },
  given: { population: 'input', at: [3, STEPS], total: true },
  sumOfV: { population: 'cells', variable: 'v', total: true },
} as const;

/** Pools of frozen networks, for each number of workers that the executor offers. */
export const testPool =
  (workerCounts: readonly number[]): ExecutorSuite =>
  (executor) => {
    /** The values of the readings of one sample, from a simulation that goes step by step. */
    const readByHand = (k: number): Readonly<Record<keyof typeof readings, readonly number[]>> => {
      const simulation = executor.compile(network);
      const after = Array.from({ length: STEPS }, (_, step) => {
        simulation.run({ input: sliceTrain(trainOf(k), step, step + 1) }, { steps: 1, learn: false });
        return {
          counts: [...simulation.spikeCounts('cells')],
          given: simulation.spikeCounts('input').reduce((sum, count) => sum + count, 0),
          v: [...simulation.variable('cells', 'v')],
        };
      });
      const at = (step: number) => after[step - 1]!;
      return {
        counts: at(STEPS).counts,
        early: [1, 2, 7].flatMap((step) => at(step).counts),
        v: [7, 14].flatMap((step) => at(step).v),
        given: [3, STEPS].map((step) => at(step).given),
        sumOfV: [at(STEPS).v.reduce((sum, value) => sum + value, 0)],
      };
    };
    const withPool = async (workers: number, use: (pool: SimulationPool) => Promise<void>): Promise<void> => {
      const pool = await executor.pool(executor.compile(network), workers);
      try {
        expect(pool.workers).toBe(workers);
        await use(pool);
      } finally {
        await pool.close();
      }
    };
    const everyK = Array.from({ length: COUNT }, (_, k) => k);

    it.each(workerCounts)(
      'a pool of %i reads what the simulation alone shows step by step, and tells of each sample in order',
      async (workers) => {
        await withPool(workers, async (pool) => {
          const byHand = everyK.map(readByHand);
          expect(new Set(byHand.map(({ counts, v }) => [...counts, ...v].join())).size, 'the samples differ').toBeGreaterThan(COUNT / 2);
          const [asked, told]: [number[], number[]] = [[], []];
          const values = await pool.run(
            COUNT,
            (k) => {
              asked.push(k);
              return sample(k);
            },
            {
              steps: STEPS,
              readings,
              onSample: async (k, own) => {
                told.push(k);
                for (const name of Object.keys(readings) as (keyof typeof readings)[]) expect([...own[name]]).toEqual(byHand[k]![name]);
                if (k % 8 === 0) await Promise.resolve();
              },
            },
          );
          for (const name of Object.keys(readings) as (keyof typeof readings)[])
            expect(values[name], name).toEqual(Float64Array.from(byHand.flatMap((own) => own[name])));
          expect(asked).toEqual(everyK);
          expect(told).toEqual(asked);
          expect(await pool.run(COUNT, sample, { steps: STEPS, readings }), 'the same again').toEqual(values);
        });
      },
    );

    it.each(workerCounts)('a pool of %i may read nothing', async (workers) => {
      await withPool(workers, async (pool) => {
        const told: unknown[] = [];
        const values = await pool.run(3, sample, { steps: STEPS, readings: {}, onSample: (k, own) => void told.push([k, own]) });
        expect(values).toEqual({});
        expect(told).toEqual([0, 1, 2].map((k) => [k, {}]));
        expect(await pool.run(0, sample, { steps: STEPS, readings })).toMatchObject({ counts: new Float64Array(0) });
      });
    });

    it.each(workerCounts)('a pool of %i stops when it is told to, and what was not told reads 0', async (workers) => {
      await withPool(workers, async (pool) => {
        const stop = new AbortController();
        const [many, last] = [4000, 21];
        const told: number[] = [];
        let asked = 0;
        const given = { population: 'input', total: true };
        const { given: values } = await pool.run(
          many,
          (k) => {
            asked++;
            return sample(k);
          },
          {
            steps: STEPS,
            readings: { given },
            onSample: (k) => {
              told.push(k);
              if (k === last) stop.abort();
            },
            signal: stop.signal,
          },
        );
        expect(told).toEqual(everyK.slice(0, last + 1));
        expect(asked).toBeLessThan(many / 2);
        expect([...values.subarray(0, last + 1)]).toEqual(told.map((k) => trainOf(k).ids.length));
        expect(values.subarray(last + 1).every((value) => value === 0)).toBe(true);

        await pool.run(many, () => expect.fail('an aborted run asks for nothing'), { steps: STEPS, readings, signal: stop.signal });
        expect(await pool.run(2, sample, { steps: STEPS, readings: { given } }), 'the pool goes on').toEqual({ given: values.slice(0, 2) });
      });
    });

    it.each(workerCounts)('a pool of %i reports what is wrong with a reading or a sample', async (workers) => {
      await withPool(workers, async (pool) => {
        const wrong = (): Inputs => ({ input: randomTrain(3, STEPS + 1, 0.5, 'pool') });
        for (const reads of [readings, {}]) await expect(pool.run(2, wrong, { steps: STEPS, readings: reads })).rejects.toThrow(N3mlError);
        for (const reading of [
          { population: 'cell' },
          { population: 'cells', variable: 'w' },
          { population: 'cells', at: [2, 2] },
          { population: 'cells', at: [STEPS + 1] },
          { population: 'cells', at: [0.5] },
        ]) {
          await expect(pool.run(2, sample, { steps: STEPS, readings: { reading } })).rejects.toThrow(N3mlError);
        }
      });
    });

    it('refuses a pool without workers', async () => {
      await expect(executor.pool(executor.compile(network), 0)).rejects.toThrow(N3mlError);
    });
  };

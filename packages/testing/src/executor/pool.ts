import { type Inputs, N3mlError, type SimulationPool } from '@n3ml/core';
import { expect, it } from 'vitest';
import { randomTrain } from '../random-train.ts';
import { adder, type ExecutorSuite, pair } from './adder.ts';

const COUNT = 40;
const STEPS = 15;
const SIZE = 5;
const sample = (k: number): Inputs => ({ input: randomTrain(3, STEPS, 0.5, 'pool', k) });
const readings = { counts: { population: 'cells' } };
const network = pair(3, SIZE, adder, {
  topology: { kind: 'dense' },
  weights: Float32Array.from({ length: 3 * SIZE }, (_, k) => (k % 7) / 8),
});

/** Pools of frozen networks, for each number of workers that the executor offers. */
export const testPool =
  (workerCounts: readonly number[]): ExecutorSuite =>
  (executor) => {
    const expected = (): Float64Array => {
      const simulation = executor.compile(network);
      return Float64Array.from(
        Array.from({ length: COUNT }, (_, k) => {
          simulation.reset();
          simulation.run(sample(k), { steps: STEPS, learn: false });
          return [...simulation.spikeCounts('cells')];
        }).flat(),
      );
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

    it.each(workerCounts)('a pool of %i counts what the simulation alone counts, and tells of each sample in order', async (workers) => {
      await withPool(workers, async (pool) => {
        const [asked, told]: [number[], number[]] = [[], []];
        const { counts } = await pool.run(
          COUNT,
          (k) => {
            asked.push(k);
            return sample(k);
          },
          {
            steps: STEPS,
            readings,
            onSample: async (k, { counts: own }) => {
              told.push(k);
              expect(own).toHaveLength(SIZE);
              if (k % 8 === 0) await Promise.resolve();
            },
          },
        );
        expect(counts).toEqual(expected());
        expect(counts.some((count) => count > 0)).toBe(true);
        expect(asked).toEqual(Array.from({ length: COUNT }, (_, k) => k));
        expect(told).toEqual(asked);
        expect(await pool.run(COUNT, sample, { steps: STEPS, readings }), 'the same again').toEqual({ counts });
      });
    });

    it.each(workerCounts)('a pool of %i stops when it is told to', async (workers) => {
      await withPool(workers, async (pool) => {
        const stop = new AbortController();
        let asked = 0;
        const many = 2000;
        await pool.run(
          many,
          (k) => {
            asked++;
            if (k === 40) stop.abort();
            return sample(k);
          },
          { steps: STEPS, readings, signal: stop.signal },
        );
        expect(asked).toBeGreaterThan(40);
        expect(asked).toBeLessThan(many);
      });
    });

    it('a pool reports what is wrong with a sample', async () => {
      await withPool(workerCounts.at(-1)!, async (pool) => {
        const wrong = (): Inputs => ({ input: randomTrain(3, STEPS + 1, 0.5, 'pool') });
        await expect(pool.run(2, wrong, { steps: STEPS, readings })).rejects.toThrow(N3mlError);
      });
    });

    it('refuses a pool without workers', async () => {
      await expect(executor.pool(executor.compile(network), 0)).rejects.toThrow(N3mlError);
    });
  };

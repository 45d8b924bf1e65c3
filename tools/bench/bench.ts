import type { BenchOptions } from './arguments.ts';

/** What a benchmark has found. */
export interface BenchReport {
  /** What it ran on, where it ran on data. */
  readonly data?: string;
  /** Markdown, each under its title. */
  readonly tables: readonly { readonly title: string; readonly table: string }[];
}

/** What a file in tools/bench/<name>.bench.ts exports as its default. */
export interface Bench<O extends BenchOptions = BenchOptions> {
  /** A sentence or two: what is measured and what is left out of the timing. */
  readonly describe: string;
  /** The options and their defaults. */
  readonly options: O;
  run(options: O): Promise<BenchReport>;
}

/** A benchmark whose options are typed by their defaults. */
export const defineBench = <O extends BenchOptions>(bench: Bench<O>): Bench<O> => bench;

/** What `work` takes, in milliseconds. */
export async function milliseconds(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** How often something is measured, and how often it runs before that without being counted. */
export interface Repetitions {
  readonly times: number;
  readonly warmUps: number;
}

/**
 * Runs several measurements in turns, A B C A B C: what else the machine does meanwhile meets all of them alike.
 *
 * @returns what each gave in the runs that count: [measurements][times]
 */
export async function inTurns<T>(measurements: readonly (() => T | Promise<T>)[], { times, warmUps }: Repetitions): Promise<T[][]> {
  const results: T[][] = measurements.map(() => []);
  for (let k = -warmUps; k < times; k++) {
    for (const [i, measure] of measurements.entries()) {
      const result = await measure();
      if (k >= 0) results[i]!.push(result);
    }
  }
  return results;
}

/** One line of a benchmark's table. */
export interface BenchRow {
  readonly what: string;
  readonly unit: string;
  /** One value for each repetition. */
  readonly values: readonly number[];
}

/** What a file in tools/bench/<name>.bench.ts exports as its default. */
export interface Bench {
  readonly name: string;
  /** A sentence: what is measured, on what data, and what is left out of the timing. */
  readonly describe: string;
  run(): Promise<readonly BenchRow[]>;
}

/**
 * Times `work` `times` times after `warmUps` runs that are not counted (a fresh WebAssembly module runs baseline code at first).
 *
 * @returns milliseconds of each run
 */
export async function time(work: () => unknown, { times = 7, warmUps = 2 } = {}): Promise<number[]> {
  const values: number[] = [];
  for (let k = -warmUps; k < times; k++) {
    const start = performance.now();
    await work();
    if (k >= 0) values.push(performance.now() - start);
  }
  return values;
}

/** How long a suite measures, in ms. */
const PATIENCE = 60;

/** The least time in ns that `run` takes for each of the units that it says it has done; called again and again for some 60 ms, the first calls warm up. */
export async function nanosecondsEach(run: () => number | Promise<number>): Promise<number> {
  const end = performance.now() + PATIENCE;
  let least = Number.POSITIVE_INFINITY;
  do {
    const start = performance.now();
    const units = await run();
    least = Math.min(least, (1e6 * (performance.now() - start)) / units);
  } while (performance.now() < end);
  return least;
}

/** Prints a line about what is tested, through vitest, which puts the name of the test before it; `vitest --silent` hides it. */
export function tell(line: string): void {
  // biome-ignore lint/suspicious/noConsole: vitest's way from a test to the terminal
  console.info(line);
}

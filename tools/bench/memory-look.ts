/** Memory of the process after `done` samples, in MiB, with the garbage collected first. */
export interface MemoryLook {
  readonly done: number;
  readonly resident: number;
  readonly heap: number;
  readonly external: number;
}

const MIB = 2 ** 20;

/** Looks at the memory of this process, which has to be started with --expose-gc. */
export function memoryLook(done: number): MemoryLook {
  globalThis.gc!();
  const { rss, heapUsed, external } = process.memoryUsage();
  return { done, resident: rss / MIB, heap: heapUsed / MIB, external: external / MIB };
}

/** Timers take no longer times; from here on a wait is one without end. */
const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * Waits for a promise, but not longer than `ms`.
 *
 * @returns whether it has been settled
 * @throws what it was rejected with
 */
export async function within(promise: PromiseLike<unknown>, ms: number): Promise<boolean> {
  if (ms > LONGEST_TIMER) {
    await promise;
    return true;
  }
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  try {
    return await Promise.race([promise.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}

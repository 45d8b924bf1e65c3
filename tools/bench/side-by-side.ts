/**
 * Does `work` for every item, at most `jobs` of them at a time.
 *
 * @returns the results in the order of the items
 */
export async function sideBySide<T, R>(items: readonly T[], jobs: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = items.entries();
  const line = async (): Promise<void> => {
    for (const [k, item] of queue) results[k] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(jobs, items.length) }, line));
  return results;
}

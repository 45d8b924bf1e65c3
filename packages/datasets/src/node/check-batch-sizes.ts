import { stat } from 'node:fs/promises';
import { N3mlError } from '@n3ml/core';
import { cifar10RecordSize } from '../labelled-cifar10.ts';

/** Records of each batch of CIFAR-10, the one for tests too. */
const wholeBatch = 10_000;

/**
 * Refuses a batch of another size beside one that is whole: it was cut off where a record ends, so nothing else would tell. Batches that are all smaller are a set that
 * somebody made smaller. A gzipped batch knows its length itself.
 *
 * @throws N3mlError N3ML_CIFAR10_FORMAT
 */
export async function checkBatchSizes(paths: readonly string[]): Promise<void> {
  const raw = paths.filter((path) => !path.endsWith('.gz'));
  const records = await Promise.all(raw.map(async (path) => (await stat(path)).size / cifar10RecordSize));
  if (!records.includes(wholeBatch)) return;
  const odd = records.findIndex((count) => Number.isInteger(count) && count !== wholeBatch);
  if (odd < 0) return;
  const [source, count] = [raw[odd]!, records[odd]!];
  throw new N3mlError(
    'N3ML_CIFAR10_FORMAT',
    `'${source}' has ${count} records, but batches beside it have ${wholeBatch}, as those of CIFAR-10 do: it is incomplete. Fetch it again; for fewer samples load all and take a part.`,
    { details: { source, records: count, expected: wholeBatch } },
  );
}

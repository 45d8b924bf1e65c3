import type { LabelledSet } from '@n3ml/core';
import { N3mlError } from '@n3ml/core';
import { gunzip } from './gunzip.ts';
import type { NamedBytes } from './labelled-idx.ts';
import { labelledSet } from './labelled-set.ts';

const side = 32;
const channels = 3;
const plane = side * side;
const imageSize = channels * plane;
/** Bytes of a record: its label and its image. */
export const cifar10RecordSize = 1 + imageSize;

/** The classes of CIFAR-10. */
export const cifar10Classes: readonly string[] = Object.freeze([
  'airplane',
  'automobile',
  'bird',
  'cat',
  'deer',
  'dog',
  'frog',
  'horse',
  'ship',
  'truck',
]);

/**
 * Joins batches of CIFAR-10 in the binary layout into a set of shape [32, 32, 3]. In a batch each record is a label and the planes of red,
 * green and blue; in the set the channels of a pixel stand side by side: value (y, x, c) of a sample is at (32 y + x) 3 + c. Batches may be
 * gzipped. Works wherever the bytes come from: a file, `fetch`, a drop on a web page.
 *
 * @throws N3mlError N3ML_CIFAR10_FORMAT (bytes that are no whole number of records), N3ML_BAD_LABEL (above 9), N3ML_EMPTY_DATASET, and what
 * {@link gunzip} throws
 */
export async function labelledCifar10(batches: Iterable<NamedBytes> | AsyncIterable<NamedBytes>): Promise<LabelledSet> {
  const raw: Uint8Array[] = [];
  for await (const { bytes, source } of batches) {
    const records = await gunzip(bytes, source);
    checkRecords(records, source);
    raw.push(records);
  }
  const count = raw.reduce((sum, records) => sum + records.length / cifar10RecordSize, 0);
  const values = new Uint8Array(count * imageSize);
  const labels = new Uint8Array(count);
  let sample = 0;
  for (const records of raw) {
    for (let at = 0; at < records.length; at += cifar10RecordSize) {
      labels[sample] = records[at]!;
      interleave(records, at + 1, values, sample * imageSize);
      sample++;
    }
  }
  return labelledSet({ shape: [side, side, channels], values, labels, classes: cifar10Classes.length, source: 'CIFAR-10' });
}

function checkRecords(records: Uint8Array, source: string): void {
  if (records.length === 0) throw new N3mlError('N3ML_EMPTY_DATASET', `'${source}' is empty.`, { details: { source } });
  const whole = Math.floor(records.length / cifar10RecordSize);
  const rest = records.length % cifar10RecordSize;
  if (rest > 0) {
    const message =
      `'${source}' has ${records.length} bytes, which is ${whole} records of CIFAR-10 (${cifar10RecordSize} bytes each: a label, then 32 x 32 of red, green and blue) ` +
      `and ${rest} bytes more. It is cut off, or another dataset.`;
    throw new N3mlError('N3ML_CIFAR10_FORMAT', message, { details: { source, bytes: records.length, recordSize: cifar10RecordSize } });
  }
  for (let record = 0; record < whole; record++) {
    const label = records[record * cifar10RecordSize]!;
    if (label < cifar10Classes.length) continue;
    const message = `Record ${record} of '${source}' has label ${label}, but the classes of CIFAR-10 go from 0 to ${cifar10Classes.length - 1}.`;
    throw new N3mlError('N3ML_BAD_LABEL', message, { details: { source, record, label } });
  }
}

/** Planes of red, green and blue at `from` become pixels of three channels at `to`. */
function interleave(planes: Uint8Array, from: number, pixels: Uint8Array, to: number): void {
  for (let pixel = 0; pixel < plane; pixel++) {
    const at = to + channels * pixel;
    pixels[at] = planes[from + pixel]!;
    pixels[at + 1] = planes[from + plane + pixel]!;
    pixels[at + 2] = planes[from + 2 * plane + pixel]!;
  }
}

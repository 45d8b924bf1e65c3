import type { LabelledSet } from '@n3ml/core';
import { N3mlError } from '@n3ml/core';
import { gunzip } from './gunzip.ts';
import { readIdx } from './idx.ts';
import { labelledSet } from './labelled-set.ts';

/** The bytes of a file, raw or gzipped, and what to call it in an error. */
export interface NamedBytes {
  readonly bytes: Uint8Array;
  readonly source: string;
}

/**
 * Joins an IDX file of images [count, height, width, ...] and one of labels [count] into a set. Both hold bytes; both may be gzipped. Works
 * wherever the bytes come from: a file, `fetch`, a drop on a web page.
 *
 * @throws N3mlError N3ML_COUNT_MISMATCH where images and labels don't count alike, N3ML_IDX_FORMAT where the arrays are of another kind, and
 * what {@link readIdx}, {@link gunzip} and {@link labelledSet} throw
 */
export async function labelledIdx(images: NamedBytes, labels: NamedBytes, classes: number): Promise<LabelledSet> {
  const pixels = readIdx(await gunzip(images.bytes, images.source), images.source);
  const answers = readIdx(await gunzip(labels.bytes, labels.source), labels.source);
  if (pixels.shape.length < 2 || !(pixels.values instanceof Uint8Array))
    throw wrongKind(images.source, 'images (bytes, two dimensions or more)', pixels.shape);
  if (answers.shape.length !== 1 || !(answers.values instanceof Uint8Array))
    throw wrongKind(labels.source, 'labels (bytes, one dimension)', answers.shape);

  const [imageCount, ...shape] = pixels.shape;
  if (imageCount !== answers.values.length) {
    const message = `'${images.source}' has ${imageCount} images and '${labels.source}' has ${answers.values.length} labels: they don't belong together.`;
    throw new N3mlError('N3ML_COUNT_MISMATCH', message, { details: { images: imageCount, labels: answers.values.length } });
  }
  return labelledSet({ shape, values: pixels.values, labels: answers.values, classes, source: `'${images.source}'` });
}

function wrongKind(source: string, wanted: string, shape: readonly number[]): N3mlError {
  return new N3mlError(
    'N3ML_IDX_FORMAT',
    `'${source}' is to hold ${wanted}, but holds an array of shape [${shape.join(', ')}]. Were two files exchanged?`,
    {
      details: { source, shape },
    },
  );
}

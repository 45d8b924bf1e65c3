import type { RandomStream } from '@n3ml/core';
import { N3mlError } from '@n3ml/core';
import { sampleSize } from './sample-size.ts';

/**
 * Writes a changed copy of one image. What it does depends on its arguments alone: the same stream gives the same copy.
 *
 * @param image channels last, row-major: [height, width, channels], or [height, width]
 * @param shape that of the image, and of its copy
 * @param out where the copy goes, of the image's length; all of it is written. Not the image itself
 * @param random where chance comes from, made for this image alone
 * @throws N3mlError N3ML_BAD_SHAPE where shape, image and `out` don't fit together
 */
export type ImageTransform = (image: Float32Array, shape: readonly number[], out: Float32Array, random: RandomStream) => void;

/** Height, width and channels of an image that is channels last; an image of rank 2 has one channel. */
export type ImageSize = readonly [height: number, width: number, channels: number];

/**
 * The size of an image, known to fit its arrays.
 *
 * @throws N3mlError N3ML_BAD_SHAPE
 */
export function imageSize(image: Float32Array, shape: readonly number[], out: Float32Array): ImageSize {
  const [height, width, channels = 1] = shape;
  if (height === undefined || width === undefined || shape.length > 3) {
    const message = `An image has shape [height, width] or [height, width, channels], not [${shape.join(', ')}].`;
    throw new N3mlError('N3ML_BAD_SHAPE', message, { details: { shape } });
  }
  const size = sampleSize(shape);
  if (image.length !== size || out.length !== size) {
    const message = `An image of shape [${shape.join(', ')}] has ${size} values, but the one given has ${image.length} and the array for its copy has room for ${out.length}.`;
    throw new N3mlError('N3ML_BAD_SHAPE', message, { details: { shape, image: image.length, out: out.length } });
  }
  return [height, width, channels];
}

import type { RandomStream } from '@n3ml/core';

/**
 * Writes a changed copy of one sample: what the transforms of `@n3ml/datasets` are.
 *
 * @param image values of the sample, channels last
 * @param shape that of the image, and of its copy
 * @param out where the copy goes; not the image itself
 * @param random made for this sample and this epoch alone
 */
export type ImageTransform = (image: Float32Array, shape: readonly number[], out: Float32Array, random: RandomStream) => void;

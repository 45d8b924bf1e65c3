import type { ImageTransform } from './image-transform.ts';

/**
 * Several transforms one after the other, which share the image's random stream. It keeps two arrays of the image's length, and makes
 * others only for an image of another length.
 *
 * @example chain(randomCrop(), randomFlip(), normalizeChannels(cifar10Statistics)) // what is usual for CIFAR-10
 */
export function chain(...transforms: readonly ImageTransform[]): ImageTransform {
  let between: readonly [Float32Array, Float32Array] = [new Float32Array(), new Float32Array()];
  return (image, shape, out, random) => {
    if (transforms.length === 0) out.set(image);
    if (between[0].length !== image.length) between = [new Float32Array(image.length), new Float32Array(image.length)];
    let source = image;
    transforms.forEach((transform, k) => {
      const target = k === transforms.length - 1 ? out : between[k % 2 === 0 ? 0 : 1];
      transform(source, shape, target, random);
      source = target;
    });
  };
}

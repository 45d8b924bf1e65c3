import { checkOptions } from '@n3ml/core';
import { type ImageTransform, imageSize } from './image-transform.ts';

export interface RandomFlipOptions {
  /** How often an image is mirrored, 0..1. @default 0.5 */
  readonly probability?: number;
}

const specs = { probability: { type: 'number', describe: 'how often an image is mirrored', default: 0.5, min: 0, max: 1 } } as const;

/**
 * Mirrors an image left to right, or leaves it as it is.
 *
 * @throws N3mlError N3ML_UNKNOWN_OPTION, N3ML_BAD_OPTION
 */
export function randomFlip(options: RandomFlipOptions = {}): ImageTransform {
  const { probability } = checkOptions(specs, { ...options }, 'randomFlip') as Required<RandomFlipOptions>;
  return (image, shape, out, random) => {
    const [height, width, channels] = imageSize(image, shape, out);
    if (random.uniform() >= probability) {
      out.set(image);
      return;
    }
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const to = (y * width + x) * channels;
        const from = (y * width + width - 1 - x) * channels;
        for (let c = 0; c < channels; c++) out[to + c] = image[from + c]!;
      }
    }
  };
}

import { checkOptions } from '@n3ml/core';
import { type ImageTransform, imageSize } from './image-transform.ts';

export interface RandomCropOptions {
  /** Zeros added on each side before a window of the image's own size is cut out, in pixels. @default 4 */
  readonly padding?: number;
}

const specs = { padding: { type: 'integer', describe: 'zeros added on each side', unit: 'pixels', default: 4, min: 0 } } as const;

/**
 * Moves an image by up to `padding` pixels down or up and right or left, every one of the (2 padding + 1)^2 places as likely as the others;
 * what comes in from outside is zero (K. He, X. Zhang, S. Ren, J. Sun, "Deep residual learning for image recognition", CVPR 2016, 4.2).
 * Zero is black where values are 0..1, and the mean after {@link normalizeChannels}.
 *
 * @throws N3mlError N3ML_UNKNOWN_OPTION, N3ML_BAD_OPTION
 */
export function randomCrop(options: RandomCropOptions = {}): ImageTransform {
  const { padding } = checkOptions(specs, { ...options }, 'randomCrop') as Required<RandomCropOptions>;
  return (image, shape, out, random) => {
    const [height, width, channels] = imageSize(image, shape, out);
    const down = random.integer(2 * padding + 1) - padding;
    const right = random.integer(2 * padding + 1) - padding;
    const row = width * channels;
    const firstKept = Math.max(0, right) * channels;
    const kept = Math.max(0, width - Math.abs(right)) * channels;
    const source = Math.max(0, -right) * channels;
    out.fill(0);
    for (let y = Math.max(0, down); y < Math.min(height, height + down); y++) {
      const to = y * row + firstKept;
      const from = (y - down) * row + source;
      for (let k = 0; k < kept; k++) out[to + k] = image[from + k]!;
    }
  };
}

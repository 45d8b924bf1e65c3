import { N3mlError } from '@n3ml/core';
import { type ImageTransform, imageSize } from './image-transform.ts';

/** Mean and standard deviation of each channel. */
export interface ChannelStatistics {
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/**
 * Those of the training images of CIFAR-10 as values 0..1, as papers use them: the mean is that of all pixels, the deviation is the one
 * within an image, averaged over the images (that of all pixels is .247, .243, .262).
 */
export const cifar10Statistics: ChannelStatistics = Object.freeze({
  mean: Object.freeze([0.4914, 0.4822, 0.4465]),
  std: Object.freeze([0.2023, 0.1994, 0.201]),
});

/**
 * Every value x of channel c as (x - mean[c]) / std[c], for images that are channels last ({@link normalize} is for whole sets, by their
 * first axis).
 *
 * @throws N3mlError N3ML_BAD_SCALE where mean and std don't count alike, a mean isn't finite or a std isn't above 0; N3ML_BAD_SHAPE (the
 * transform) where an image has another number of channels
 */
export function normalizeChannels({ mean, std }: ChannelStatistics): ImageTransform {
  if (mean.length !== std.length || mean.length === 0) {
    const message = `There are means of ${mean.length} channels and standard deviations of ${std.length}: give one of each for every channel.`;
    throw new N3mlError('N3ML_BAD_SCALE', message, { details: { mean, std } });
  }
  const wrong = std.findIndex((value, channel) => !(value > 0 && Number.isFinite(value) && Number.isFinite(mean[channel])));
  if (wrong >= 0) {
    const message = `Channel ${wrong} can't be normalized by mean ${mean[wrong]} and std ${std[wrong]}: a finite mean and a std above 0 are needed.`;
    throw new N3mlError('N3ML_BAD_SCALE', message, { details: { channel: wrong, mean: mean[wrong], std: std[wrong] } });
  }
  return (image, shape, out) => {
    const [, , channels] = imageSize(image, shape, out);
    if (channels !== mean.length) {
      const message = `An image of shape [${shape.join(', ')}] has ${channels} channels, but means of ${mean.length} were given.`;
      throw new N3mlError('N3ML_BAD_SHAPE', message, { details: { shape, channels: mean.length } });
    }
    for (let c = 0; c < channels; c++) {
      const average = mean[c]!;
      const deviation = std[c]!;
      for (let at = c; at < image.length; at += channels) out[at] = (image[at]! - average) / deviation;
    }
  };
}

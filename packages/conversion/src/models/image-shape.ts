import { N3mlError } from '@n3ml/core';

/**
 * [height, width, channels] of samples that are images; two axes are an image of one channel.
 *
 * @param least height and width below which the network's layers have nothing left
 * @throws N3mlError N3ML_BAD_SHAPE
 */
export function imageShape(model: string, shape: readonly number[], least: number): [number, number, number] {
  const [height = 0, width = 0, channels = 1] = shape;
  if (shape.length >= 2 && shape.length <= 3 && height >= least && width >= least) return [height, width, channels];
  throw new N3mlError(
    'N3ML_BAD_SHAPE',
    `Network '${model}' takes images of at least ${least}x${least}, as [height, width] or [height, width, channels]; the samples have shape [${shape.join(', ')}].`,
    { details: { model, shape, least } },
  );
}

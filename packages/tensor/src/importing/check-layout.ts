import { N3mlError } from '@n3ml/core';
import type { Match } from './match-tensors.ts';
import type { WeightPlace } from './weight-place.ts';

/** Whose order of axes the tensors have. */
export type WeightLayout = 'tensorflow' | 'pytorch';

const show = (shape: readonly number[]): string => `[${shape.join(', ')}]`;
const expectedShape = (place: WeightPlace, layout: WeightLayout): readonly number[] =>
  layout === 'pytorch' ? place.torch().shape : place.shape;
const fits = ({ place, tensor }: Match, layout: WeightLayout): boolean => show(tensor.shape) === show(expectedShape(place, layout));

/** Whether the tensor fits in the other layout, as far as that is known. */
function fitsOther(match: Match, other: WeightLayout): boolean {
  try {
    return fits(match, other);
  } catch {
    return false;
  }
}

/**
 * Compares every tensor's shape with what the layout asks for.
 *
 * @returns whether the shapes prove the layout: at least one wouldn't fit in the other one, or the layouts don't differ for this model
 * @throws N3mlError N3ML_WRONG_LAYOUT where the other layout fits, N3ML_WEIGHTS_MISMATCH where none does, N3ML_UNSUPPORTED_LAYER
 */
export function checkLayout(matches: readonly Match[], layout: WeightLayout): boolean {
  const other = layout === 'pytorch' ? 'tensorflow' : 'pytorch';
  const wrong = matches.find((match) => !fits(match, layout));
  if (wrong) {
    const { place, name, tensor } = wrong;
    const found = `Tensor '${name}' has shape ${show(tensor.shape)}, but weight '${place.name}' has ${show(expectedShape(place, layout))} in layout '${layout}'.`;
    const details = { tensor: name, weight: place.name, expected: expectedShape(place, layout), actual: tensor.shape, layout };
    if (matches.every((match) => fitsOther(match, other))) {
      throw new N3mlError('N3ML_WRONG_LAYOUT', `${found} Every tensor fits in layout '${other}': give that.`, { details });
    }
    throw new N3mlError(
      'N3ML_WEIGHTS_MISMATCH',
      `${found} Give names if the order is wrong, or build the model that the weights belong to.`,
      {
        details,
      },
    );
  }
  const matrices = matches.filter(({ tensor }) => tensor.shape.length > 1);
  return matrices.length === 0 || matrices.some((match) => !fitsOther(match, other));
}

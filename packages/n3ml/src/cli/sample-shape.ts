import { N3mlError } from '@n3ml/core';

/** The shape of a sample from a flag: `28x28`. @throws N3mlError N3ML_BAD_FLAG */
export function shapeOf(text: string): readonly number[] {
  const shape = text.split('x').map(Number);
  if (shape.every((length) => Number.isSafeInteger(length) && length > 0)) return shape;
  throw new N3mlError('N3ML_BAD_FLAG', `--shape needs lengths such as 28x28, not '${text}'.`, { details: { shape: text } });
}

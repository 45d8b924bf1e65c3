/** How many values one sample of a shape has. */
export const sampleSize = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1);

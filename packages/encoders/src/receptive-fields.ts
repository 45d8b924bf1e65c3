import { N3mlError } from '@n3ml/core';

/** Where Gaussian receptive fields tile a range of values. */
export interface ReceptiveFieldsOptions {
  /** Number of fields (m): at least 3. */
  readonly fields: number;
  /** The smallest value of the data. */
  readonly min: number;
  /** The largest value of the data, above the smallest. */
  readonly max: number;
  /** How narrow the fields are (beta). */
  readonly beta: number;
}

/** Gaussian receptive fields over a range of values. */
export interface ReceptiveFields {
  /** Centres of the fields, rising: [fields]. */
  readonly centres: Float64Array;
  /** Width of a field (sigma). */
  readonly sigma: number;
  /** How strongly field k answers to a value: 1 at its centre, towards 0 far from it. */
  response(value: number, k: number): number;
}

/**
 * Gaussian receptive fields: field i = 1..m has centre `min + (2i - 3) / 2 * (max - min) / (m - 2)` and width
 * `sigma = (max - min) / (beta (m - 2))`, and answers to x with `exp(-(x - centre)^2 / (2 sigma^2))`.
 *
 * @throws N3mlError N3ML_BAD_OPTION where max is not above min: the fields would have no width
 * @see Bohte, Kok & La Poutré, Error-backpropagation in temporally encoded networks of spiking neurons, Neurocomputing 48 (2002)
 */
export function receptiveFields({ fields, min, max, beta }: ReceptiveFieldsOptions): ReceptiveFields {
  if (!(max > min)) {
    throw new N3mlError('N3ML_BAD_OPTION', `Receptive fields need max above min, but min is ${min} and max is ${max}.`, {
      details: { min, max },
    });
  }
  const spacing = (max - min) / (fields - 2);
  const centres = Float64Array.from({ length: fields }, (_, k) => min + (k - 0.5) * spacing);
  const sigma = spacing / beta;
  return {
    centres,
    sigma,
    response(value, k) {
      const distance = (value - centres[k]!) / sigma;
      return Math.exp(-0.5 * distance * distance);
    },
  };
}

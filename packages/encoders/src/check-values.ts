import { N3mlError } from '@n3ml/core';

function reject(encoder: string, values: Float32Array, index: number, wanted: string, remedy: string): never {
  const value = values[index]!;
  throw new N3mlError('N3ML_BAD_VALUE', `Encoder '${encoder}' takes ${wanted}, but value ${index} is ${value}. ${remedy}`, {
    details: { encoder, index, value },
  });
}

/**
 * Throws N3ML_BAD_VALUE where a value is not in [0, 1]. It runs before the first spike is added, so bad input leaves the train untouched.
 */
export function checkUnitInterval(encoder: string, values: Float32Array): void {
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!;
    // Written so that NaN fails.
    if (!(value >= 0 && value <= 1)) reject(encoder, values, index, 'values in [0, 1]', 'Scale the data first (pixel / 255).');
  }
}

/** Throws N3ML_BAD_VALUE where a value is NaN or infinite. */
export function checkFinite(encoder: string, values: Float32Array): void {
  for (let index = 0; index < values.length; index++) {
    if (!Number.isFinite(values[index]!)) reject(encoder, values, index, 'finite values', 'Look where the data comes from.');
  }
}

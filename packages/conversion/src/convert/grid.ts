/** Finer than any weight that training gives, and coarse enough that potentials of up to 256 thresholds are exact too. */
export const MAX_GRID_BITS = 16;

/**
 * The largest number of bits, at most {@link MAX_GRID_BITS}, for which the sums of absolute values, rounded to multiples of 2^-bits, stay below 2^(24 - bits): then
 * every partial sum is a whole multiple of 2^-bits with at most 24 binary digits, which float32 holds exactly.
 *
 * @param sums of absolute weights and bias into one neuron: [neurons or channels]
 * @param terms in the longest of these sums; each may be rounded up by half a step
 */
export function gridBits(sums: Float64Array, terms: number): number {
  const largest = sums.reduce((a, b) => Math.max(a, b), 0);
  let bits = MAX_GRID_BITS;
  while (largest + terms * 2 ** -(bits + 1) >= 2 ** (24 - bits)) bits--;
  return bits;
}

/** Each value rounded to the nearest multiple of 2^-bits. */
export function toGrid(values: Float64Array, bits: number): Float32Array {
  const rounded = new Float32Array(values.length);
  for (let k = 0; k < values.length; k++) rounded[k] = Math.round(values[k]! * 2 ** bits) * 2 ** -bits;
  return rounded;
}

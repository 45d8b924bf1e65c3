import type { Variable } from '@n3ml/equations';

/** The values of a variable at a reset, one for each neuron (or synapse). */
export const initialValues = (size: number, { init }: Variable): Float32Array =>
  typeof init === 'number' ? new Float32Array(size).fill(init) : Float32Array.from(init);

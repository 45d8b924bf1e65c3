import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { TensorInfo } from '@tensorflow/tfjs-core';

/** A new tensor of zeros in the memory of the backend, to add to. */
export function zeros(backend: BackendWasm, shape: number[]): TensorInfo {
  const made = backend.makeOutput(shape, 'float32');
  backend.typedArrayFromHeap(made).fill(0);
  return made;
}

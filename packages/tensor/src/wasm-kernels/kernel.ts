import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { Tensor, TensorInfo } from '@tensorflow/tfjs-core';

/** A kernel of the wasm backend: composed of other operations, or loops over the memory of the backend. */
export type WasmKernel<Inputs extends Readonly<Record<string, Tensor>>, Attributes extends object> = (call: {
  readonly inputs: Inputs;
  readonly attrs: Attributes;
  readonly backend: BackendWasm;
}) => TensorInfo;

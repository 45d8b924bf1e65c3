import type { KernelBackend, Tensor, TensorInfo } from '@tensorflow/tfjs-core';

/** What tfjs calls for one of its operations; names of inputs and attributes are tfjs's. */
export type Kernel<Inputs extends Readonly<Record<string, Tensor>>, Attributes extends object, Backend = KernelBackend> = (call: {
  readonly inputs: Inputs;
  readonly attrs: Attributes;
  readonly backend: Backend;
}) => TensorInfo;

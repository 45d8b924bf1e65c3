/** A typed array with its shape. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float32Array | Uint8Array | Int32Array | Uint32Array | Float64Array;
}
/** Tensors by name. */
export type Tensors = Readonly<Record<string, Tensor>>;
/** What JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** What a run leaves behind: named tensors and plain JSON. Reading one executes nothing. */
export interface Checkpoint {
  /** Name of the model in the registry. */
  readonly model: string;
  /** The model's options: they rebuild the network. */
  readonly options: Readonly<Record<string, Json>>;
  /** Where the run stands (epoch, sample, what was assigned), in the words of the model. */
  readonly progress: Readonly<Record<string, Json>>;
  readonly tensors: Tensors;
}

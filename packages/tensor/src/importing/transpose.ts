/**
 * The numbers of a tensor with its axes in another order.
 *
 * @param axes axis k of the result is axis `axes[k]` of the tensor
 */
export function transpose(data: ArrayLike<number>, shape: readonly number[], axes: readonly number[]): Float32Array {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, length) => product * length, 1));
  const out = new Float32Array(data.length);
  const lengths = axes.map((axis) => shape[axis]!);
  const steps = axes.map((axis) => strides[axis]!);
  const index = lengths.map(() => 0);
  let from = 0;
  for (let k = 0; k < out.length; k++) {
    out[k] = data[from]!;
    for (let axis = index.length - 1; axis >= 0; axis--) {
      from += steps[axis]!;
      if (++index[axis]! < lengths[axis]!) break;
      from -= steps[axis]! * lengths[axis]!;
      index[axis] = 0;
    }
  }
  return out;
}

/** A copy of values, in `into` where that has the right length. */
export function copyInto(into: Float32Array | undefined, values: Float32Array): Float32Array {
  if (into?.length !== values.length) return values.slice();
  into.set(values);
  return into;
}

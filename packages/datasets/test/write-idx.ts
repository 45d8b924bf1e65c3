/** Writes an IDX file of bytes, from the format's description: the other side of `readIdx`. */
export function writeIdx(shape: readonly number[], values: Uint8Array): Uint8Array {
  const file = new Uint8Array(4 + 4 * shape.length + values.length);
  file.set([0, 0, 8, shape.length]);
  const view = new DataView(file.buffer);
  for (const [k, size] of shape.entries()) view.setUint32(4 + 4 * k, size);
  file.set(values, 4 + 4 * shape.length);
  return file;
}

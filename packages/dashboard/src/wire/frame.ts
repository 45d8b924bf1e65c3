/** The arrays that a frame can carry. */
export type FrameArray = Uint8Array | Uint16Array | Uint32Array | Float32Array | Float64Array;

const arrayTypes = { u8: Uint8Array, u16: Uint16Array, u32: Uint32Array, f32: Float32Array, f64: Float64Array } as const;
type ArrayTypeName = keyof typeof arrayTypes;

/** Where an array of a message lies: its field, element type, offset in the payload in bytes, and elements. */
type Placement = readonly [field: string, type: ArrayTypeName, offset: number, length: number];

interface Header {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly arrays: readonly Placement[];
}

/** `N3D1`: what a frame begins with. The digit is the version. */
const MAGIC = 0x3144334e;
const PREFIX = 8;
/** Each array begins at a multiple of this, so that it can be viewed in place whatever its type. */
const ALIGNMENT = 8;

const align = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

function typeName(value: unknown): ArrayTypeName | undefined {
  if (!ArrayBuffer.isView(value)) return undefined;
  const names = Object.keys(arrayTypes) as ArrayTypeName[];
  return names.find((name) => value instanceof arrayTypes[name]);
}

/**
 * A message as one binary frame. All numbers are little-endian:
 *
 * | bytes                | what                                                                                                         |
 * | -------------------- | ------------------------------------------------------------------------------------------------------------ |
 * | 0-3                  | `N3D1`                                                                                                       |
 * | 4-7                  | length of the header in bytes, uint32                                                                        |
 * | 8-                   | header, JSON: `fields`, all fields that are no typed arrays, and `arrays`: [field, type, offset, length] each |
 * | next multiple of 8   | payload: the typed arrays, each at a multiple of 8; their offsets count from here                            |
 *
 * A typed array has to be a field of the message itself. Element types: u8, u16, u32, f32, f64. What JSON has no word for (NaN, Infinity) becomes null outside
 * arrays.
 */
export function encodeFrame(message: object): Uint8Array<ArrayBuffer> {
  const fields: Record<string, unknown> = {};
  const arrays: Placement[] = [];
  const payload: FrameArray[] = [];
  let size = 0;
  for (const [field, value] of Object.entries(message)) {
    const type = typeName(value);
    if (type === undefined) {
      fields[field] = value;
      continue;
    }
    const array = value as FrameArray;
    arrays.push([field, type, size, array.length]);
    payload.push(array);
    size = align(size + array.byteLength);
  }
  const header = new TextEncoder().encode(JSON.stringify({ fields, arrays } satisfies Header));
  const start = align(PREFIX + header.length);
  const frame = new Uint8Array(start + size);
  const view = new DataView(frame.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, header.length, true);
  frame.set(header, PREFIX);
  for (const [k, array] of payload.entries()) {
    frame.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), start + arrays[k]![2]);
  }
  return frame;
}

/**
 * The message of a frame. Its typed arrays are views into the frame: nothing is copied.
 *
 * @throws RangeError where it is no frame, or is cut short
 */
export function decodeFrame(frame: ArrayBuffer): Record<string, unknown> {
  if (frame.byteLength < PREFIX) throw new RangeError(`A frame has ${PREFIX} bytes at least, not ${frame.byteLength}.`);
  const view = new DataView(frame);
  if (view.getUint32(0, true) !== MAGIC) throw new RangeError("A frame begins with 'N3D1'; this is none, or one of another version.");
  const length = view.getUint32(4, true);
  if (PREFIX + length > frame.byteLength) throw new RangeError('The frame is cut short: its header is longer than all of it.');
  const { fields, arrays } = JSON.parse(new TextDecoder().decode(new Uint8Array(frame, PREFIX, length))) as Header;
  const start = align(PREFIX + length);
  const message: Record<string, unknown> = { ...fields };
  for (const [field, type, offset, elements] of arrays) message[field] = new arrayTypes[type](frame, start + offset, elements);
  return message;
}

import { inflateSync } from 'node:zlib';

/** CRC-32 by the bit (ISO 3309), written apart from the encoder's. */
export function crc(bytes: Uint8Array): number {
  let remainder = 0xffffffff;
  for (const byte of bytes) {
    remainder ^= byte;
    for (let bit = 0; bit < 8; bit++) remainder = remainder & 1 ? (remainder >>> 1) ^ 0xedb88320 : remainder >>> 1;
  }
  return (remainder ^ 0xffffffff) >>> 0;
}

export interface Decoded {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly pixels: Uint8Array;
  readonly chunks: readonly string[];
}

/** Reads a PNG of 8 bits whose rows are not filtered, and throws at anything else. */
export function decodePng(file: Uint8Array): Decoded {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (view.getUint32(0) !== 0x89504e47 || view.getUint32(4) !== 0x0d0a1a0a) throw new Error('signature');
  const chunks = new Map<string, Uint8Array>();
  for (let at = 8; at < file.length; ) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(...file.subarray(at + 4, at + 8));
    if (crc(file.subarray(at + 4, at + 8 + length)) !== view.getUint32(at + 8 + length)) throw new Error(`CRC of ${type}`);
    chunks.set(type, file.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  const head = chunks.get('IHDR')!;
  const [width, height] = [0, 4].map((at) => new DataView(head.buffer, head.byteOffset).getUint32(at)) as [number, number];
  const channels = new Map([
    [0, 1],
    [2, 3],
    [6, 4],
  ]).get(head[9]!)!;
  if (head.length !== 13 || head[8] !== 8 || head[10] !== 0 || head[11] !== 0 || head[12] !== 0) throw new Error('header');
  const raw = inflateSync(chunks.get('IDAT')!);
  const stride = width * channels;
  if (raw.length !== height * (stride + 1)) throw new Error('size of the image data');
  const pixels = new Uint8Array(height * stride);
  for (let row = 0; row < height; row++) {
    if (raw[row * (stride + 1)] !== 0) throw new Error('filter');
    pixels.set(raw.subarray(row * (stride + 1) + 1, (row + 1) * (stride + 1)), row * stride);
  }
  return { width, height, channels, pixels, chunks: [...chunks.keys()] };
}

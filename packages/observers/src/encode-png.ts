import { crc32, deflateSync } from 'node:zlib';
import { N3mlError } from '@n3ml/core';

/** A picture, row by row from the top left corner. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** 8 bits a channel, [height x width x channels]: 1 channel is gray, 3 are RGB, 4 are RGBA. */
  readonly pixels: Uint8Array;
}

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const colourTypes: Readonly<Record<number, number>> = { 1: 0, 3: 2, 4: 6 };

/** Length, type, data, and the CRC of type and data. */
function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = Buffer.alloc(12 + data.length);
  bytes.writeUInt32BE(data.length, 0);
  bytes.write(type, 4, 'latin1');
  bytes.set(data, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, 8 + data.length)), 8 + data.length);
  return bytes;
}

function header(width: number, height: number, colourType: number): Uint8Array {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width, 0);
  data.writeUInt32BE(height, 4);
  data[8] = 8; // bits a channel
  data[9] = colourType;
  return chunk('IHDR', data);
}

/** Every row behind its filter type, 0: weights are too noisy for a predictor to pay. */
function scanlines(pixels: Uint8Array, height: number): Uint8Array {
  const stride = pixels.length / height;
  const lines = new Uint8Array(height * (stride + 1));
  for (let row = 0; row < height; row++) lines.set(pixels.subarray(row * stride, (row + 1) * stride), row * (stride + 1) + 1);
  return lines;
}

/**
 * A picture as a PNG file (W3C PNG, third edition): 8 bits a channel, not interlaced.
 *
 * @throws N3mlError N3ML_BAD_PICTURE where the size is not positive or the pixels are not 1, 3 or 4 channels of it
 */
export function encodePng({ width, height, pixels }: Picture): Uint8Array {
  const colourType = colourTypes[pixels.length / (width * height)];
  if (colourType === undefined || !Number.isInteger(width) || !Number.isInteger(height) || width <= 0 || height <= 0) {
    throw new N3mlError(
      'N3ML_BAD_PICTURE',
      `A picture of ${width} x ${height} can't have ${pixels.length} bytes of pixels. Give width x height x 1, 3 or 4 bytes.`,
      {
        details: { width, height, bytes: pixels.length },
      },
    );
  }
  const data = deflateSync(scanlines(pixels, height));
  return Buffer.concat([signature, header(width, height, colourType), chunk('IDAT', data), chunk('IEND', new Uint8Array())]);
}

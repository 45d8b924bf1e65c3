import type { Events } from '@n3ml/core';
import { quantizeTiles } from '../quantize-tiles.ts';
import { encodeFrame } from '../wire/frame.ts';
import type { WeightsMessage } from '../wire/messages.ts';
import type { Slot } from './slot.ts';

/**
 * The newest weights of a connection. A picture is copied when it comes, which is all that the run pays for; it is quantized when a browser that looks at weights
 * asks for it, once for all of them.
 */
export class WeightTiles implements Slot {
  readonly kind = 'weights';
  #event: Events['weights'];
  #bytes: Uint8Array | undefined;
  #frame: Uint8Array | undefined;
  version = 1;

  constructor(event: Events['weights']) {
    this.#event = { ...event, values: event.values.slice() };
  }

  set(event: Events['weights']): void {
    const { values } = this.#event;
    if (values.length === event.values.length) values.set(event.values);
    this.#event = { ...event, values: values.length === event.values.length ? values : event.values.slice() };
    this.#frame = undefined;
    this.version++;
  }

  frameSince(): Uint8Array {
    this.#frame ??= this.#encode();
    return this.#frame;
  }

  #encode(): Uint8Array {
    const { connection, rows, columns, shape, values, done } = this.#event;
    const { low, high, bytes } = quantizeTiles(values, rows, columns, this.#bytes);
    this.#bytes = bytes;
    // A shape that holds another number of neurons: a strip is better than no picture.
    const fits = shape.length > 0 && shape.reduce((product, length) => product * length, 1) === rows;
    const tileWidth = fits ? shape.at(-1)! : 1;
    return encodeFrame({
      type: 'weights',
      connection,
      tiles: columns,
      tileWidth,
      tileHeight: rows / tileWidth,
      low,
      high,
      done,
      bytes,
    } satisfies WeightsMessage);
  }
}

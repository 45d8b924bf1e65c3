/** Spikes in one cell from which on it has its full colour. */
const FULL = 4;

/**
 * The picture of a raster that scrolls: a ring of columns, each some steps of time, with neurons from top to bottom. A new column costs as much as it has rows, and
 * nothing is ever moved; whoever draws it puts the newest column to the right.
 */
export class SpikeRing {
  readonly columns: number;
  readonly rows: number;
  /** Neurons of the population. */
  readonly size: number;
  readonly canvas = document.createElement('canvas');
  /** Spikes in each column. */
  readonly counts: Uint32Array;
  readonly #image: ImageData;
  readonly #pixels: Uint32Array;
  /** Spikes in a cell, column by column. */
  readonly #density: Uint8Array;
  #palette = new Uint32Array(FULL + 1);
  #dirtyFrom = 0;
  #dirty = 0;

  constructor(columns: number, rows: number, size: number) {
    this.columns = columns;
    this.rows = Math.min(rows, size);
    this.size = size;
    [this.canvas.width, this.canvas.height] = [columns, this.rows];
    this.counts = new Uint32Array(columns);
    this.#image = new ImageData(columns, this.rows);
    this.#pixels = new Uint32Array(this.#image.data.buffer);
    this.#density = new Uint8Array(columns * this.rows);
  }

  /** @param pixel of a spike, opaque: fewer spikes than fill a cell are more transparent */
  set colour(pixel: number) {
    for (let count = 1; count <= FULL; count++) {
      const share = this.rows === this.size ? 1 : 0.6 + (0.4 * (count - 1)) / (FULL - 1);
      this.#palette[count] = ((pixel & 0xffffff) | (Math.round(255 * share) << 24)) >>> 0;
    }
    for (let column = 0; column < this.columns; column++) this.#colourColumn(column);
    [this.#dirtyFrom, this.#dirty] = [0, this.columns];
  }

  /** Takes the spikes `ids[from]` to `ids[to - 1]` into a column, in place of what it had. */
  fill(at: number, ids: Uint32Array, from: number, to: number): void {
    const column = at % this.columns;
    const start = column * this.rows;
    this.#density.fill(0, start, start + this.rows);
    const scale = this.rows / this.size;
    for (let k = from; k < to; k++) {
      const cell = start + Math.min(this.rows - 1, Math.floor(ids[k]! * scale));
      if (this.#density[cell]! < FULL) this.#density[cell] = this.#density[cell]! + 1;
    }
    this.counts[column] = to - from;
    this.#colourColumn(column);
    if (this.#dirty === 0) this.#dirtyFrom = column;
    this.#dirty = Math.min(this.columns, this.#dirty + 1);
  }

  /** Brings what is new to the canvas. */
  flush(): void {
    const context = this.canvas.getContext('2d')!;
    const before = Math.min(this.#dirty, this.columns - this.#dirtyFrom);
    if (before > 0) context.putImageData(this.#image, 0, 0, this.#dirtyFrom, 0, before, this.rows);
    if (this.#dirty > before) context.putImageData(this.#image, 0, 0, 0, 0, this.#dirty - before, this.rows);
    this.#dirty = 0;
  }

  #colourColumn(column: number): void {
    const start = column * this.rows;
    for (let row = 0; row < this.rows; row++) this.#pixels[row * this.columns + column] = this.#palette[this.#density[start + row]!]!;
  }
}

import { GAP, type TileLayout, type Tiles } from './tile-layout.ts';

/** The byte of a weight that is NaN. */
const HOLE = 255;

/** The weights that each pixel of a tile stands for, along one side: from `begin[k]` up to `end[k]`, at least one. */
function spans(weights: number, pixels: number): { readonly begin: Uint32Array; readonly end: Uint32Array } {
  const edge = (k: number): number => Math.floor((k * weights) / pixels);
  const begin = Uint32Array.from({ length: pixels }, (_, k) => edge(k));
  return { begin, end: Uint32Array.from({ length: pixels }, (_, k) => Math.max(edge(k) + 1, edge(k + 1))) };
}

/**
 * Paints tiles in the size in which they are shown: a browser scales a large picture anew in every frame, in software often. Where several weights fall on a pixel it
 * shows their mean; a NaN among them shows as one.
 */
export class TilePainter {
  readonly #tiles: Tiles;
  readonly #layout: TileLayout;
  /** Pixels in a row of the canvas. */
  readonly #stride: number;
  readonly #x: ReturnType<typeof spans>;
  readonly #y: ReturnType<typeof spans>;

  constructor(tiles: Tiles, layout: TileLayout, stride: number) {
    this.#tiles = tiles;
    this.#layout = layout;
    this.#stride = stride;
    this.#x = spans(tiles.tileWidth, layout.width);
    this.#y = spans(tiles.tileHeight, layout.height);
  }

  /**
   * @param bytes see `WeightsMessage`
   * @param table a pixel for each byte
   */
  paint(pixels: Uint32Array, bytes: Uint8Array, table: Uint32Array, tile: number): void {
    const { tileWidth, tileHeight } = this.#tiles;
    const { across, width, height } = this.#layout;
    const weights = bytes.subarray(tile * tileWidth * tileHeight, (tile + 1) * tileWidth * tileHeight);
    const hasHoles = weights.includes(HOLE);
    const { begin: left, end: right } = this.#x;
    let place = Math.floor(tile / across) * (height + GAP) * this.#stride + (tile % across) * (width + GAP);
    for (let y = 0; y < height; y++, place += this.#stride) {
      const top = this.#y.begin[y]!;
      const bottom = this.#y.end[y]!;
      for (let x = 0; x < width; x++) {
        const from = left[x]!;
        const to = right[x]!;
        let sum = 0;
        for (let row = top * tileWidth; row < bottom * tileWidth; row += tileWidth) {
          for (let k = row + from; k < row + to; k++) sum += weights[k]!;
        }
        pixels[place + x] = table[(sum / ((bottom - top) * (to - from)) + 0.5) | 0]!;
      }
    }
    if (hasHoles) this.#paintHoles(pixels, weights, table[HOLE]!, tile);
  }

  /** Over what was painted: rare, so it costs the others nothing. */
  #paintHoles(pixels: Uint32Array, weights: Uint8Array, pixel: number, tile: number): void {
    const { tileWidth } = this.#tiles;
    const { across, width, height } = this.#layout;
    const place = Math.floor(tile / across) * (height + GAP) * this.#stride + (tile % across) * (width + GAP);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        for (let row = this.#y.begin[y]!; row < this.#y.end[y]!; row++) {
          const begun = row * tileWidth;
          if (weights.subarray(begun + this.#x.begin[x]!, begun + this.#x.end[x]!).includes(HOLE))
            pixels[place + y * this.#stride + x] = pixel;
        }
      }
    }
  }
}

/** Pixels between two tiles. */
export const GAP = 1;
/** The largest a weight is shown, in CSS pixels. */
const LARGEST = 16;
/** The height of a picture is at most so many times its width. */
const TALLEST = 1.25;

/** Tiles that are all of one size. */
export interface Tiles {
  readonly tiles: number;
  readonly tileWidth: number;
  readonly tileHeight: number;
}

/** Where tiles lie on a canvas, in device pixels. */
export interface TileLayout {
  /** Tiles in a row. */
  readonly across: number;
  /** Size of a tile, without the gap. */
  readonly width: number;
  readonly height: number;
  /** Height of the picture. */
  readonly total: number;
}

/**
 * Arranges tiles so that they fill a width and are as nearly a square as can be. Every tile has the same whole number of pixels.
 *
 * @param room in device pixels
 * @param ratio device pixels in a CSS pixel
 */
export function tileLayout({ tiles, tileWidth, tileHeight }: Tiles, room: number, ratio: number): TileLayout {
  const square = Math.ceil(Math.sqrt((tiles * (tileHeight + GAP)) / (tileWidth + GAP)));
  // A tile has a pixel at least.
  const across = Math.max(1, Math.min(tiles, square, Math.floor((room + GAP) / (1 + GAP))));
  const down = Math.ceil(tiles / across);
  const scale = Math.min(LARGEST * ratio, ((room + GAP) / across - GAP) / tileWidth, (TALLEST * room) / (down * (tileHeight + GAP)));
  const [width, height] = [tileWidth, tileHeight].map((length) => Math.max(1, Math.floor(scale * length))) as [number, number];
  return { across, width, height, total: down * (height + GAP) - GAP };
}

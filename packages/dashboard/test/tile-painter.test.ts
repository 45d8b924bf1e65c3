import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GAP, type Tiles, tileLayout } from '../src/page/tile-layout.ts';
import { TilePainter } from '../src/page/tile-painter.ts';

const kinds = fc.record({
  tiles: fc.integer({ min: 1, max: 300 }),
  tileWidth: fc.integer({ min: 1, max: 40 }),
  tileHeight: fc.integer({ min: 1, max: 40 }),
});

/** A canvas, as numbers: the byte that a pixel shows, 1000 where nothing was painted. */
function painted(tiles: Tiles, bytes: Uint8Array, room: number) {
  const layout = tileLayout(tiles, room, 1);
  const pixels = new Uint32Array(room * layout.total).fill(1000);
  const table = Uint32Array.from({ length: 256 }, (_, byte) => byte);
  const painter = new TilePainter(tiles, layout, room);
  for (let tile = 0; tile < tiles.tiles; tile++) painter.paint(pixels, bytes, table, tile);
  const at = (tile: number, x: number, y: number): number => {
    const left = (tile % layout.across) * (layout.width + GAP);
    const top = Math.floor(tile / layout.across) * (layout.height + GAP);
    return pixels[(top + y) * room + left + x]!;
  };
  return { layout, pixels, at };
}

describe('tiles', () => {
  it('fit into the width, and lose less than a pixel each', () => {
    fc.assert(
      fc.property(kinds, fc.integer({ min: 100, max: 3000 }), (tiles, room) => {
        const { across, width, height, total } = tileLayout(tiles, room, 1);
        expect(across * (width + GAP) - GAP).toBeLessThanOrEqual(room);
        expect(Math.ceil(tiles.tiles / across) * (height + GAP) - GAP).toBe(total);
        expect(Math.min(width, height)).toBeGreaterThanOrEqual(1);
      }),
    );
  });

  it('are all painted, each with its own weights, and nothing between them', () => {
    fc.assert(
      fc.property(kinds, fc.integer({ min: 100, max: 700 }), (tiles, room) => {
        const size = tiles.tileWidth * tiles.tileHeight;
        const bytes = Uint8Array.from({ length: tiles.tiles * size }, (_, k) => Math.floor(k / size) % 255);
        const { layout, pixels, at } = painted(tiles, bytes, room);
        let inside = 0;
        for (let tile = 0; tile < tiles.tiles; tile++) {
          for (let y = 0; y < layout.height; y++) for (let x = 0; x < layout.width; x++, inside++) expect(at(tile, x, y)).toBe(tile % 255);
        }
        expect(pixels.filter((pixel) => pixel !== 1000)).toHaveLength(inside);
      }),
      { numRuns: 30 },
    );
  });

  it('are magnified weight by weight where there is room', () => {
    const bytes = Uint8Array.of(10, 20, 30, 40);
    const { layout, at } = painted({ tiles: 1, tileWidth: 2, tileHeight: 2 }, bytes, 100);
    expect(layout).toMatchObject({ across: 1, width: 32, height: 32 });
    expect([at(0, 0, 0), at(0, 15, 15), at(0, 16, 0), at(0, 0, 16), at(0, 31, 31)]).toEqual([10, 10, 20, 30, 40]);
  });

  it('show the mean of the weights of a pixel where there is none, and NaN wherever one is', () => {
    const tiles = { tiles: 64, tileWidth: 28, tileHeight: 28 };
    const bytes = Uint8Array.from({ length: 64 * 784 }, (_, k) => (k * 37) % 250);
    bytes[5 * 784 + 6 * 28 + 9] = 255;
    const { layout, at } = painted(tiles, bytes, 8 * 15 - 1);
    expect(layout).toMatchObject({ across: 8, width: 14, height: 14 });
    const mean = (tile: number, x: number, y: number): number => {
      const four = [0, 1, 28, 29].map((step) => bytes[tile * 784 + 2 * y * 28 + 2 * x + step]!);
      return Math.round(four.reduce((sum, byte) => sum + byte) / 4);
    };
    for (const tile of [0, 5, 63]) {
      for (let y = 0; y < 14; y++) {
        for (let x = 0; x < 14; x++) expect(at(tile, x, y)).toBe(tile === 5 && x === 4 && y === 3 ? 255 : mean(tile, x, y));
      }
    }
  });
});

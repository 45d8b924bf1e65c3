/** From a share, 0 to 1, to a colour. */
export type ColourMapName = 'gray' | 'viridis';

export const colourMapNames: readonly ColourMapName[] = ['gray', 'viridis'];

/** Anchors of a map, evenly spaced, each 0xrrggbb; between them it is linear. Viridis: S. van der Walt and N. Smith, matplotlib (CC0). */
const anchors: Readonly<Record<ColourMapName, readonly number[]>> = {
  gray: [0x000000, 0xffffff],
  viridis: [0x440154, 0x472d7b, 0x3b528b, 0x2c728e, 0x21918c, 0x28ae80, 0x5ec962, 0xaddc30, 0xfde725],
};

/** The map as a table: 256 colours of three bytes. */
export function colourTable(name: ColourMapName): Uint8Array {
  const stops = anchors[name];
  const table = new Uint8Array(256 * 3);
  for (let k = 0; k < 256; k++) {
    const place = (k / 255) * (stops.length - 1);
    const before = Math.min(Math.floor(place), stops.length - 2);
    for (const [channel, shift] of [16, 8, 0].entries()) {
      const from = (stops[before]! >> shift) & 255;
      const to = (stops[before + 1]! >> shift) & 255;
      table[3 * k + channel] = Math.round(from + (place - before) * (to - from));
    }
  }
  return table;
}

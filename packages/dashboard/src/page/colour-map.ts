/** Anchors of the maps, evenly spaced, each 0xrrggbb; between them a map is linear. Inferno: S. van der Walt and N. Smith, matplotlib (CC0). */
const anchors = {
  /** For weights of one sign. */
  inferno: [0x000004, 0x1b0c41, 0x4a0c6b, 0x781c6d, 0xa52c60, 0xcf4446, 0xed6925, 0xfb9b06, 0xf7d13d, 0xfcffa4],
  /** For weights of both signs, 0 in the middle. */
  'blue-red': [0x1f5fb0, 0x6ea3dc, 0xbfd6ee, 0xf4f4f4, 0xf3c4b3, 0xdd7a63, 0xb02a34],
} as const;
export type ColourMap = keyof typeof anchors;

/** The colour at a share, 0 to 1: red, green, blue. */
function colourAt(map: ColourMap, share: number): [number, number, number] {
  const stops: readonly number[] = anchors[map];
  const place = Math.min(1, Math.max(0, share)) * (stops.length - 1);
  const before = Math.min(Math.floor(place), stops.length - 2);
  const mix = (shift: number): number => {
    const from = (stops[before]! >> shift) & 255;
    const to = (stops[before + 1]! >> shift) & 255;
    return Math.round(from + (place - before) * (to - from));
  };
  return [mix(16), mix(8), mix(0)];
}

/**
 * Pixels of an ImageData for the 255 bytes that stand for weights from `low` to `high`, and one for a weight that is NaN.
 *
 * @param hole the pixel of a weight that is NaN
 */
export function pixelTable(low: number, high: number, hole: number): Uint32Array {
  const bothSigns = low < 0 && high > 0;
  const size = Math.max(-low, high);
  const table = new Uint32Array(256);
  for (let byte = 0; byte < 255; byte++) {
    const value = low + (byte / 254) * (high - low);
    const [red, green, blue] = bothSigns ? colourAt('blue-red', 0.5 + value / size / 2) : colourAt('inferno', byte / 254);
    table[byte] = (0xff000000 | (blue << 16) | (green << 8) | red) >>> 0;
  }
  table[255] = hole;
  return table;
}

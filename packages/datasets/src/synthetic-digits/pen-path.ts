import type { RandomStream } from '@n3ml/core';
import type { Glyph } from './glyphs.ts';

/** Straight pieces between two points of a glyph. */
const piecesPerSpan = 4;

/** The way of a pen as short straight lines: points x, y, x, y ... of all strokes, and where each stroke ends (in points). */
export interface PenPath {
  readonly points: Float64Array;
  readonly ends: readonly number[];
}

/**
 * Draws smooth curves (Catmull-Rom splines) through the points of a glyph, each point moved at random first: nobody hits a point twice.
 * A corner, where a stroke begins at the end of the one before, moves as one.
 *
 * @param wobble standard deviation of the movement, in units of the glyph (100 is its height)
 */
export function penPath(glyph: Glyph, wobble: number, random: RandomStream): PenPath {
  const points: number[] = [];
  const ends: number[] = [];
  const moved = new Map<string, readonly [number, number]>();
  const move = (x: number, y: number): readonly [number, number] => {
    const key = `${x} ${y}`;
    const known = moved.get(key);
    if (known) return known;
    const place = [x + wobble * random.normal(), y + wobble * random.normal()] as const;
    moved.set(key, place);
    return place;
  };

  for (const stroke of glyph) {
    const knots: (readonly [number, number])[] = [];
    for (let k = 0; k < stroke.length; k += 2) knots.push(move(stroke[k]!, stroke[k + 1]!));
    const last = knots.length - 1;
    points.push(...knots[0]!);
    for (let span = 0; span < last; span++) {
      const [ax, ay] = knots[Math.max(span - 1, 0)]!;
      const [bx, by] = knots[span]!;
      const [cx, cy] = knots[span + 1]!;
      const [dx, dy] = knots[Math.min(span + 2, last)]!;
      for (let piece = 1; piece <= piecesPerSpan; piece++) {
        const u = piece / piecesPerSpan;
        points.push(spline(ax, bx, cx, dx, u), spline(ay, by, cy, dy, u));
      }
    }
    ends.push(points.length / 2);
  }
  return { points: Float64Array.from(points), ends };
}

/** The uniform Catmull-Rom spline between b (u = 0) and c (u = 1). */
function spline(a: number, b: number, c: number, d: number, u: number): number {
  return b + 0.5 * u * (c - a + u * (2 * a - 5 * b + 4 * c - d + u * (3 * (b - c) + d - a)));
}

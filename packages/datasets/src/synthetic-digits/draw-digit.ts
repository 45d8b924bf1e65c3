import type { RandomStream } from '@n3ml/core';
import type { Canvas } from './canvas.ts';
import { canvasSide, inkLine } from './canvas.ts';
import { centreByMass } from './centre-by-mass.ts';
import { deform } from './deform.ts';
import { glyphs } from './glyphs.ts';
import type { Hand } from './hand.ts';
import { drawHand } from './hand.ts';
import type { PenPath } from './pen-path.ts';
import { penPath } from './pen-path.ts';

/**
 * Writes a digit by hand, so to speak: one of the ways to write it, each point a little off, deformed, fitted into a box of about 20 pixels,
 * drawn with a pen of some width and pressure, and centred by mass.
 *
 * @param digit 0..9
 * @param canvas scratch, overwritten
 * @param image where it goes: [28 x 28] bytes, 0 paper and 255 ink
 */
export function drawDigit(digit: number, random: RandomStream, canvas: Canvas, image: Uint8Array): void {
  const ways = glyphs[digit]!;
  const hand = drawHand(random);
  const path = penPath(ways[random.integer(ways.length)]!, hand.wobble, random);
  deform(path.points, hand, random);
  fitBox(path.points, hand);
  canvas.fill(0);
  drawPath(canvas, path, hand, random);
  centreByMass(canvas, hand.ink, image);
}

/** Scales and moves points so that the box around the ink lies in the middle of the canvas, its longer side `hand.size` pixels long. */
function fitBox(points: Float64Array, hand: Hand): void {
  let left = Infinity;
  let right = -Infinity;
  let top = Infinity;
  let bottom = -Infinity;
  for (let at = 0; at < points.length; at += 2) {
    left = Math.min(left, points[at]!);
    right = Math.max(right, points[at]!);
    top = Math.min(top, points[at + 1]!);
    bottom = Math.max(bottom, points[at + 1]!);
  }
  const factor = (hand.size - 2 * hand.pen) / Math.max(right - left, bottom - top);
  const middle = (canvasSide - 1) / 2;
  for (let at = 0; at < points.length; at += 2) {
    points[at] = middle + factor * (points[at]! - (left + right) / 2);
    points[at + 1] = middle + factor * (points[at + 1]! - (top + bottom) / 2);
  }
}

/** Inks all strokes; the pen's width follows the pressure, which swings slowly along the way. */
function drawPath(canvas: Canvas, { points, ends }: PenPath, hand: Hand, random: RandomStream): void {
  const phase = 2 * Math.PI * random.uniform();
  const swing = 0.1 + 0.3 * random.uniform();
  const penAt = (point: number): number => hand.pen * (1 + hand.pressure * Math.sin(phase + swing * point));
  let start = 0;
  for (const end of ends) {
    for (let point = start; point < end - 1; point++) {
      const at = 2 * point;
      inkLine(canvas, points[at]!, points[at + 1]!, points[at + 2]!, points[at + 3]!, penAt(point), penAt(point + 1));
    }
    start = end;
  }
}

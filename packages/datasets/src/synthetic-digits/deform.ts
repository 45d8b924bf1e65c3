import type { RandomStream } from '@n3ml/core';
import type { Hand } from './hand.ts';

/** Waves that make up the displacement field. */
const waves = 3;

/**
 * Deforms points in place: first an elastic displacement, smooth over the digit, then slant, proportion and rotation. The field is a sum of
 * plane waves of random direction and phase, longer than half the digit, which does for a pen path what P. Simard, D. Steinkraus and J. Platt (ICDAR 2003)
 * do for pixels.
 */
export function deform(points: Float64Array, hand: Hand, random: RandomStream): void {
  const cos = Math.cos(hand.rotation);
  const sin = Math.sin(hand.rotation);
  const field = Array.from({ length: waves }, () => {
    const direction = 2 * Math.PI * random.uniform();
    const frequency = (2 * Math.PI * (0.4 + 0.8 * random.uniform())) / 100;
    return {
      kx: frequency * Math.cos(direction),
      ky: frequency * Math.sin(direction),
      phase: 2 * Math.PI * random.uniform(),
      dx: (hand.elastic * random.normal()) / Math.sqrt(waves),
      dy: (hand.elastic * random.normal()) / Math.sqrt(waves),
    };
  });
  for (let at = 0; at < points.length; at += 2) {
    let x = points[at]!;
    let y = points[at + 1]!;
    let dx = 0;
    let dy = 0;
    for (const wave of field) {
      const height = Math.sin(wave.kx * x + wave.ky * y + wave.phase);
      dx += wave.dx * height;
      dy += wave.dy * height;
    }
    x = (x + dx - 30) * hand.width - hand.slant * (y + dy - 50);
    y = y + dy - 50;
    points[at] = cos * x - sin * y;
    points[at + 1] = sin * x + cos * y;
  }
}

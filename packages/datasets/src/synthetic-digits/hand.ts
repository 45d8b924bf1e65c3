import type { RandomStream } from '@n3ml/core';

/** How one digit is written: the numbers that differ from writer to writer. */
export interface Hand {
  /** Standard deviation of each point's place, in hundredths of the height. */
  readonly wobble: number;
  /** Standard deviation of the elastic displacement, in hundredths of the height. */
  readonly elastic: number;
  /** Turn, in radians. */
  readonly rotation: number;
  /** How far the top leans to the right, as a fraction of the height. */
  readonly slant: number;
  /** Width, relative to the glyph. */
  readonly width: number;
  /** Longer side of the box around the digit, in pixels, with the ink. */
  readonly size: number;
  /** Half the width of the stroke, in pixels. */
  readonly pen: number;
  /** How much the pen's pressure changes along a stroke, as a fraction of `pen`. */
  readonly pressure: number;
  /** How dark the ink is, 0..1. */
  readonly ink: number;
}

/** Draws a hand. The spreads were chosen to look like MNIST and to be about as hard for simple classifiers. */
export const drawHand = (random: RandomStream): Hand => ({
  wobble: 2.5,
  elastic: 7,
  rotation: 0.1 * random.normal(),
  slant: 0.12 + 0.2 * random.normal(),
  width: Math.min(1.35, Math.max(0.65, 1 + 0.15 * random.normal())),
  size: 20 - random.uniform(),
  pen: Math.min(2, Math.max(0.8, 1.25 + 0.25 * random.normal())),
  pressure: 0.2 * random.uniform(),
  ink: 0.92 + 0.08 * random.uniform(),
});

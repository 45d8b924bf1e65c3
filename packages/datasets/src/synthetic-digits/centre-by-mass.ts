import type { Canvas } from './canvas.ts';
import { canvasSide } from './canvas.ts';

/** Side of the finished image, as in MNIST. */
export const imageSide = 28;

/**
 * Copies the canvas to an image of bytes, moved by whole pixels so that the centre of mass of the ink comes to the middle, as it was done for
 * MNIST. Ink that would fall off the image is lost.
 *
 * @param ink value of full coverage, 0..1
 * @param image where it goes: [28 x 28] bytes
 */
export function centreByMass(canvas: Canvas, ink: number, image: Uint8Array): void {
  let mass = 0;
  let sumX = 0;
  let sumY = 0;
  for (let y = 0; y < canvasSide; y++) {
    for (let x = 0; x < canvasSide; x++) {
      const covered = canvas[y * canvasSide + x]!;
      mass += covered;
      sumX += covered * x;
      sumY += covered * y;
    }
  }
  const left = Math.round(sumX / mass - (imageSide - 1) / 2);
  const top = Math.round(sumY / mass - (imageSide - 1) / 2);
  for (let y = 0; y < imageSide; y++) {
    for (let x = 0; x < imageSide; x++) {
      const fromX = x + left;
      const fromY = y + top;
      const onCanvas = fromX >= 0 && fromX < canvasSide && fromY >= 0 && fromY < canvasSide;
      image[y * imageSide + x] = onCanvas ? Math.round(255 * ink * canvas[fromY * canvasSide + fromX]!) : 0;
    }
  }
}

/** Side of the drawing area in pixels: wide enough for any digit before it is centred. */
export const canvasSide = 40;

/** Half the width of the soft edge of a stroke, in pixels. */
const softness = 0.65;

/** Coverage by ink, 0..1: [canvasSide x canvasSide], row-major. */
export type Canvas = Float32Array;

export const createCanvas = (): Canvas => new Float32Array(canvasSide * canvasSide);

/**
 * Draws a straight piece of stroke with round ends: a pixel is covered by how far its centre lies inside the distance `pen` of the line, with
 * a soft edge. Overlapping pieces don't add up. Only pixels of the box around the piece are looked at.
 *
 * @param penFrom half the width at the start, in pixels
 * @param penTo half the width at the end, in pixels
 */
export function inkLine(canvas: Canvas, x0: number, y0: number, x1: number, y1: number, penFrom: number, penTo: number): void {
  const reach = Math.max(penFrom, penTo) + softness;
  const left = Math.max(0, Math.ceil(Math.min(x0, x1) - reach));
  const right = Math.min(canvasSide - 1, Math.floor(Math.max(x0, x1) + reach));
  const top = Math.max(0, Math.ceil(Math.min(y0, y1) - reach));
  const bottom = Math.min(canvasSide - 1, Math.floor(Math.max(y0, y1) + reach));
  const dx = x1 - x0;
  const dy = y1 - y0;
  const inverse = 1 / Math.max(dx * dx + dy * dy, 1e-12);
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const along = Math.min(1, Math.max(0, ((x - x0) * dx + (y - y0) * dy) * inverse));
      const ex = x - x0 - along * dx;
      const ey = y - y0 - along * dy;
      const inside = penFrom + along * (penTo - penFrom) + softness - Math.sqrt(ex * ex + ey * ey);
      const covered = Math.min(1, inside / (2 * softness));
      const at = y * canvasSide + x;
      if (covered > canvas[at]!) canvas[at] = covered;
    }
  }
}

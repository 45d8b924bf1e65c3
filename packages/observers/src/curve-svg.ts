import type { CurvePoint } from './accuracy-curve.ts';
import { niceTicks } from './nice-ticks.ts';
import { formatNumber } from './quantity.ts';

const left = 52;
const top = 12;
const plotWidth = 660;
const plotHeight = 220;

const px = (value: number): string => String(Math.round(value * 10) / 10);

/** Points that can be drawn; a diverged run may have others. */
const drawable = (points: readonly CurvePoint[]): readonly CurvePoint[] =>
  points.filter(({ done, accuracy }) => Number.isFinite(done) && Number.isFinite(accuracy));

/** Accuracy over samples as an SVG, 0 to 100 %; colours come from the page around it. Empty where there is nothing to draw. */
export function curveSvg(points: readonly CurvePoint[]): string {
  const curve = drawable(points);
  const last = curve.at(-1);
  if (!last) return '';
  const samples = Math.max(1, last.done);
  const x = (done: number): number => left + (plotWidth * done) / samples;
  const y = (accuracy: number): number => top + plotHeight * (1 - accuracy);
  const levels = [0, 0.25, 0.5, 0.75, 1].map(
    (level) =>
      `<path class="grid" d="M${left} ${px(y(level))}h${plotWidth}"/><text x="${left - 8}" y="${px(y(level) + 4)}" text-anchor="end">${100 * level} %</text>`,
  );
  const ticks = niceTicks(0, samples, 6).map(
    (done) => `<text x="${px(x(done))}" y="${top + plotHeight + 18}" text-anchor="middle">${formatNumber(done)}</text>`,
  );
  const line = curve.map(({ done, accuracy }, k) => `${k === 0 ? 'M' : 'L'}${px(x(done))} ${px(y(accuracy))}`).join('');
  return `<svg class="curve" viewBox="0 0 ${left + plotWidth + 28} ${top + plotHeight + 44}" role="img" aria-label="Accuracy over samples">
${levels.join('\n')}
${ticks.join('')}
<text x="${left + plotWidth / 2}" y="${top + plotHeight + 38}" text-anchor="middle">samples</text>
<path class="line" d="${line}"/><circle class="end" cx="${px(x(last.done))}" cy="${px(y(last.accuracy))}" r="3.5"/>
</svg>`;
}

import type { CurvePoint } from './accuracy-curve.ts';
import { escapeMarkup } from './escape-markup.ts';
import { niceTicks } from './nice-ticks.ts';
import { formatNumber } from './quantity.ts';
import { px } from './svg-figure.ts';

const left = 52;
const top = 12;
const plotWidth = 660;
const plotHeight = 220;

/** How an accuracy curve is drawn. */
export interface CurveOptions {
  /** What the horizontal axis counts. @default 'samples' */
  readonly axis?: string;
  /** A logarithmic axis begins at 1, and each point has its mark. @default 'linear' */
  readonly scale?: 'linear' | 'logarithmic';
  /** An accuracy to compare with: a line of its own. */
  readonly reference?: { readonly name: string; readonly accuracy: number };
}

/** Points that can be drawn; a diverged run may have others. */
const drawable = (points: readonly CurvePoint[]): readonly CurvePoint[] =>
  points.filter(({ done, accuracy }) => Number.isFinite(done) && Number.isFinite(accuracy));

const heightOf = (accuracy: number): number => top + plotHeight * (1 - accuracy);

function referenceLine({ name, accuracy }: NonNullable<CurveOptions['reference']>): string {
  const y = heightOf(accuracy);
  // Below the line where there is no room above.
  const text = `<text x="${left + 6}" y="${px(y < top + 18 ? y + 15 : y - 6)}">${escapeMarkup(name)}</text>`;
  return `<path class="reference" d="M${left} ${px(y)}h${plotWidth}"/>${text}`;
}

/** Accuracy over samples, or whatever the points count, as an SVG, 0 to 100 %; colours come from the page around it. Empty where there is nothing to draw. */
export function curveSvg(points: readonly CurvePoint[], { axis = 'samples', scale = 'linear', reference }: CurveOptions = {}): string {
  const curve = drawable(points);
  const last = curve.at(-1);
  if (!last) return '';
  const most = Math.max(1, last.done);
  const isLinear = scale === 'linear';
  const share = (done: number): number => (isLinear ? done / most : Math.log(Math.max(1, done)) / Math.log(Math.max(2, most)));
  const x = (done: number): number => left + plotWidth * share(done);
  const levels = [0, 0.25, 0.5, 0.75, 1].map(
    (level) =>
      `<path class="grid" d="M${left} ${px(heightOf(level))}h${plotWidth}"/><text x="${left - 8}" y="${px(heightOf(level) + 4)}" text-anchor="end">${100 * level} %</text>`,
  );
  const marks = isLinear ? niceTicks(0, most, 6) : curve.map(({ done }) => done);
  const ticks = marks.map(
    (done) => `<text x="${px(x(done))}" y="${top + plotHeight + 18}" text-anchor="middle">${formatNumber(done)}</text>`,
  );
  const line = curve.map(({ done, accuracy }, k) => `${k === 0 ? 'M' : 'L'}${px(x(done))} ${px(heightOf(accuracy))}`).join('');
  return `<svg class="curve" viewBox="0 0 ${left + plotWidth + 28} ${top + plotHeight + 44}" role="img" aria-label="Accuracy over ${escapeMarkup(axis)}">
${levels.join('\n')}
${ticks.join('')}
<text x="${left + plotWidth / 2}" y="${top + plotHeight + 38}" text-anchor="middle">${escapeMarkup(axis)}</text>
${reference ? referenceLine(reference) : ''}
<path class="line" d="${line}"/><circle class="end" cx="${px(x(last.done))}" cy="${px(heightOf(last.accuracy))}" r="3.5"/>
</svg>`;
}

import { niceTicks } from './nice-ticks.ts';
import { formatNumber } from './quantity.ts';
import { colourOf, px, svgFigure, textAt } from './svg-figure.ts';

/** One metric over a run. */
export interface Curve {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** Curves that share an axis. */
export interface CurvePanel {
  readonly name: string;
  /** The end of the vertical axis, which begins at 0. @default the largest value */
  readonly top?: number;
  readonly curves: readonly Curve[];
}

const left = 72;
const right = 24;
const head = 56;
const plotWidth = 640;
const plotHeight = 180;
const panelGap = 34;

const rules = '.grid { stroke: #e4e4e4; fill: none; }';
const darkRules = '.grid { stroke: #2c2f36; }';

/** A diverged run has values that can't be drawn. */
const drawable = ({ points }: Curve): Curve['points'] => points.filter(([x, y]) => Number.isFinite(x) && Number.isFinite(y));

function panelSvg({ name, curves, top }: CurvePanel, at: number, longest: number): string {
  const highest = top ?? curves.flatMap(drawable).reduce((most, [, y]) => Math.max(most, y), 0);
  const xOf = (x: number): number => left + (plotWidth * x) / longest;
  const yOf = (y: number): number => at + plotHeight * (1 - y / (highest || 1));
  const levels = niceTicks(0, highest || 1, 4).map(
    (level) =>
      `<path class="grid" d="M${left} ${px(yOf(level))}h${plotWidth}"/>${textAt(left - 8, yOf(level) + 4, formatNumber(level, 3), 'text-anchor="end"')}`,
  );
  const lines = curves.map((curve, k) => {
    const d = drawable(curve)
      .map(([x, y], point) => `${point === 0 ? 'M' : 'L'}${px(xOf(x))} ${px(yOf(y))}`)
      .join('');
    const colour = colourOf(k);
    const label = textAt(left + plotWidth - 6, at + 14 + 16 * k, curve.name, `text-anchor="end" style="fill:${colour}"`);
    return `<path d="${d}" fill="none" stroke="${colour}" stroke-width="1.6"/>${label}`;
  });
  return [
    textAt(left, at - 8, name, 'font-weight="600"'),
    ...levels,
    `<path class="axis" d="M${left} ${at}v${plotHeight}h${plotWidth}"/>`,
    ...lines,
  ].join('\n');
}

/** Curves over a run as an SVG, panels one under the other. */
export function learningCurveSvg(
  panels: readonly CurvePanel[],
  { title, axis }: { readonly title: string; readonly axis: string },
): string {
  const longest = panels.flatMap(({ curves }) => curves.flatMap(drawable)).reduce((most, [x]) => Math.max(most, x), 0) || 1;
  const topOf = (panel: number): number => head + panel * (plotHeight + panelGap);
  const bottom = topOf(panels.length) - panelGap;
  const ticks = niceTicks(0, longest, 8).map((x) =>
    textAt(left + (plotWidth * x) / longest, bottom + 17, formatNumber(x, 1), 'text-anchor="middle"'),
  );
  const content = [
    ...panels.map((panel, k) => panelSvg(panel, topOf(k), longest)),
    ticks.join(''),
    textAt(left + plotWidth / 2, bottom + 36, axis, 'text-anchor="middle"'),
  ].join('\n');
  return svgFigure({ title, width: left + plotWidth + right, height: bottom + 44, left, rules, darkRules, content });
}

import { escapeMarkup } from './escape-markup.ts';
import { niceTicks } from './nice-ticks.ts';
import { formatNumber } from './quantity.ts';

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

/** Dark enough on white, light enough on black. */
const colours = ['#3b76c4', '#c8553d', '#2f9461', '#9a6fc0', '#b58a1b', '#4c9fae'];

const left = 72;
const right = 24;
const head = 56;
const plotWidth = 640;
const plotHeight = 180;
const panelGap = 34;

const style = `<style>
  svg { background: #fff; font: 12px system-ui, sans-serif; fill: #333; }
  .title { font-size: 15px; font-weight: 600; } .axis { stroke: #999; fill: none; } .grid { stroke: #e4e4e4; fill: none; }
  @media (prefers-color-scheme: dark) { svg { background: #16181d; fill: #ccc; } .axis { stroke: #666; } .grid { stroke: #2c2f36; } }
</style>`;

const px = (value: number): string => String(Math.round(value * 10) / 10);
const text = (x: number, y: number, content: string, attributes = ''): string =>
  `<text x="${px(x)}" y="${px(y)}" ${attributes}>${escapeMarkup(content)}</text>`;

/** A diverged run has values that can't be drawn. */
const drawable = ({ points }: Curve): Curve['points'] => points.filter(([x, y]) => Number.isFinite(x) && Number.isFinite(y));

function panelSvg({ name, curves, top }: CurvePanel, at: number, longest: number): string {
  const highest = top ?? curves.flatMap(drawable).reduce((most, [, y]) => Math.max(most, y), 0);
  const xOf = (x: number): number => left + (plotWidth * x) / longest;
  const yOf = (y: number): number => at + plotHeight * (1 - y / (highest || 1));
  const levels = niceTicks(0, highest || 1, 4).map(
    (level) =>
      `<path class="grid" d="M${left} ${px(yOf(level))}h${plotWidth}"/>${text(left - 8, yOf(level) + 4, formatNumber(level, 3), 'text-anchor="end"')}`,
  );
  const lines = curves.map((curve, k) => {
    const d = drawable(curve)
      .map(([x, y], point) => `${point === 0 ? 'M' : 'L'}${px(xOf(x))} ${px(yOf(y))}`)
      .join('');
    const colour = colours[k % colours.length]!;
    const label = text(left + plotWidth - 6, at + 14 + 16 * k, curve.name, `text-anchor="end" style="fill:${colour}"`);
    return `<path d="${d}" fill="none" stroke="${colour}" stroke-width="1.6"/>${label}`;
  });
  return [
    text(left, at - 8, name, 'font-weight="600"'),
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
  const width = left + plotWidth + right;
  const ticks = niceTicks(0, longest, 8).map((x) =>
    text(left + (plotWidth * x) / longest, bottom + 17, formatNumber(x, 1), 'text-anchor="middle"'),
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${bottom + 44}" viewBox="0 0 ${width} ${bottom + 44}" role="img">
<title>${escapeMarkup(title)}</title>
${style}
${text(left, 22, title, 'class="title"')}
${panels.map((panel, k) => panelSvg(panel, topOf(k), longest)).join('\n')}
${ticks.join('')}
${text(left + plotWidth / 2, bottom + 36, axis, 'text-anchor="middle"')}
</svg>
`;
}

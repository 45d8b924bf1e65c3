import { escapeMarkup } from '@n3ml/observers';
import type { LinePlot, Point } from './line-plot.ts';
import { scaleOf, shareOf, tickLabel } from './scale.ts';

const left = 72;
const right = 24;
const top = 64;
const plotWidth = 640;
const plotHeight = 240;
const width = left + plotWidth + right;
const height = top + plotHeight + 48;

const style = `<style>
  svg { background: #fff; font: 12px system-ui, sans-serif; fill: #333; }
  .title { font-size: 15px; font-weight: 600; } .axis { stroke: #999; fill: none; } .grid { stroke: #e4e4e4; fill: none; }
  .line { stroke: #3b76c4; stroke-width: 1.6; fill: none; } .dot { fill: #3b76c4; }
  @media (prefers-color-scheme: dark) { svg { background: #16181d; fill: #ccc; } .axis { stroke: #666; } .grid { stroke: #2c2f36; } }
</style>`;

const px = (value: number): string => String(Math.round(value * 10) / 10);
const text = (x: number, y: number, content: string, attributes = ''): string =>
  `<text x="${px(x)}" y="${px(y)}"${attributes && ` ${attributes}`}>${escapeMarkup(content)}</text>`;

/** A plot as an SVG document, for light and dark pages. */
export function plotSvg({ title, note, x, y, lines, dots = [], fromZero = true }: LinePlot): string {
  const points = [...lines.flat(), ...dots];
  const across = scaleOf(
    points.map(([value]) => value),
    8,
    false,
  );
  const up = scaleOf([...points.map(([, value]) => value), ...(fromZero ? [0] : [])], 5, true);
  const xOf = (value: number): number => left + plotWidth * shareOf(value, across);
  const yOf = (value: number): number => top + plotHeight * (1 - shareOf(value, up));
  const path = (line: readonly Point[]): string =>
    `<path class="line" d="${line.map(([px0, py0], k) => `${k === 0 ? 'M' : 'L'}${px(xOf(px0))} ${px(yOf(py0))}`).join('')}"/>`;
  const bottom = top + plotHeight;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">
<title>${escapeMarkup(title)}</title>
${style}
${text(left, 22, title, 'class="title"')}
${text(left, 40, note)}
${text(left, 57, y, 'font-weight="600"')}
${up.ticks.map((tick) => `<path class="grid" d="M${left} ${px(yOf(tick))}h${plotWidth}"/>${text(left - 8, yOf(tick) + 4, tickLabel(tick), 'text-anchor="end"')}`).join('\n')}
${across.ticks.map((tick) => text(xOf(tick), bottom + 17, tickLabel(tick), 'text-anchor="middle"')).join('')}
<path class="axis" d="M${left} ${top}v${plotHeight}h${plotWidth}"/>
${across.low < 0 && across.high > 0 ? `<path class="axis" d="M${px(xOf(0))} ${top}v${plotHeight}"/>` : ''}
${up.low < 0 && up.high > 0 ? `<path class="axis" d="M${left} ${px(yOf(0))}h${plotWidth}"/>` : ''}
${lines.map(path).join('\n')}
${dots.map(([cx, cy]) => `<circle class="dot" cx="${px(xOf(cx))}" cy="${px(yOf(cy))}" r="2"/>`).join('')}
${text(left + plotWidth / 2, bottom + 36, x, 'text-anchor="middle"')}
</svg>
`.replaceAll(/\n\n+/g, '\n');
}

import { escapeMarkup } from './escape-markup.ts';

/** Dark enough on white, light enough on black. */
const colours = ['#3b76c4', '#c8553d', '#2f9461', '#9a6fc0', '#b58a1b', '#4c9fae'];

/** The colour of the `k`th of several things. */
export const colourOf = (k: number): string => colours[k % colours.length]!;

/** A coordinate, as fine as is seen. */
export const px = (value: number): string => String(Math.round(value * 10) / 10);

/** A piece of text; `attributes` are written as they are. */
export const textAt = (x: number, y: number, content: string, attributes = ''): string =>
  `<text x="${px(x)}" y="${px(y)}" ${attributes}>${escapeMarkup(content)}</text>`;

/** What a figure consists of. */
export interface SvgFigure {
  readonly title: string;
  readonly width: number;
  readonly height: number;
  /** Where the title begins. */
  readonly left: number;
  /** Style rules of its own, and those in which it differs on a dark screen. */
  readonly rules: string;
  readonly darkRules: string;
  readonly content: string;
}

/** A figure that stands by itself: an SVG file with a title and its own style, for light and dark screens. */
export const svgFigure = ({ title, width, height, left, rules, darkRules, content }: SvgFigure): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">
<title>${escapeMarkup(title)}</title>
<style>
  svg { background: #fff; font: 12px system-ui, sans-serif; fill: #333; }
  .title { font-size: 15px; font-weight: 600; } .axis { stroke: #999; fill: none; } ${rules}
  @media (prefers-color-scheme: dark) { svg { background: #16181d; fill: #ccc; } .axis { stroke: #666; } ${darkRules} }
</style>
${textAt(left, 22, title, 'class="title"')}
${content}
</svg>
`;

import { escapeMarkup } from './escape-markup.ts';

const bar = 5;
const height = 32;

/**
 * How often values fell into equal parts of a range, as small bars for a table. Heights are logarithms, so that a single value can be seen beside thousands.
 *
 * @param counts one for each part, from the left
 * @param label what is shown, for those who can't see it
 */
export function histogramSvg(counts: readonly number[], label: string): string {
  const scale = Math.log1p(Math.max(1, ...counts));
  const bars = counts.map((count, k) => {
    const share = Math.log1p(count) / scale;
    const tall = Math.round(height * share * 10) / 10;
    return `<path d="M${k * bar + 0.5} ${height}v${-tall}h${bar - 1}v${tall}z"/>`;
  });
  const width = counts.length * bar;
  return `<svg class="histogram" width="${width}" height="${height + 1}" viewBox="0 0 ${width} ${height + 1}" role="img" aria-label="${escapeMarkup(label)}">${bars.join('')}<path class="floor" d="M0 ${height + 0.5}h${width}"/></svg>`;
}

import { BrailleCanvas } from './braille.ts';
import type { LinePlot } from './line-plot.ts';
import { type Scale, scaleOf, shareOf, tickLabel } from './scale.ts';

const columns = 64;
const rows = 12;

/** A plot for the terminal: at most 78 columns, without colours. */
export function plotText({ x, y, lines, dots = [], fromZero = true }: LinePlot): string {
  const points = [...lines.flat(), ...dots];
  const across = scaleOf(
    points.map(([value]) => value),
    6,
    false,
  );
  const up = scaleOf([...points.map(([, value]) => value), ...(fromZero ? [0] : [])], 4, true);
  const canvas = new BrailleCanvas(columns, rows);
  const xOf = (value: number): number => (canvas.width - 1) * shareOf(value, across);
  const yOf = (value: number): number => (canvas.height - 1) * (1 - shareOf(value, up));
  for (const line of lines) {
    for (const [k, [toX, toY]] of line.entries()) {
      const [fromX, fromY] = line[k - 1] ?? [toX, toY];
      canvas.line(xOf(fromX), yOf(fromY), xOf(toX), yOf(toY));
    }
  }
  for (const [dotX, dotY] of dots) canvas.dot(xOf(dotX), yOf(dotY));

  const rowOf = (value: number): number => Math.round(yOf(value)) >> 2;
  const labels = new Map(up.ticks.map((tick) => [rowOf(tick), tickLabel(tick)]));
  const margin = Math.max(...[...labels.values()].map((label) => label.length));
  const body = Array.from({ length: rows }, (_, row) => {
    const label = labels.get(row);
    const zero = up.low < 0 && up.high > 0 && row === rowOf(0);
    return `${(label ?? '').padStart(margin)} ${label === undefined ? '│' : '┤'}${canvas.row(row, zero ? '┈' : ' ')}`.trimEnd();
  });
  const under = ' '.repeat(margin + 1);
  return [y, ...body, `${under}${baseline(across)}`, `${under}${numbersUnder(across)}`, `${under} ${x}`].join('\n');
}

const columnOf = (value: number, scale: Scale): number => Math.round((columns - 1) * shareOf(value, scale));

function baseline(scale: Scale): string {
  const marked = new Set(scale.ticks.map((tick) => columnOf(tick, scale)));
  return `└${Array.from({ length: columns }, (_, column) => (marked.has(column) ? '┬' : '─')).join('')}`;
}

/** Each number is centred under its mark, and left out where it would touch the one before. */
function numbersUnder(scale: Scale): string {
  let line = '';
  for (const tick of scale.ticks) {
    const label = tickLabel(tick);
    const start = Math.max(0, columnOf(tick, scale) + 1 - Math.floor(label.length / 2));
    if (line === '' || start > line.length) line = line.padEnd(start) + label;
  }
  return line;
}

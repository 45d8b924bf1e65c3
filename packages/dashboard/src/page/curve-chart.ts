import type { Painter } from './painter.ts';
import { formatNumber, formatPercent, formatTick } from './quantity.ts';
import { Surface } from './surface.ts';
import { type ThemeColour, themeColour } from './theme.ts';
import { roundTicks } from './ticks.ts';

/** One line of a chart; x grows. */
interface Line {
  readonly colour: ThemeColour;
  x: number[];
  y: number[];
}

export interface CurveChartOptions {
  /** What x is, for the reader: 'samples'. */
  readonly across: string;
  /** y are shares, 0 to 1, and shown in percent. */
  readonly shares: boolean;
}

const colours: readonly ThemeColour[] = ['accent', 'second', 'good', 'bad', 'faint', 'ink'];
/** Where the axis of shares may begin: what differs by a percent is to be seen. */
const SHARES_FROM = [0.9, 0.8, 0.5];
const margin = { left: 46, right: 14, top: 8, bottom: 22 };
const font = '11px system-ui, sans-serif';

/** Lines over samples or steps, with axes; the values under the pointer. */
export class CurveChart {
  readonly surface: Surface;
  readonly #options: CurveChartOptions;
  readonly #lines = new Map<string, Line>();
  #pointer: number | undefined;

  constructor(painter: Painter, options: CurveChartOptions) {
    this.#options = options;
    this.surface = new Surface(
      painter,
      (width) => Math.round(Math.min(260, Math.max(170, width * 0.42))),
      () => this.#draw(),
    );
    const { canvas } = this.surface;
    canvas.addEventListener('pointermove', ({ offsetX }) => this.#point(offsetX));
    canvas.addEventListener('pointerleave', () => this.#point(undefined));
  }

  /** The names of the lines and their colours. */
  get keys(): readonly (readonly [name: string, colour: ThemeColour])[] {
    return [...this.#lines].map(([name, { colour }]) => [name, colour]);
  }

  add(name: string, x: ArrayLike<number>, y: ArrayLike<number>, reset: boolean): void {
    const line = this.#line(name);
    if (reset) [line.x, line.y] = [[], []];
    for (let k = 0; k < x.length; k++) {
      line.x.push(x[k]!);
      line.y.push(y[k]!);
    }
    this.surface.canvas.setAttribute('aria-label', `${name}: ${this.#format(line.y.at(-1) ?? Number.NaN)}`);
    this.surface.changed();
  }

  #line(name: string): Line {
    let line = this.#lines.get(name);
    if (!line) {
      line = { colour: colours[this.#lines.size % colours.length]!, x: [], y: [] };
      this.#lines.set(name, line);
    }
    return line;
  }

  #format(y: number): string {
    return this.#options.shares && Number.isFinite(y) ? formatPercent(y) : formatNumber(y);
  }

  #point(x: number | undefined): void {
    this.#pointer = x;
    this.surface.changed();
  }

  #range(): { x0: number; x1: number; y0: number; y1: number } {
    let [x1, y0, y1] = [0, Infinity, -Infinity];
    for (const { x, y } of this.#lines.values()) {
      x1 = Math.max(x1, x.at(-1) ?? 0);
      for (const value of y) {
        if (value < y0) y0 = value;
        if (value > y1 && value !== Infinity) y1 = value;
      }
    }
    if (this.#options.shares) return { x0: 0, x1, y0: SHARES_FROM.find((bound) => y0 >= bound) ?? 0, y1: 1 };
    if (!(y1 > y0)) [y0, y1] = Number.isFinite(y0) ? [Math.min(0, y0), y0 + (Math.abs(y0) || 1)] : [0, 1];
    if (y0 > 0 && y0 < 0.5 * y1) y0 = 0;
    return { x0: 0, x1, y0, y1 };
  }

  #draw(): boolean {
    const { context, width, height } = this.surface;
    const { x0, x1, y0, y1 } = this.#range();
    const plotWidth = width - margin.left - margin.right;
    const plotHeight = height - margin.top - margin.bottom;
    const toX = (x: number): number => margin.left + ((x - x0) / (x1 - x0 || 1)) * plotWidth;
    const toY = (y: number): number => margin.top + plotHeight - ((y - y0) / (y1 - y0)) * plotHeight;

    context.font = font;
    context.lineWidth = 1;
    context.strokeStyle = themeColour('line');
    context.fillStyle = themeColour('faint');
    context.textAlign = 'right';
    context.textBaseline = 'middle';
    for (const tick of roundTicks(y0, y1, plotHeight / 36)) {
      const y = Math.round(toY(tick)) + 0.5;
      context.beginPath();
      context.moveTo(margin.left, y);
      context.lineTo(width - margin.right, y);
      context.stroke();
      context.fillText(this.#options.shares ? `${Math.round(100 * tick)} %` : formatTick(tick), margin.left - 7, y);
    }
    context.textBaseline = 'alphabetic';
    context.textAlign = 'center';
    for (const tick of roundTicks(x0, x1, plotWidth / 90)) {
      if (tick > 0) context.fillText(formatTick(tick), Math.min(toX(tick), width - 20), height - 6);
    }
    context.textAlign = 'left';
    context.fillText(this.#options.across, margin.left, height - 6);

    context.lineJoin = 'round';
    for (const { x, y, colour } of this.#lines.values()) {
      context.strokeStyle = themeColour(colour);
      context.lineWidth = 2;
      context.beginPath();
      let drawing = false;
      for (let k = 0; k < x.length; k++) {
        if (!Number.isFinite(y[k]!)) {
          drawing = false;
          continue;
        }
        if (drawing) context.lineTo(toX(x[k]!), toY(y[k]!));
        else context.moveTo(toX(x[k]!), toY(y[k]!));
        drawing = true;
      }
      context.stroke();
      const last = x.length - 1;
      if (last >= 0 && Number.isFinite(y[last]!)) this.#dot(toX(x[last]!), toY(y[last]!), colour);
    }
    if (this.#pointer !== undefined) this.#drawPointer(x0 + ((this.#pointer - margin.left) / plotWidth) * (x1 - x0), toX, toY);
    return false;
  }

  #dot(x: number, y: number, colour: ThemeColour): void {
    const { context } = this.surface;
    context.fillStyle = themeColour(colour);
    context.beginPath();
    context.arc(x, y, 3.5, 0, 2 * Math.PI);
    context.fill();
  }

  #drawPointer(x: number, toX: (x: number) => number, toY: (y: number) => number): void {
    const { context, width, height } = this.surface;
    const texts: { text: string; colour: ThemeColour }[] = [];
    for (const { x: xs, y: ys, colour } of this.#lines.values()) {
      const at = xs.findIndex((one) => one >= x);
      const k = at === -1 ? xs.length - 1 : at;
      if (k < 0 || !Number.isFinite(ys[k]!)) continue;
      this.#dot(toX(xs[k]!), toY(ys[k]!), colour);
      if (texts.length === 0) {
        context.strokeStyle = themeColour('faint');
        context.lineWidth = 1;
        context.beginPath();
        context.moveTo(toX(xs[k]!), margin.top);
        context.lineTo(toX(xs[k]!), height - margin.bottom);
        context.stroke();
        texts.push({ text: formatNumber(xs[k]!), colour: 'faint' });
      }
      texts.push({ text: this.#format(ys[k]!), colour });
    }
    const right = toX(x) < width / 2;
    context.textAlign = right ? 'left' : 'right';
    context.font = `600 ${font}`;
    for (const [k, { text, colour }] of texts.entries()) {
      context.fillStyle = themeColour(colour);
      context.fillText(text, toX(x) + (right ? 10 : -10), margin.top + 12 + 15 * k);
    }
  }
}

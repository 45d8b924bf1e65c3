import type { StateMessage } from '../wire/messages.ts';
import { Card, element } from './card.ts';
import type { Painter } from './painter.ts';
import { formatNumber, formatTick, formatWhole } from './quantity.ts';
import { Surface } from './surface.ts';
import { themeColour } from './theme.ts';
import { roundTicks } from './ticks.ts';

const BINS = 48;
const margin = { left: 12, right: 12, top: 14, bottom: 22 };

const nameOf = ({ population, variable }: StateMessage): string => `${variable} of ${population}`;

/** How the values of a state variable are distributed over the neurons. Where there are several, the first one until another is chosen. */
export class StateHistogram {
  readonly #card = new Card('state', 'State variable');
  readonly #choice = element('select');
  readonly #surface: Surface;
  readonly #messages = new Map<string, StateMessage>();
  readonly #counts = new Uint32Array(BINS);
  #low = 0;
  #high = 1;

  constructor(painter: Painter) {
    this.#choice.setAttribute('aria-label', 'State variable');
    this.#choice.onchange = () => this.#show();
    this.#card.title = this.#choice;
    this.#surface = new Surface(
      painter,
      (width) => Math.round(Math.min(200, Math.max(140, width * 0.3))),
      () => this.#draw(),
    );
    this.#card.body.append(this.#surface.canvas);
  }

  take(message: StateMessage): void {
    const name = nameOf(message);
    if (!this.#messages.has(name)) this.#choice.append(new Option(name));
    this.#messages.set(name, message);
    if (name === this.#choice.value) this.#show();
  }

  remove(): void {
    this.#card.remove();
  }

  #show(): void {
    const name = this.#choice.value;
    const { values, done } = this.#messages.get(name)!;
    let [low, high, sum, count] = [Infinity, -Infinity, 0, 0];
    for (const value of values) {
      if (!Number.isFinite(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
      sum += value;
      count++;
    }
    if (count === 0) [low, high] = [0, 1];
    // All alike: one bar in the middle.
    if (!(high > low)) [low, high] = [low - 0.5, low + 0.5];
    [this.#low, this.#high] = [low, high];
    this.#counts.fill(0);
    for (const value of values) {
      if (!Number.isFinite(value)) continue;
      const bin = Math.min(BINS - 1, Math.floor((BINS * (value - low)) / (high - low)));
      this.#counts[bin] = this.#counts[bin]! + 1;
    }
    this.#card.note = `mean ${formatNumber(sum / count)}, ${formatWhole(values.length)} neurons, after ${formatWhole(done)} samples`;
    this.#surface.canvas.setAttribute('aria-label', `Histogram of ${name}, from ${formatNumber(low)} to ${formatNumber(high)}`);
    this.#surface.changed();
  }

  #draw(): boolean {
    const { context, width, height } = this.#surface;
    const plotWidth = width - margin.left - margin.right;
    const base = height - margin.bottom;
    const most = Math.max(1, ...this.#counts);
    context.fillStyle = themeColour('accent');
    for (let bin = 0; bin < BINS; bin++) {
      const bar = ((base - margin.top) * this.#counts[bin]!) / most;
      if (bar > 0)
        context.fillRect(margin.left + (plotWidth * bin) / BINS, base - Math.max(1, bar), plotWidth / BINS - 1, Math.max(1, bar));
    }
    context.strokeStyle = themeColour('line');
    context.beginPath();
    context.moveTo(margin.left, base + 0.5);
    context.lineTo(width - margin.right, base + 0.5);
    context.stroke();
    context.fillStyle = themeColour('faint');
    context.font = '11px system-ui, sans-serif';
    context.textAlign = 'center';
    for (const tick of roundTicks(this.#low, this.#high, plotWidth / 80)) {
      const x = margin.left + (plotWidth * (tick - this.#low)) / (this.#high - this.#low);
      context.fillText(formatTick(tick), Math.min(width - 18, Math.max(14, x)), height - 6);
    }
    context.textAlign = 'left';
    context.fillText(`${formatWhole(most)} neurons`, margin.left, margin.top - 4);
    return false;
  }
}

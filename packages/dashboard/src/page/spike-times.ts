import type { SpikeTimesMessage } from '../wire/messages.ts';
import { Card } from './card.ts';
import type { Painter } from './painter.ts';
import { formatTick, formatWhole } from './quantity.ts';
import { Surface } from './surface.ts';
import { isDark, themeColour } from './theme.ts';
import { roundTicks } from './ticks.ts';

const margin = { left: 64, right: 14, top: 8, bottom: 24 };
const [ROW, LAYER_GAP] = [16, 12];
/** Rows of a layer at most: its neurons share them where there are more. */
const MOST_ROWS = 16;

/** The colour of a class: hues as far from each other as can be. */
const classColour = (label: number): string => `hsl(${(212 + label * 137.5) % 360} 70% ${isDark() ? 65 : 42}%)`;

/** When each neuron fires, a dot for each sample in the colour of its class; where the outputs should fire, a line. */
export class SpikeTimes {
  readonly #card = new Card('spike-times', 'Spike times');
  readonly #surface: Surface;
  #message: SpikeTimesMessage | undefined;

  constructor(painter: Painter) {
    this.#surface = new Surface(
      painter,
      () => this.#height(),
      () => this.#draw(),
    );
    this.#card.body.append(this.#surface.canvas);
  }

  take(message: SpikeTimesMessage): void {
    this.#message = message;
    this.#card.note = `${formatWhole(message.labels.length)} samples, a colour for each class, after ${formatWhole(message.done)} samples`;
    this.#surface.canvas.setAttribute('aria-label', `Spike times of ${message.layers.length} layers`);
    this.#surface.reshape();
    this.#surface.changed();
  }

  remove(): void {
    this.#card.remove();
  }

  #height(): number {
    const layers = this.#message?.layers ?? [];
    return margin.top + margin.bottom + layers.reduce((sum, size) => sum + ROW * Math.min(MOST_ROWS, size) + LAYER_GAP, 0);
  }

  #draw(): boolean {
    if (!this.#message) return false;
    const { layers, labels, times, targets } = this.#message;
    const { context, width, height } = this.#surface;
    let latest = 1;
    for (const time of [times, targets].flatMap((all) => [...all])) if (Number.isFinite(time) && time > latest) latest = time;
    const toX = (time: number): number => margin.left + (time / latest) * (width - margin.left - margin.right);
    context.font = '11px system-ui, sans-serif';
    context.textAlign = 'center';
    context.fillStyle = themeColour('faint');
    for (const tick of roundTicks(0, latest, (width - margin.left) / 80)) context.fillText(formatTick(tick), toX(tick), height - 8);
    context.textAlign = 'left';
    context.fillText('ms', 4, height - 8);

    const neurons = layers.reduce((sum, size) => sum + size, 0);
    let [top, first] = [margin.top, 0];
    for (const [l, size] of layers.entries()) {
      const rows = Math.min(MOST_ROWS, size);
      const isOutput = l === layers.length - 1;
      context.fillStyle = themeColour('well');
      context.fillRect(margin.left, top, width - margin.left, rows * ROW);
      context.fillStyle = themeColour('faint');
      context.fillText(l === 0 ? 'input' : isOutput ? 'output' : `hidden ${layers.length > 3 ? l : ''}`, 4, top + (rows * ROW) / 2 + 4);
      if (isOutput) this.#drawTargets(size, top, rows * ROW, toX);
      context.globalAlpha = Math.min(0.9, Math.max(0.15, 30 / labels.length));
      for (let j = 0; j < size; j++) {
        for (let sample = 0; sample < labels.length; sample++) {
          const time = times[sample * neurons + first + j]!;
          if (!Number.isFinite(time)) continue;
          context.fillStyle = classColour(labels[sample]!);
          // Samples of a row lie a little apart, so that equal times are seen as many.
          const y = top + ((j + 0.2 + (0.6 * (sample + 0.5)) / labels.length) * rows * ROW) / size;
          context.fillRect(toX(time) - 1.5, y - 1.5, 3, 3);
        }
      }
      context.globalAlpha = 1;
      top += rows * ROW + LAYER_GAP;
      first += size;
    }
    return false;
  }

  #drawTargets(outputs: number, top: number, height: number, toX: (time: number) => number): void {
    const { context } = this.#surface;
    const { targets } = this.#message!;
    for (const [k, time] of targets.entries()) {
      context.fillStyle = classColour(Math.floor(k / outputs));
      context.fillRect(toX(time) - 0.75, top + ((k % outputs) * height) / outputs, 1.5, height / outputs);
    }
  }
}

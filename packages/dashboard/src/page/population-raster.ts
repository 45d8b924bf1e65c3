import { element } from './card.ts';
import type { Painter } from './painter.ts';
import { formatNumber, formatWhole } from './quantity.ts';
import { SpikeRing } from './spike-ring.ts';
import { Surface } from './surface.ts';
import { onThemeChange, pixelOf, type ThemeColour, themeColour } from './theme.ts';

/** Heights in CSS pixels: the histogram of the rate, the gap below it. */
const [RATE, GAP] = [30, 4];
/** Size of a spike in CSS pixels: a single one is to be seen. */
const DOT = 2;

/** The spikes of one population in the newest sample. */
export interface PopulationSpikes {
  readonly steps: Uint32Array;
  readonly ids: Uint32Array;
}

/** Where a sample begins, and what it was. */
export interface SampleMark {
  readonly column: number;
  readonly text: string;
  readonly colour: ThemeColour;
}

/** The raster of one population, with the histogram of its rate over time above it. */
export class PopulationRaster {
  readonly element = element('div', 'population');
  readonly #surface: Surface;
  readonly #note = element('span');
  readonly #colour: ThemeColour;
  readonly #onResize: () => void;
  #ring: SpikeRing | undefined;
  #size = 1;
  #spikes: PopulationSpikes | undefined;
  /** The first spike that isn't in a column yet. */
  #next = 0;
  #head = 0;
  #hz = 1;
  #marks: readonly SampleMark[] = [];

  /** @param onResize is called where its width has changed: what it showed is gone */
  constructor(painter: Painter, name: string, colour: ThemeColour, onResize: () => void) {
    this.#colour = colour;
    this.#onResize = onResize;
    this.#surface = new Surface(
      painter,
      (width) => RATE + GAP + (width < 500 ? 104 : 148),
      () => this.#draw(),
    );
    const heading = element('p', '', name);
    heading.append(this.#note);
    this.element.append(heading, this.#surface.canvas);
    this.#surface.canvas.setAttribute('aria-label', `Spikes of ${name}`);
    onThemeChange(() => this.#recolour());
  }

  get isVisible(): boolean {
    return this.#surface.isVisible;
  }

  /** As many columns of spikes as there is room for; 0 while it isn't laid out. */
  get columns(): number {
    return Math.floor(this.#surface.width / DOT);
  }

  /**
   * @param ms length of the sample
   * @param size neurons of the population, where that is known
   */
  begin(spikes: PopulationSpikes, { ms, size }: { readonly ms: number; readonly size: number | undefined }): void {
    this.#spikes = spikes;
    this.#next = 0;
    let seen = size ?? this.#size;
    for (const id of spikes.ids) if (id >= seen) seen = id + 1;
    if (seen !== this.#size) {
      this.#size = seen;
      this.#ring = undefined;
    }
    const count = spikes.ids.length;
    const rate = size === undefined ? '' : `, ${formatNumber((1000 * count) / seen / ms)} Hz`;
    this.#note.textContent = `${formatWhole(seen)} neurons${size === undefined ? ' or more' : ''}, ${formatWhole(count)} spikes${rate}`;
  }

  /**
   * Fills the column `at` with the spikes before the step `until`.
   *
   * @param ms time in a column
   */
  fill(at: number, until: number, ms: number): void {
    if (!this.#spikes) return;
    const { steps, ids } = this.#spikes;
    let end = this.#next;
    while (end < steps.length && steps[end]! < until) end++;
    this.#ringFor()?.fill(at, ids, this.#next, end);
    this.#next = end;
    this.#head = at;
    this.#hz = 1000 / ms / this.#size;
  }

  show(marks: readonly SampleMark[]): void {
    this.#marks = marks;
    this.#surface.changed();
  }

  #ringFor(): SpikeRing | undefined {
    const rows = Math.floor((this.#surface.height - RATE - GAP) / DOT);
    if (this.columns === 0 || rows <= 0) return undefined;
    if (this.#ring?.columns !== this.columns || this.#ring.size !== this.#size) {
      this.#ring = new SpikeRing(this.columns, rows, this.#size);
      this.#recolour();
    }
    return this.#ring;
  }

  #recolour(): void {
    if (this.#ring) this.#ring.colour = pixelOf(themeColour(this.#colour));
  }

  #draw(): boolean {
    const { context, width, height } = this.#surface;
    const ring = this.#ring;
    const top = RATE + GAP;
    context.fillStyle = themeColour('well');
    context.fillRect(0, top, width, height - top);
    if (ring?.columns !== this.columns) this.#onResize();
    if (!ring) return false;
    ring.flush();
    context.imageSmoothingEnabled = false;
    // The newest column is at the right edge; what lies behind it in the ring is older than what lies before it.
    const newest = (this.#head % ring.columns) + 1;
    const older = ring.columns - newest;
    const pixels = height - top;
    if (older > 0) context.drawImage(ring.canvas, newest, 0, older, ring.rows, 0, top, older * DOT, pixels);
    context.drawImage(ring.canvas, 0, 0, newest, ring.rows, older * DOT, top, newest * DOT, pixels);
    this.#drawRates(ring, newest);
    this.#drawMarks(ring);
    this.#drawPeak(ring);
    return false;
  }

  #drawRates(ring: SpikeRing, newest: number): void {
    const { context } = this.#surface;
    let most = 1;
    for (const count of ring.counts) if (count > most) most = count;
    context.fillStyle = themeColour(this.#colour);
    context.beginPath();
    for (let k = 0; k < ring.columns; k++) {
      const bar = (ring.counts[(newest + k) % ring.columns]! / most) * (RATE - 12);
      if (bar > 0) context.rect(k * DOT, RATE - bar, DOT, bar);
    }
    context.fill();
  }

  /** The scale of the histogram. */
  #drawPeak(ring: SpikeRing): void {
    const { context, width } = this.#surface;
    const text = `peak ${formatNumber(Math.max(...ring.counts) * this.#hz)} Hz`;
    context.font = '11px system-ui, sans-serif';
    context.textAlign = 'right';
    const box = context.measureText(text).width + 8;
    context.fillStyle = themeColour('card');
    context.fillRect(width - box, 0, box, 12);
    context.fillStyle = themeColour('faint');
    context.fillText(text, width, 9);
  }

  #drawMarks(ring: SpikeRing): void {
    const { context, height, width } = this.#surface;
    context.textAlign = 'left';
    context.font = '600 11px system-ui, sans-serif';
    for (const { column, text, colour } of this.#marks) {
      const x = (ring.columns - 1 - this.#head + column) * DOT;
      if (x < 0 || x > width) continue;
      context.fillStyle = themeColour('faint');
      context.fillRect(x, 0, 1, height);
      context.fillStyle = themeColour(colour);
      context.fillText(text, x + 4, 9);
    }
  }
}

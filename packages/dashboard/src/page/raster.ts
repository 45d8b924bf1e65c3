import type { SpikesMessage } from '../wire/messages.ts';
import { Card, element } from './card.ts';
import type { Drawing, Painter } from './painter.ts';
import { PopulationRaster, type SampleMark } from './population-raster.ts';
import { formatWhole } from './quantity.ts';
import type { ThemeColour } from './theme.ts';

/** About so many samples fit into the width. */
const SAMPLES_ACROSS = 2.5;
/** Time in which what has come scrolls in, in ms: a little more than from one sample to the next. */
const SCROLL = 280;
/** Columns between two samples. */
const GAP = 2;
const colours: readonly ThemeColour[] = ['accent', 'second', 'good', 'faint'];
const still = matchMedia('(prefers-reduced-motion: reduce)');

/** The spikes of some samples, one after the other, scrolling in from the right. */
export class Raster implements Drawing {
  readonly #painter: Painter;
  readonly #sizes: ReadonlyMap<string, number>;
  readonly #card = new Card('raster', 'Spikes');
  readonly #list = element('div');
  readonly #populations = new Map<string, PopulationRaster>();
  #marks: SampleMark[] = [];
  #message: SpikesMessage | undefined;
  /** Columns that the ring has seen, and those of the sample that are still to come. */
  #head = 0;
  #pending = 0;
  #stepsPerColumn = 1;
  #step = 0;
  #time = 0;
  /** Width of the populations when the message was begun, and how many neurons they had. */
  #layout = '';

  /** @param sizes neurons of populations, as far as something else than their spikes tells */
  constructor(painter: Painter, sizes: ReadonlyMap<string, number>) {
    this.#painter = painter;
    this.#sizes = sizes;
    this.#card.body.append(this.#list);
  }

  /** The sizes may have grown. */
  resized(): void {
    this.#painter.request(this);
  }

  get isVisible(): boolean {
    return [...this.#populations.values()].some(({ isVisible }) => isVisible);
  }

  take(message: SpikesMessage): void {
    // Whatever hasn't scrolled in of the sample before: at once.
    this.#advance(this.#pending);
    this.#message = message;
    const { sample, duration, dt, cut, populations } = message;
    for (const { name } of populations) this.#population(name);
    this.#card.note = `sample ${formatWhole(sample + 1)}, ${formatWhole(duration * dt)} ms; a sample now and then${cut ? '; not all of its spikes' : ''}`;
    this.#begin(message);
    this.#painter.request(this);
  }

  /** From its first step on. */
  #begin({ populations, steps, ids, duration, dt, label, predicted }: SpikesMessage): void {
    let place = 0;
    for (const { name, spikes } of populations) {
      this.#population(name).begin(
        { steps: steps.subarray(place, place + spikes), ids: ids.subarray(place, place + spikes) },
        { ms: duration * dt, size: this.#sizes.get(name) },
      );
      place += spikes;
    }
    this.#layout = this.#currentLayout;
    const columns = this.#columns || 400;
    // Some steps in a column, or some columns for a step.
    const share = (SAMPLES_ACROSS * duration) / columns;
    this.#stepsPerColumn = share >= 1 ? Math.ceil(share) : 1 / Math.floor(1 / share);
    this.#step = 0;
    this.#pending = Math.ceil(duration / this.#stepsPerColumn) + GAP;
    const isRight = label !== null && label === predicted;
    this.#marks = [
      ...this.#marks.slice(-12),
      {
        column: this.#head + 1,
        text: label === null ? '' : `${label}${isRight ? ' ✓' : predicted === null || predicted < 0 ? '' : ` → ${predicted}`}`,
        colour: isRight ? 'good' : 'faint',
      },
    ];
  }

  get #columns(): number {
    return Math.max(0, ...[...this.#populations.values()].map((raster) => raster.columns));
  }

  /** With another one, the columns that there are can't be shown any more. */
  get #currentLayout(): string {
    return JSON.stringify([this.#columns, ...[...this.#populations.keys()].map((name) => this.#sizes.get(name))]);
  }

  draw(time: number): boolean {
    // After a rest the clock starts anew.
    const passed = Math.min(50, time - this.#time);
    this.#time = time;
    // Not laid out yet: there is nothing to scroll in to.
    if (this.#columns === 0) return true;
    if (this.#message && this.#layout !== this.#currentLayout) {
      this.#marks = [];
      this.#begin(this.#message);
      this.#advance(this.#pending);
    }
    const all = this.#message ? Math.ceil(this.#message.duration / this.#stepsPerColumn) : 0;
    this.#advance(still.matches ? this.#pending : Math.min(this.#pending, Math.max(1, Math.round((all * passed) / SCROLL))));
    for (const raster of this.#populations.values()) raster.show(this.#marks);
    return this.#pending > 0;
  }

  remove(): void {
    this.#card.remove();
  }

  #advance(columns: number): void {
    const ms = this.#stepsPerColumn * (this.#message?.dt ?? 1);
    for (let k = 0; k < columns; k++) {
      this.#head++;
      this.#step += this.#stepsPerColumn;
      for (const raster of this.#populations.values()) raster.fill(this.#head, this.#step, ms);
    }
    this.#pending -= columns;
  }

  #population(name: string): PopulationRaster {
    let raster = this.#populations.get(name);
    if (!raster) {
      raster = new PopulationRaster(this.#painter, name, colours[this.#populations.size % colours.length]!, () =>
        this.#painter.request(this),
      );
      this.#populations.set(name, raster);
      this.#list.append(raster.element);
    }
    return raster;
  }
}

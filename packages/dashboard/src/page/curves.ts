import type { CurveMessage } from '../wire/messages.ts';
import { Card, type CardKind } from './card.ts';
import { CurveChart } from './curve-chart.ts';
import type { Painter } from './painter.ts';
import { formatNumber } from './quantity.ts';
import { RateBars } from './rate-bars.ts';

/** What a metric's name says: `validation-accuracy` is a line among those of accuracy, `accuracy/50` the accuracy after 50 steps, `rate/conv1` one of the rates. */
function placeOf(name: string): { readonly group: string; readonly step?: number; readonly part?: string } {
  const slash = name.indexOf('/');
  if (slash > 0) {
    const [group, part] = [name.slice(0, slash), name.slice(slash + 1)];
    return part !== '' && Number.isFinite(Number(part)) ? { group, step: Number(part) } : { group, part };
  }
  return { group: /(?:^|[ -])(accuracy|loss)$/.exec(name)?.[1] ?? name };
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

interface Chart {
  readonly card: Card;
  readonly chart: CurveChart;
}

/** All metrics: over samples as lines, over steps as a line of its own, and by layer as bars. */
export class Curves {
  readonly #painter: Painter;
  readonly #charts = new Map<string, Chart>();
  readonly #overSteps = new Map<string, Map<number, number>>();
  readonly #bars = new Map<string, RateBars>();

  constructor(painter: Painter) {
    this.#painter = painter;
  }

  take({ name, x, y, reset }: CurveMessage): void {
    const { group, step, part } = placeOf(name);
    const last = y.at(-1);
    if (last === undefined) return;
    if (step !== undefined) this.#addStep(group, step, last);
    else if (part !== undefined) this.#barsOf(group).set(part, last);
    else this.#addPoints(group, name, x, y, reset);
  }

  clear(): void {
    for (const { card } of this.#charts.values()) card.remove();
    for (const bars of this.#bars.values()) bars.remove();
    this.#charts.clear();
    this.#overSteps.clear();
    this.#bars.clear();
  }

  #addPoints(group: string, name: string, x: Float64Array, y: Float64Array, reset: boolean): void {
    const kind: CardKind = group === 'accuracy' || group === 'loss' ? group : 'curve';
    const { card, chart } = this.#chart(group, kind, capital(group), 'samples');
    const before = chart.keys.length;
    chart.add(name, x, y, reset);
    // One line is named by the title.
    if (chart.keys.length > Math.max(1, before)) card.keys = chart.keys;
  }

  #addStep(group: string, step: number, value: number): void {
    const points = this.#overSteps.get(group) ?? new Map<number, number>();
    this.#overSteps.set(group, points.set(step, value));
    const sorted = [...points].sort(([a], [b]) => a - b);
    const { card, chart } = this.#chart(`${group}/`, 'steps', `${capital(group)} over steps`, 'steps');
    card.note = `${formatNumber(sorted.at(-1)![0])} steps`;
    chart.add(
      group,
      sorted.map(([at]) => at),
      sorted.map(([, share]) => share),
      true,
    );
  }

  #chart(key: string, kind: CardKind, title: string, across: string): Chart {
    let made = this.#charts.get(key);
    if (!made) {
      const card = new Card(kind, title);
      const chart = new CurveChart(this.#painter, { across, shares: key.startsWith('accuracy') });
      card.body.append(chart.surface.canvas);
      made = { card, chart };
      this.#charts.set(key, made);
    }
    return made;
  }

  #barsOf(group: string): RateBars {
    let bars = this.#bars.get(group);
    if (!bars) {
      bars = new RateBars(group === 'rate' ? 'Spikes per neuron and step' : capital(group));
      this.#bars.set(group, bars);
    }
    return bars;
  }
}

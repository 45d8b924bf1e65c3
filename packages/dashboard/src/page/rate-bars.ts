import { Card, element } from './card.ts';
import { formatNumber } from './quantity.ts';

/** One number for each layer, as bars. */
export class RateBars {
  readonly #card: Card;
  readonly #list = element('div', 'bars');
  readonly #rows = new Map<string, { readonly bar: HTMLElement; readonly text: HTMLElement; value: number }>();

  constructor(title: string) {
    this.#card = new Card('rates', title);
    this.#card.body.append(this.#list);
  }

  set(layer: string, value: number): void {
    let row = this.#rows.get(layer);
    if (!row) {
      row = { bar: element('i'), text: element('span'), value };
      this.#rows.set(layer, row);
      this.#list.append(element('span', '', layer), row.bar, row.text);
    }
    row.value = value;
    row.text.textContent = formatNumber(value);
    const largest = Math.max(...[...this.#rows.values()].map((one) => one.value));
    for (const one of this.#rows.values()) one.bar.style.setProperty('--share', String(largest > 0 ? Math.max(0, one.value / largest) : 0));
  }

  remove(): void {
    this.#card.remove();
  }
}

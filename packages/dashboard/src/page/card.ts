/** Order of the cards on the page. */
const order = ['accuracy', 'weights', 'loss', 'curve', 'state', 'steps', 'rates', 'spike-times', 'raster', 'log'] as const;
export type CardKind = (typeof order)[number];

/** An element with a class and a text. */
export function element<K extends keyof HTMLElementTagNameMap>(tag: K, className = '', text = ''): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

/** A box of the page with a heading. */
export class Card {
  readonly body: HTMLElement;
  readonly #note = element('span');
  readonly #heading: HTMLElement;

  constructor(kind: CardKind, title: string) {
    this.body = element('section', `card ${kind}${kind === 'raster' || kind === 'log' ? ' wide' : ''}`);
    this.body.style.order = String(order.indexOf(kind));
    this.body.dataset.card = kind;
    this.#heading = element('h2', '', title);
    this.#heading.append(this.#note);
    this.body.append(this.#heading);
    document.getElementById('cards')!.append(this.body);
  }

  /** A few words beside the title. */
  set note(text: string) {
    this.#note.textContent = text;
  }

  /** Names lines by their colours. */
  set keys(keys: readonly (readonly [name: string, colour: string])[]) {
    for (const old of this.#heading.querySelectorAll('.key')) old.remove();
    for (const [name, colour] of keys) {
      const key = element('span', 'key', name);
      key.style.setProperty('--key', `var(--${colour})`);
      this.#heading.append(key);
    }
  }

  remove(): void {
    this.body.remove();
  }
}

/** Order of the cards down the columns, what is large first. */
const order = ['weights', 'spike-times', 'accuracy', 'loss', 'curve', 'steps', 'rates', 'state', 'raster', 'log'] as const;
export type CardKind = (typeof order)[number];
/** Order in a single column, on a phone: what is looked at most first. */
const narrowOrder: readonly CardKind[] = [
  'accuracy',
  'loss',
  'weights',
  'spike-times',
  'steps',
  'rates',
  'curve',
  'state',
  'raster',
  'log',
];
/** As wide as the page. */
const wide: readonly CardKind[] = ['raster', 'log'];

/** An element with a class and a text. */
export function element<K extends keyof HTMLElementTagNameMap>(tag: K, className = '', text = ''): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

/** Puts a card behind those of its kind and before those that come later. */
function place(kind: CardKind, card: HTMLElement): void {
  const box = document.getElementById(wide.includes(kind) ? 'wide' : 'cards')!;
  const later = [...box.children].find((other) => order.indexOf((other as HTMLElement).dataset.card as CardKind) > order.indexOf(kind));
  box.insertBefore(card, later ?? null);
}

/** A box of the page with a heading. */
export class Card {
  readonly body: HTMLElement;
  readonly #note = element('span');
  readonly #heading: HTMLElement;

  constructor(kind: CardKind, title: string) {
    this.body = element('section', `card ${kind}`);
    this.body.style.order = String(narrowOrder.indexOf(kind));
    this.body.dataset.card = kind;
    this.#heading = element('h2', '', title);
    this.#heading.append(this.#note);
    this.body.append(this.#heading);
    place(kind, this.body);
  }

  /** Takes the place of the title: a choice of what is shown. */
  set title(chooser: HTMLElement) {
    this.#heading.firstChild!.replaceWith(chooser);
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

import type { LogEntry, LogMessage } from '../wire/messages.ts';
import { Card, element } from './card.ts';

const LIMIT = 400;
const clock = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });

/** The event log, newest first. */
export class LogList {
  readonly #list = element('ol', 'lines');

  constructor() {
    const card = new Card('log', 'Log');
    card.body.append(this.#list);
  }

  take({ reset, entries }: LogMessage): void {
    if (reset) this.#list.replaceChildren();
    for (const entry of entries) this.#list.prepend(this.#line(entry));
    while (this.#list.childElementCount > LIMIT) this.#list.lastElementChild!.remove();
  }

  #line({ time, level, text }: LogEntry): HTMLLIElement {
    const line = element('li');
    line.dataset.level = level;
    line.append(element('time', '', clock.format(time)), element('span', '', text));
    return line;
  }
}

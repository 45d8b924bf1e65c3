import { escapeMarkup } from './escape-markup.ts';

/** Figures side by side, large: what each is called, and what it is. Empty where there is none. */
export function figuresHtml(figures: Readonly<Record<string, string>>): string {
  const shown = Object.entries(figures).map(
    ([name, value]) => `<div><b>${escapeMarkup(value)}</b><span>${escapeMarkup(name)}</span></div>`,
  );
  return shown.length === 0 ? '' : `<div class="figures">${shown.join('\n')}</div>`;
}

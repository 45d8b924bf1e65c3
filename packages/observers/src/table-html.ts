import { escapeMarkup } from './escape-markup.ts';

/** Text, or markup that is put in as it is. */
export type Cell = string | { readonly markup: string };

const content = (cell: Cell): string => (typeof cell === 'string' ? escapeMarkup(cell) : cell.markup);

/** A figure with a bar behind it that is as long as its share, 0 to 1, of the cell. */
export const shareCell = (text: string, share: number): Cell => ({
  markup: `<span class="share" style="--share:${Math.min(1, Math.max(0, share)).toFixed(3)}">${escapeMarkup(text)}</span>`,
});

/** A table of figures; the first cell of a row names it. It scrolls where the page is too narrow. */
export function tableHtml(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const columns = head.map((name) => `<th scope="col">${escapeMarkup(name)}</th>`).join('');
  const body = rows.map(([name = '', ...cells]) => {
    const figures = cells.map((cell) => `<td>${content(cell)}</td>`).join('');
    return `<tr><th scope="row">${content(name)}</th>${figures}</tr>`;
  });
  return `<div class="scroll"><table class="measured"><thead><tr>${columns}</tr></thead><tbody>${body.join('\n')}</tbody></table></div>`;
}

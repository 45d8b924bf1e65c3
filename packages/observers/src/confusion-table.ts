import { N3mlError } from '@n3ml/core';
import { escapeMarkup } from './escape-markup.ts';
import { formatNumber } from './quantity.ts';
import type { Confusion } from './run-report.ts';

function check({ rows, columns, counts }: Confusion): void {
  if (counts.length === rows.length && counts.every((row) => row.length === columns.length)) return;
  const sizes = [...new Set(counts.map((row) => row.length))].join(' or ');
  throw new N3mlError(
    'N3ML_BAD_CONFUSION',
    `A confusion matrix of ${rows.length} x ${columns.length} classes has counts of ${counts.length} x ${sizes || 0}. Give a row of counts for each true class.`,
    { details: { rows: rows.length, columns: columns.length } },
  );
}

/** A confusion matrix as an HTML table; a cell is shaded by its share of the row. */
export function confusionTable(confusion: Confusion): string {
  check(confusion);
  const { rows, columns, counts } = confusion;
  const head = columns.map((name) => `<th scope="col">${escapeMarkup(name)}</th>`).join('');
  const body = rows.map((name, i) => {
    const sum = counts[i]!.reduce((total, count) => total + count, 0);
    const cells = counts[i]!.map((count, j) => {
      const kind = columns[j] === name ? 'right' : 'wrong';
      return `<td class="${kind}" style="--share:${(sum > 0 ? count / sum : 0).toFixed(3)}">${count === 0 ? '·' : formatNumber(count)}</td>`;
    });
    return `<tr><th scope="row">${escapeMarkup(name)}</th>${cells.join('')}</tr>`;
  });
  return `<table class="confusion"><caption>rows: true class, columns: class given</caption><thead><tr><td></td>${head}</tr></thead><tbody>${body.join('\n')}</tbody></table>`;
}

/** Rows of cells in columns: the first column is aligned to the left, figures to the right. */
export function textTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  const pad = (cell: string, column: number): string => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!));
  return all.map((row) => row.map(pad).join('  ').trimEnd()).join('\n');
}

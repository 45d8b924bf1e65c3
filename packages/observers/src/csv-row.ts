/** A row of CSV as RFC 4180 has it: fields with a comma, a quote or a line break in quotes, quotes doubled, CRLF at the end. */
export const csvRow = (fields: readonly (string | number)[]): string => `${fields.map(csvField).join(',')}\r\n`;

function csvField(field: string | number): string {
  const text = String(field);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A table as CSV (RFC 4180) that a spreadsheet opens without running anything of it. */

export type CsvCell = string | number | boolean | undefined;

/** Of a text, these begin a formula in spreadsheets; an apostrophe before them makes it a text again. */
const FORMULA = /^[=+\-@\t\r]/;

/** With a byte-order mark, by which Excel knows UTF-8. */
export const toCsv = (columns: readonly string[], rows: readonly (readonly CsvCell[])[]): string =>
  `\uFEFF${[columns, ...rows].map((row) => `${row.map(toCell).join(',')}\r\n`).join('')}`;

function toCell(value: CsvCell): string {
  if (value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

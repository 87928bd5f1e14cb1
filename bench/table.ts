/** How every bench shows its figures. */

export const show = (value: number, digits = 0): string =>
  value.toLocaleString('en', { maximumFractionDigits: digits, minimumFractionDigits: digits });

/** Rows as a table, the first one as its head. */
export const table = (rows: readonly (readonly string[])[]): string => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const lines = rows.map(
    (row) => `| ${widths.map((width, column) => (row[column] ?? '').padEnd(width)).join(' | ')} |\n`,
  );
  const [head = '', ...rest] = lines;
  return [head, `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|\n`, ...rest].join('');
};

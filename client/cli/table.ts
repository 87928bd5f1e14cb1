/** Tables for people: columns of text, as wide as they must be. */
import { printable } from './printable.ts';

const widthsOf = (rows: readonly (readonly string[])[]): number[] => {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  return Array.from({ length: columns }, (_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
};

/** Rows below a heading, two blanks between columns, each line with its newline. What is in them may be hostile. */
export const table = (heading: readonly string[] | undefined, rows: readonly (readonly string[])[]): string => {
  const all = [...(heading ? [heading] : []), ...rows].map((row) => row.map(printable));
  const widths = widthsOf(all);
  return all
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
};

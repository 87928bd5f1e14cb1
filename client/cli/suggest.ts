/** What somebody may have meant to type. */

/** Insertions, deletions, replacements and swaps of neighbours that lead from one text to another. */
const distance = (one: string, other: string): number => {
  const rows: number[][] = [Array.from({ length: other.length + 1 }, (_, at) => at)];
  const cell = (i: number, j: number): number => rows[i]?.[j] ?? Infinity;
  for (let i = 1; i <= one.length; i += 1) {
    rows.push([i]);
    for (let j = 1; j <= other.length; j += 1) {
      const replaced = cell(i - 1, j - 1) + (one[i - 1] === other[j - 1] ? 0 : 1);
      const swapped = one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1] ? cell(i - 2, j - 2) + 1 : Infinity;
      rows[i]?.push(Math.min(cell(i - 1, j) + 1, cell(i, j - 1) + 1, replaced, swapped));
    }
  }
  return cell(one.length, other.length);
};

const LONGEST = 40;

/** The nearest of the names, or one that begins so; undefined when none is near. */
export const suggest = (typed: string, names: readonly string[]): string | undefined => {
  if (typed === '' || typed.length > LONGEST) return undefined;
  const begun = names.find((name) => name.startsWith(typed));
  if (begun !== undefined) return begun;
  const near = names
    .map((name) => ({ name, far: distance(typed, name) }))
    .filter(({ name, far }) => far <= Math.max(1, Math.floor(name.length / 3)));
  return near.sort((one, other) => one.far - other.far)[0]?.name;
};

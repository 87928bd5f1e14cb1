/** Whether a Node version is in an `engines` range: as much of npm's range grammar as engines use, and an error beyond it. */

type Version = readonly [major: number, minor: number, patch: number];

const compare = (a: Version, b: Version): number => a[0] - b[0] || a[1] - b[1] || a[2] - b[2];

const COMPARATOR = /^(\^|>=|<=|<|>|=)?v?(\d+|[x*])(?:\.(\d+|[x*]))?(?:\.(\d+|[x*]))?$/;

/** What a comparator admits: from `low`, and below `high`. */
const bounds = (comparator: string): { low: Version; high: Version } => {
  const match = COMPARATOR.exec(comparator);
  if (match === null) throw new Error(`${comparator} is not a comparator that this file knows: teach it.`);
  const [, operator = '', ...parts] = match;
  const given = parts.filter((part) => /^\d/.test(part)).map(Number);
  const [major = 0, minor = 0, patch = 0] = given;
  const low: Version = [major, minor, patch];
  /** The first version that the numbers given do not stand for: after 20.1.* comes 20.2.0. */
  const next: Version[] = [
    [Infinity, 0, 0],
    [major + 1, 0, 0],
    [major, minor + 1, 0],
    [major, minor, patch + 1],
  ];
  const after: Version = next[given.length] ?? [Infinity, 0, 0];
  const last: Version = [Infinity, 0, 0];
  switch (operator) {
    case '>=':
      return { low, high: last };
    case '>':
      return { low: after, high: last };
    case '<':
      return { low: [0, 0, 0], high: low };
    case '<=':
      return { low: [0, 0, 0], high: after };
    case '^':
      // Node has no versions 0.x that matter here, for which ^ means less.
      return { low, high: [major + 1, 0, 0] };
    default:
      return { low, high: after };
  }
};

/** @throws on a range that is written in a way that no `engines` field of ours uses yet */
export const inRange = (version: string, range: string): boolean => {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  return range.split('||').some((alternative) =>
    alternative
      .replace(/(\^|>=|<=|<|>|=)\s+/g, '$1')
      .trim()
      .split(/\s+/)
      .every((comparator) => {
        const { low, high } = bounds(comparator || '*');
        return compare([major, minor, patch], low) >= 0 && compare([major, minor, patch], high) < 0;
      }),
  );
};

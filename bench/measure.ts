/** What every bench does: assert first, then take the median. */

/** @throws when what is to be timed does not do what it should */
export const assert = (holds: boolean, what: string): void => {
  if (!holds) throw new Error(`What is timed does not hold: ${what}`);
};

export const median = (values: readonly number[]): number =>
  [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? NaN;

/** What every bench does: assert first, then take the median or another percentile. */

/** @throws when what is to be timed does not do what it should */
export const assert = (holds: boolean, what: string): void => {
  if (!holds) throw new Error(`What is timed does not hold: ${what}`);
};

/** @param share of the values that are no larger, 0 to 1 */
export const percentile = (values: readonly number[], share: number): number =>
  [...values].sort((one, other) => one - other)[Math.floor(values.length * share)] ?? NaN;

export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** How long credentials may live. */
import { MIN_DURATION_SECONDS } from './compileGrants.ts';
import { quote, VendError } from './errors.ts';

/** Seconds. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
}

/** What all of the grants allow: the shortest of their longest durations. */
export const boundsOf = (grants: Iterable<{ readonly maxDurationSeconds: number }>): Bounds => {
  let max = Infinity;
  for (const grant of grants) max = Math.min(max, grant.maxDurationSeconds);
  return { min: MIN_DURATION_SECONDS, max };
};

/**
 * The duration asked for, or the longest when none is.
 *
 * @throws VendError `InvalidDuration` with the bounds
 */
export const durationWithin = (asked: unknown, { min, max }: Bounds): number => {
  if (asked === undefined || asked === null) return max;
  if (typeof asked === 'number' && Number.isInteger(asked) && asked >= min && asked <= max) return asked;
  const shown = typeof asked === 'number' ? String(asked) : quote(asked);
  throw new VendError(
    'InvalidDuration',
    `durationSeconds is ${shown}; these grants allow ${String(min)} to ${String(max)} seconds.`,
    {
      asked: typeof asked === 'number' ? asked : null,
      min,
      max,
    },
  );
};

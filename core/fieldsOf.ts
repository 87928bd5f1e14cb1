/** Reading objects that were written by hand: grants.ts and RESOURCES. */
import { GrantsError } from './grantsError.ts';

/**
 * A foreign value as an object with known fields only.
 *
 * @throws GrantsError with the path of the field that is not
 */
export const fieldsOf = (value: unknown, path: string, known: readonly string[]): Readonly<Record<string, unknown>> => {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new GrantsError(path, 'is not an object');
  const stray = Object.keys(value).find((key) => !known.includes(key));
  if (stray !== undefined)
    throw new GrantsError(`${path}.${stray}`, `is not known here; known are ${known.join(', ')}`);
  return value as Readonly<Record<string, unknown>>;
};

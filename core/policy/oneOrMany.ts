/** Elements of a policy that hold one value or several: as few characters as there are values. */
import type { OneOrMany } from './document.ts';

/** As a list; an element that is not there has none. */
export const listOf = (values: OneOrMany | undefined): readonly string[] =>
  typeof values === 'string' ? [values] : (values ?? []);

/** Each value once; a single one as a string. */
export const oneOrMany = (values: Iterable<string>): OneOrMany => {
  const list = [...new Set(values)];
  const [only] = list;
  return list.length === 1 && only !== undefined ? only : list;
};

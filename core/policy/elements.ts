/** Reading of a policy document's JSON: objects with known keys, and values that may be one or several. */
import { PolicyError, shown } from './policyError.ts';

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * An object's own elements, as a map, so that no name reaches a prototype. Undefined ones are left out, as JSON leaves them out.
 * A key that is not among `known` is a PolicyError; without `known` any key will do.
 */
export const elementsOf = (value: unknown, path: string, known?: ReadonlySet<string>): ReadonlyMap<string, unknown> => {
  if (!isObject(value)) throw new PolicyError(path, `must be an object, not ${shown(value)}.`);
  const elements = new Map<string, unknown>();
  for (const [name, element] of Object.entries(value) as [string, unknown][]) {
    if (known?.has(name) === false) {
      throw new PolicyError(path, `has an element ${shown(name)}; known are ${[...known].join(', ')}.`);
    }
    if (element !== undefined) elements.set(name, element);
  }
  return elements;
};

/** One value or a list of them, as a list. An empty list is a PolicyError. */
export const listOf = (value: unknown, path: string): readonly unknown[] => {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (list.length === 0) throw new PolicyError(path, 'is an empty list.');
  return list;
};

/** One text or a list of them, as a list. */
export const textsOf = (value: unknown, path: string): readonly string[] =>
  listOf(value, path).map((text) => {
    if (typeof text === 'string') return text;
    throw new PolicyError(path, `must be text, not ${shown(text)}.`);
  });

/** All text that code could still read from an object: to look for what must not have stayed in one. */

const own = (value: object): unknown[] =>
  Reflect.ownKeys(value).flatMap((key): unknown[] => {
    const property = Object.getOwnPropertyDescriptor(value, key);
    return [key, property?.value, property?.get, property?.set];
  });

/** Follows properties, symbols, maps and sets, to any depth. A closure's variables and what is held weakly cannot be seen. */
export const reachableText = (...roots: readonly unknown[]): string => {
  const texts: string[] = [];
  const seen = new Set<unknown>([globalThis]);
  const waiting = [...roots];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value === 'string') texts.push(value);
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value)) continue;
    seen.add(value);
    if (value instanceof Map) waiting.push(...value.keys(), ...value.values());
    if (value instanceof Set) waiting.push(...value);
    waiting.push(...own(value), Object.getPrototypeOf(value));
  }
  return texts.join('\n');
};

/** Reads values of unknown shape, as YAML and templates hold them: the type asked for, or an error that names the place. */

const refuse = (path: string, expected: string): never => {
  throw new Error(`${path} is not ${expected}.`);
};

/** A string that is not empty. */
export const text = (value: unknown, path: string): string =>
  typeof value === 'string' && value !== '' ? value : refuse(path, 'a text');

/** A whole number above zero; CloudFormation takes it as a string too. */
export const count = (value: unknown, path: string): number => {
  const number = typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && number > 0
    ? number
    : refuse(path, 'a whole number above zero');
};

/** A list. */
export const list = (value: unknown, path: string): readonly unknown[] =>
  Array.isArray(value) ? (value as readonly unknown[]) : refuse(path, 'a list');

/** A list of texts that are not empty. */
export const texts = (value: unknown, path: string): readonly string[] =>
  list(value, path).map((item, index) => text(item, `${path}[${String(index)}]`));

/** An object. */
export const fields = (value: unknown, path: string): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : refuse(path, 'an object');

/** The entries of an object, each with its own path. */
export const entries = (value: unknown, path: string): readonly (readonly [string, unknown, string])[] =>
  Object.entries(fields(value, path)).map(([key, item]) => [key, item, `${path}.${key}`]);

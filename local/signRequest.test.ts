/** Queries are read as they are written down: at each ampersand, at the first equals sign, decoded once. */
import fc from 'fast-check';
import { cpuMs } from '../test/cpuMs.ts';
import { runs } from '../test/runs.ts';
import { canonicalKeyPath, queryParameters } from './signRequest.ts';

const decode = (text: string) => decodeURIComponent(text.replaceAll('+', ' '));
const raw = (unit: readonly string[]) => fc.string({ unit: fc.constantFrom(...unit), maxLength: 30 });

it('reads any query like the plainest reader', () => {
  fc.assert(
    fc.property(raw(['&', '=', '+', 'a', 'B', '%41', '%26', '%3D', '%C3%A9', '?', '/', '~']), (query) => {
      const expected = query
        .split('&')
        .filter((pair) => pair !== '')
        .map((pair) => {
          const [name = '', ...value] = pair.split('=');
          return [decode(name), decode(value.join('='))];
        });
      expect(queryParameters(query)).toEqual(expected);
    }),
    runs(100),
  );
});

it.each([
  ['ampersands', '&'.repeat(2 ** 20)],
  ['names without a value', 'a&'.repeat(2 ** 18)],
  ['equals signs', '='.repeat(2 ** 20)],
])('reads a megabyte of %s in time that grows with its length', (_what, query) => {
  expect(
    cpuMs(() => {
      expect(queryParameters(query).length).toBeLessThanOrEqual(2 ** 18);
    }),
  ).toBeLessThan(2000);
});

it('a path that has nothing to encode is what encoding makes of it', () => {
  const encode = (text: string) =>
    encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  fc.assert(
    fc.property(raw(['/', '.', '-', '_', '~', 'a', 'Z', '9', '%41', '%2F', '*', "'", ' ', '+', 'é', '\n']), (path) => {
      expect(canonicalKeyPath(path)).toBe(decodeURIComponent(path).split('/').map(encode).join('/'));
    }),
    runs(100),
  );
});

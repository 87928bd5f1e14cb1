/** Bytes for ids are given once. */
import { idBytes } from './requestIds.ts';

it('gives as many as asked for, never the same twice, and does not change what it gave', () => {
  const given = Array.from({ length: 1000 }, () => idBytes(39));
  const texts = given.map((bytes) => bytes.toString('hex'));
  for (let more = 0; more < 1000; more += 1) idBytes(64);
  expect(new Set(texts).size).toBe(1000);
  expect(given.map((bytes) => bytes.toString('hex'))).toEqual(texts);
  expect(given.every((bytes) => bytes.length === 39)).toBe(true);
});

import fc from 'fast-check';
import { runs } from '../../test/runs.ts';
import { epochSeconds } from './dateTime.ts';

it('reads what Date writes, from the year 1 to 9999', () => {
  const [min, max] = [new Date('0001-01-01T00:00:00Z'), new Date('9999-12-31T23:59:59Z')];
  fc.assert(
    fc.property(fc.date({ min, max, noInvalidDate: true }), (date) => {
      expect(epochSeconds(date.toISOString())).toBeCloseTo(date.getTime() / 1000, 4);
      expect(epochSeconds(date.toISOString().slice(0, 10))).toBe(Math.floor(date.getTime() / 86_400_000) * 86_400);
    }),
    runs(100),
  );
});

it.each([
  ['1970-01-01T00:00:00Z', 0],
  ['2024-02-29', 1709164800],
  ['2000-02-29T12:00:00+12:00', 951782400],
  ['2026-01-01T00:00:00-05:30', 1767245400],
  ['1767225600.5', 1767225600.5],
  ['2026-02-29', undefined],
  ['1900-02-29', undefined],
  ['2026-04-31', undefined],
  ['2026-13-01', undefined],
  ['2026-00-01', undefined],
  ['2026-01-00', undefined],
  ['2026-01-01T24:00:00Z', undefined],
  ['2026-01-01T00:60:00Z', undefined],
  ['2026-01-01T00:00:60Z', undefined],
  ['2026-01-01T00:00:00+24:00', undefined],
  ['2026-01-01T00:00:00', undefined],
  ['2026-01-01 00:00:00Z', undefined],
  ['2026-01-01T00:00:00Z\n', undefined],
  ['2026', undefined],
  ['-1', undefined],
  ['', undefined],
])('reads %j as %s', (text, seconds) => {
  expect(epochSeconds(text)).toBe(seconds);
});

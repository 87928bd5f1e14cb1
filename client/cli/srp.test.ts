import { srpTimestamp } from './srp.ts';

it.each([
  ['2026-01-05T08:09:10Z', 'Mon Jan 5 08:09:10 UTC 2026'],
  ['2026-12-31T23:59:59.999Z', 'Thu Dec 31 23:59:59 UTC 2026'],
  ['2028-02-29T00:00:00Z', 'Tue Feb 29 00:00:00 UTC 2028'],
])('writes %s as Cognito wants it', (time, text) => {
  expect(srpTimestamp(new Date(time))).toBe(text);
});

/** Fifty clients at the same time: half a minute where CI runs, a few seconds elsewhere. */
import { jest } from '@jest/globals';
import { runLoad } from '../bench/gate/load.ts';

jest.setTimeout(180_000);

const CLIENTS = 50;
const milliseconds = process.env['CI'] === 'true' ? 30_000 : 3000;
/** Bytes: some code is compiled late, but nothing is kept for each request. */
const mostGrowth = 10 * 1024 * 1024;

it('fifty clients lose nothing, get nothing of each other’s, and leave nothing behind', async () => {
  const { allowed, denied, faults, growth } = await runLoad(CLIENTS, milliseconds);
  expect(faults).toEqual([]);
  // Every answer was right. Each client has had many, of both kinds.
  expect(allowed).toBeGreaterThan(30 * CLIENTS);
  expect(denied).toBeGreaterThan(5 * CLIENTS);
  expect(growth).toBeLessThan(mostGrowth);
});

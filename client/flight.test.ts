import { jest } from '@jest/globals';
import { createBackOff } from './backOff.ts';
import { CredentialsProviderError } from './credentialsProviderError.ts';
import { startFixture } from './fixture.ts';
import { startFlight } from './flight.ts';
import type { Vended } from './readAnswer.ts';

afterEach(() => {
  jest.useRealTimers();
});

/** A vend that ends when the test says so, whatever its signal says. */
const start = () => {
  const { clock, pass } = startFixture();
  const ends: { resolve: (vended: Vended) => void; reject: (error: Error) => void }[] = [];
  const over = jest.fn();
  const backOff = createBackOff(clock, () => 0);
  const vend = () => new Promise<Vended>((resolve, reject) => ends.push({ resolve, reject }));
  return { flight: startFlight({ vend, backOff, needed: () => true, over }), ends, over, backOff, pass };
};
const vended = { answer: {}, sentAt: 0, expiresAt: 0 } as Vended;
const busy = () => new CredentialsProviderError('StsThrottled', 'Busy.', { retryable: true });

it('keeps nothing of a vend that succeeds after it was ended', async () => {
  const { flight, ends, over, pass } = start();
  const wait = expect(flight.wait(undefined)).rejects.toMatchObject({ code: 'Purged', retryable: false });
  flight.end();
  await wait;
  ends[0]?.resolve(vended);
  await pass(0);
  expect(over).not.toHaveBeenCalled();
});

it('counts no failure of a vend that was ended, and tries no more', async () => {
  const { flight, ends, over, backOff, pass } = start();
  flight.end();
  ends[0]?.reject(busy());
  await pass(10_000);
  expect([over.mock.calls.length, backOff.wait(), ends.length]).toEqual([0, 0, 1]);
});

it('tries no more when it is ended between two attempts', async () => {
  const { flight, ends, over, pass } = start();
  ends[0]?.reject(busy());
  await pass(500);
  flight.end();
  await pass(10_000);
  expect([over.mock.calls.length, ends.length]).toEqual([0, 1]);
});

it('tells what is over before those who wait', async () => {
  const { flight, ends, over } = start();
  const wait = flight.wait(undefined).then(() => over.mock.calls);
  ends[0]?.resolve(vended);
  expect(await wait).toEqual([[vended]]);
});

/** How often the service is asked: by many calls, over a long time, and while it fails. */
import { jest } from '@jest/globals';
import { startFixture, vended } from './fixture.ts';
import { vendedCredentials } from './vendedCredentials.ts';

afterEach(() => {
  jest.useRealTimers();
});

const SECOND = 1_000;
const LIFE = 3_600 * SECOND;

/** A service that answers at once, as long as it works, and then with 503 or what is given. */
const start = (random: () => number, failure = () => new Response('', { status: 503 })) => {
  let works = true;
  const fixture = startFixture({
    random,
    onSend: (request) => {
      request.answer(works ? vended(fixture.sent.length, fixture.clock(), LIFE) : failure());
    },
  });
  const credentials = vendedCredentials({ ...fixture.options, token: 'token-1' });
  return { ...fixture, credentials, breakIt: () => (works = false) };
};

it('vends three times for 1,000 calls over two expiries', async () => {
  const { credentials, clock, pass, sent } = start(() => 0.5);
  const ends = new Set<number>();
  for (let call = 0; call < 1_000; call += 1) {
    const { expiration } = await credentials();
    expect(expiration.getTime()).toBeGreaterThan(clock());
    ends.add(expiration.getTime());
    await pass((2.5 * LIFE) / 1_000);
  }
  expect([sent.length, ends.size]).toEqual([3, 3]);
});

it('vends once for 1,000 calls at a time', async () => {
  const { credentials, sent } = start(() => 0.5);
  const identities = await Promise.all(Array.from({ length: 1_000 }, () => credentials()));
  expect([sent.length, new Set(identities.map(({ accessKeyId }) => accessKeyId)).size]).toEqual([1, 1]);
});

/** How many may be sent in so many milliseconds: the delays after each failure, one after the other. */
const mostSent = (milliseconds: number, random: number) => {
  let sent = 0;
  for (let at = 0; at <= milliseconds; at += SECOND + (Math.min(60, 2 ** sent) - 1) * SECOND * random) sent += 1;
  return sent;
};

describe.each([0, 0.25, 0.5, 0.999])(
  'under a service that fails for 10 minutes, by a random number of %d',
  (random) => {
    it.each([
      ['HTTP 503', () => new Response('', { status: 503 })],
      ['no answer of the kind', () => new Response('<html>')],
    ])(
      '(%s) calls succeed until the credentials end, and no more is sent than back-off allows',
      async (_how, failure) => {
        const { credentials, breakIt, clock, pass, sent } = start(() => random, failure);
        const { expiration } = await credentials();
        // Renewal begins 240 to 360 s before the end. Ten minutes from there on reach beyond it.
        await pass(LIFE - 360 * SECOND);
        breakIt();
        const [sentBefore, began] = [sent.length, clock()];
        const outcomes = { served: 0, failedEarly: 0, servedLate: 0, failed: 0 };
        while (clock() < began + 600 * SECOND) {
          const isGood = clock() < expiration.getTime();
          const call = credentials().then(
            () => (outcomes[isGood ? 'served' : 'servedLate'] += 1),
            () => (outcomes[isGood && clock() < expiration.getTime() ? 'failedEarly' : 'failed'] += 1),
          );
          await pass(0.25 * SECOND);
          void call;
        }
        await pass(60 * SECOND);
        expect(outcomes).toMatchObject({ failedEarly: 0, servedLate: 0 });
        expect(outcomes.served).toBeGreaterThan(1_400);
        expect(outcomes.failed).toBeGreaterThan(900);
        const inTenMinutes = sent.filter(({ sentAt }) => sentAt >= began && sentAt < began + 600 * SECOND).length;
        expect(sent.length).toBeGreaterThan(sentBefore);
        expect(inTenMinutes).toBeLessThanOrEqual(mostSent(600 * SECOND, random));
      },
    );
  },
);

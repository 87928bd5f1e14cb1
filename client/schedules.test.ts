/** What holds for the provider whatever happens, in any order: one vend at a time, no expired credentials, back-off, no lost ones. */
import { jest } from '@jest/globals';
import fc from 'fast-check';
import { runs, timeFor } from '../test/runs.ts';
import { CredentialsProviderError } from './credentialsProviderError.ts';
import { refused, startFixture, vended } from './fixture.ts';
import { vendedCredentials } from './vendedCredentials.ts';

jest.setTimeout(timeFor(60_000));

afterEach(() => {
  jest.useRealTimers();
});

const MINUTE = 60_000;
const LIFE = 60 * MINUTE;

/** One thing that happens. Times are milliseconds. */
type Event =
  | { readonly pass: number }
  | { readonly call: { readonly forceRefresh: boolean; readonly abortAfter: number | null } }
  | { readonly answer: { readonly life: number; readonly off: number } }
  | { readonly fail: 'network' | 'refusal' | 'page' | 'throttled' }
  | { readonly clock: number }
  | { readonly purge: true };

const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ pass: fc.constantFrom(1, 700, 8_000, MINUTE, 20 * MINUTE, LIFE - 4 * MINUTE) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      call: fc.record({
        forceRefresh: fc.oneof(
          { weight: 5, arbitrary: fc.constant(false) },
          { weight: 1, arbitrary: fc.constant(true) },
        ),
        abortAfter: fc.option(fc.constantFrom(0, 2_000), { freq: 4 }),
      }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      answer: fc.record({
        life: fc.oneof(fc.constant(LIFE), fc.constantFrom(40_000, 200_000, 15 * MINUTE)),
        off: fc.constantFrom(0, -10 * MINUTE, 10 * MINUTE),
      }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ fail: fc.constantFrom('network', 'refusal', 'page', 'throttled') }) },
  { weight: 1, arbitrary: fc.record({ clock: fc.integer({ min: -90, max: 90 }).map((minutes) => minutes * MINUTE) }) },
  { weight: 1, arbitrary: fc.constant({ purge: true as const }) },
);

/** How long the service must be left alone after so many failures, said a second time. */
const delayAfter = (failures: number, random: number, asked: number) =>
  Math.max(asked, 1_000 + (Math.min(60_000, 1_000 * 2 ** failures) - 1_000) * random);

const ASKED = 7;

const run = async (events: readonly Event[], random: number) => {
  const faults: string[] = [];
  let failures = 0;
  /** Since when, and for how long, nothing may be sent; time that the clock was set ahead by counts as passed. */
  let leftAlone: { since: number; delay: number; ahead: number } | undefined;
  const failed = (asked = 0) => {
    failures += 1;
    leftAlone = { since: fixture.elapsed(), delay: delayAfter(failures, random, asked * 1_000), ahead: 0 };
  };
  /** Ends by a caller or a purge are no failures. */
  let endedByUs = false;
  /** The newest credentials: they count, though older ones may live longer. */
  let newest: { sentAt: number; expiresAt: number } | undefined;
  /** The end of those that a call got last. */
  let gotUntil = 0;
  let number = 0;
  const seen = new Set<string>();
  const forgotten = new Set<string>();

  const fixture = startFixture({
    random: () => random,
    onSend: () => {
      if (fixture.open.length > 1) faults.push(`${String(fixture.open.length)} vends at a time`);
      if (leftAlone === undefined) return;
      const passed = fixture.elapsed() - leftAlone.since + leftAlone.ahead;
      if (passed < leftAlone.delay)
        faults.push(`sent ${String(passed)} ms after a failure, not ${String(leftAlone.delay)}`);
    },
    onAbandon: () => {
      if (!endedByUs) failed();
    },
  });
  const provider = vendedCredentials({ ...fixture.options, token: 'token-1' });

  const call = (forceRefresh: boolean, abortAfter: number | null): void => {
    const controller = new AbortController();
    if (abortAfter !== null) {
      setTimeout(() => {
        endedByUs = true;
        controller.abort();
        endedByUs = false;
      }, abortAfter);
    }
    provider({ forceRefresh, signal: controller.signal }).then(
      ({ accessKeyId, expiration }) => {
        if (forgotten.has(accessKeyId)) faults.push('returned credentials that were purged');
        seen.add(accessKeyId);
        gotUntil = expiration.getTime();
        if (gotUntil <= fixture.clock()) faults.push('returned expired credentials');
      },
      (error: unknown) => {
        if (controller.signal.aborted) return;
        if (!(error instanceof CredentialsProviderError)) faults.push(`threw ${String(error)}`);
        const good = newest && fixture.clock() >= newest.sentAt && fixture.clock() < newest.expiresAt;
        if (good && !forceRefresh) faults.push('failed a call that good credentials were there for');
      },
    );
  };

  const answer = ({ life, off }: { life: number; off: number }): void => {
    const [request] = fixture.open;
    if (request === undefined) return;
    const serverTime = fixture.clock() + off;
    const expiresAt = request.sentAt + life + (serverTime % 1_000);
    if (fixture.clock() < request.sentAt || fixture.clock() >= expiresAt) failed();
    else {
      failures = 0;
      leftAlone = undefined;
      newest = { sentAt: request.sentAt, expiresAt };
    }
    request.answer(vended((number += 1), fixture.clock(), life, off));
  };

  const fail = (how: 'network' | 'refusal' | 'page' | 'throttled'): void => {
    const [request] = fixture.open;
    if (request === undefined) return;
    failed(how === 'throttled' ? ASKED : 0);
    if (how === 'network') request.fail();
    else if (how === 'page') request.answer(new Response('<html>'));
    else
      request.answer(how === 'refusal' ? refused('NotGranted') : refused('StsThrottled', { retryAfterSeconds: ASKED }));
  };

  let set = 0;
  for (const happens of events) {
    if ('pass' in happens) await fixture.pass(happens.pass);
    else if ('call' in happens) call(happens.call.forceRefresh, happens.call.abortAfter);
    else if ('answer' in happens) answer(happens.answer);
    else if ('fail' in happens) fail(happens.fail);
    else if ('clock' in happens) {
      if (leftAlone !== undefined) leftAlone.ahead += Math.max(0, happens.clock - set);
      fixture.setClock((set = happens.clock));
      // Behind their vend, nobody knows how old they are.
      if (newest !== undefined && fixture.clock() < newest.sentAt) newest = undefined;
    } else {
      endedByUs = true;
      provider.purge();
      endedByUs = false;
      failures = 0;
      leftAlone = newest = undefined;
      for (const accessKeyId of seen) forgotten.add(accessKeyId);
    }
    await fixture.pass(0);
  }

  // Whatever happened: a service that answers again is of use again. A clock that was set back may cost the pause once more.
  for (const pause of [5 * MINUTE, 5 * MINUTE, 0]) {
    call(false, null);
    await fixture.pass(pause);
  }
  answer({ life: LIFE, off: 0 });
  await fixture.pass(0);
  if (gotUntil <= fixture.clock()) faults.push('did not recover');
  return faults;
};

it('holds for random calls, answers, failures, clocks and purges', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(event, { minLength: 5, maxLength: 60, size: 'max' }),
      fc.constantFrom(0, 0.1, 0.5, 0.999),
      async (events, random) => {
        expect(await run(events, random)).toEqual([]);
      },
    ),
    runs(200),
  );
});

/** How long the service is left alone after a failure: longer with each, by chance, so that many clients do not come back at once. */
import type { CredentialsProviderError } from './credentialsProviderError.ts';

/** Milliseconds. The wait is between the first and twice, four times … of it, never more than the second. */
const SHORTEST = 1_000;
const LONGEST = 60_000;
/** The longest that the service itself may ask for. */
const LONGEST_ASKED = 300_000;

/** What is known of the failures since the last success. */
export interface BackOff {
  /** Milliseconds for which nothing may be sent. */
  wait(): number;
  /** What failed last. */
  readonly error: CredentialsProviderError | undefined;
  failed(error: CredentialsProviderError): void;
  reset(): void;
}

/** Starts with no failure. */
export const createBackOff = (clock: () => number, random: () => number): BackOff => {
  let failures = 0;
  let delay = 0;
  let until = 0;
  let error: CredentialsProviderError | undefined;
  return {
    wait: () => {
      // A clock that was set back must not make the wait longer than it was.
      until = Math.min(until, clock() + delay);
      return Math.max(0, until - clock());
    },
    get error() {
      return error;
    },
    failed: (failure) => {
      error = failure;
      failures += 1;
      const most = Math.min(LONGEST, SHORTEST * 2 ** failures);
      const asked = Math.min(LONGEST_ASKED, (failure.retryAfterSeconds ?? 0) * 1_000);
      delay = Math.max(asked, SHORTEST + (most - SHORTEST) * random());
      until = clock() + delay;
    },
    reset: () => {
      failures = delay = until = 0;
      error = undefined;
    },
  };
};

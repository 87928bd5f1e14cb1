/** When to vend: at most once at a time, ahead of expiry, never while the service is to be left alone. */
import type { BackOff } from './backOff.ts';
import { CredentialsProviderError } from './credentialsProviderError.ts';
import { refreshTime } from './expiry.ts';
import { startFlight } from './flight.ts';
import type { Flight } from './flight.ts';
import { abortReason } from './patience.ts';
import type { Vended } from './readAnswer.ts';
import type { CallOptions, Signal } from './vendOptions.ts';

/** What a provider is made of. */
export interface ProviderParts {
  readonly vend: (signal: Signal) => Promise<Vended>;
  readonly backOff: BackOff;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** From 0 to below 1. */
  readonly random: () => number;
}

/** A provider's two sides. */
export interface Provider {
  /** @throws CredentialsProviderError; the reason of the call's signal */
  get(options?: CallOptions): Promise<Vended>;
  purge(): void;
}

/** Milliseconds before the end, from which on a call waits for the refresh. */
const LAST_MINUTE = 60_000;

/** Starts with no credentials. */
export const createProvider = ({ vend, backOff, clock, random }: ProviderParts): Provider => {
  let present: (Vended & { readonly refreshAt: number }) | undefined;
  let flight: Flight | undefined;
  let forced = false;

  /** Milliseconds for which credentials are good. None when the clock was set back behind their vend: who knows since when. */
  const left = ({ sentAt, expiresAt }: Vended): number => (clock() < sentAt ? 0 : Math.max(0, expiresAt - clock()));
  const usable = () => {
    // Nor are they believed when the clock gets there again.
    if (present && clock() < present.sentAt) present = undefined;
    return present && left(present) > 0 ? present : undefined;
  };

  const vendUsable = async (signal: Signal): Promise<Vended> => {
    const vended = await vend(signal);
    if (left(vended) > 0) return vended;
    throw new CredentialsProviderError(
      'InvalidAnswer',
      'The credentials expired, or the clock was set, while they were vended.',
      {
        retryable: true,
      },
    );
  };

  const fly = (): Flight =>
    (flight ??= startFlight({
      vend: vendUsable,
      backOff,
      needed: () => forced || !usable(),
      over: (landed) => {
        flight = undefined;
        forced = false;
        if (landed === undefined) return;
        backOff.reset();
        present = { ...landed, refreshAt: refreshTime(landed.sentAt, landed.expiresAt, random) };
      },
    }));

  const renew = async ({ forceRefresh, signal }: CallOptions, wait: number): Promise<Vended> => {
    if (flight === undefined && wait > 0) throw backOff.error as Error;
    const underWay = fly();
    forced ||= forceRefresh ?? false;
    return underWay.wait(signal);
  };

  return {
    get: async (options = {}) => {
      const { forceRefresh, signal } = options;
      if (signal?.aborted) throw abortReason(signal);
      // Asked with every call, also with one that sends nothing: so a clock that was set back is noticed before it gets there again.
      const wait = backOff.wait();
      const good = usable();
      if (good && !forceRefresh) {
        if (clock() < good.refreshAt) return good;
        if (left(good) > LAST_MINUTE) {
          if (flight === undefined && wait === 0) fly().keep();
          return good;
        }
      }
      const before = present;
      try {
        return await renew(options, wait);
      } catch (error) {
        if (forceRefresh || signal?.aborted || before === undefined || before !== usable()) throw error;
        return before;
      }
    },
    purge: () => {
      flight?.end();
      present = flight = undefined;
      forced = false;
      backOff.reset();
    },
  };
};

/** A vend under way, which any number of calls may wait for. */
import type { BackOff } from './backOff.ts';
import { CredentialsProviderError } from './credentialsProviderError.ts';
import { abortReason, pause } from './patience.ts';
import type { Vended } from './readAnswer.ts';
import type { Signal } from './vendOptions.ts';

/** Attempts of a vend that a call cannot do without, and the longest pause between them, in milliseconds. */
const ATTEMPTS = 3;
const LONGEST_PAUSE = 10_000;

/** What a vend needs. */
export interface FlightParts {
  readonly vend: (signal: Signal) => Promise<Vended>;
  readonly backOff: BackOff;
  /** Whether the calls that wait have nothing else, so that a failure is tried again at once. */
  readonly needed: () => boolean;
  /** Told that it is over, before those who wait are: what was vended, or nothing. Not told of one that was ended. */
  readonly over: (vended?: Vended) => void;
}

/** The vend under way. */
export interface Flight {
  /** Waits for it, or for the signal. The vend ends with the last wait, unless it is kept. */
  wait(signal: Signal | undefined): Promise<Vended>;
  /** Goes on though nobody waits. */
  keep(): void;
  /** Ends it: whoever waits is told that the credentials were purged. */
  end(): void;
}

/** What a wait is rejected with that a purge ended. */
export const purgedMeanwhile = (): CredentialsProviderError =>
  new CredentialsProviderError('Purged', 'The credentials were purged while they were vended. Ask again.');

/** Starts it. */
export const startFlight = ({ vend, backOff, needed, over }: FlightParts): Flight => {
  const controller = new AbortController();
  const { signal } = controller;
  let waiting = 0;
  let kept = false;
  const ended = () => signal.aborted;

  const attempt = async (left: number): Promise<Vended> => {
    try {
      return await vend(signal);
    } catch (error) {
      if (ended() || !(error instanceof CredentialsProviderError)) throw error;
      // Without a token nothing was sent, so there is nobody to be left alone.
      if (error.code !== 'TokenUnavailable') backOff.failed(error);
      if (!error.retryable || left === 0 || !needed() || backOff.wait() > LONGEST_PAUSE) throw error;
      await pause(backOff.wait(), signal);
      if (ended()) throw error;
      return attempt(left - 1);
    }
  };

  const run = async (): Promise<Vended> => {
    try {
      const vended = await attempt(ATTEMPTS - 1);
      if (!ended()) over(vended);
      return vended;
    } catch (error) {
      if (!ended()) over();
      throw error;
    }
  };

  // A token or a fetch that never comes must not hold anyone.
  const purged = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      reject(purgedMeanwhile());
    });
  });
  const result = Promise.race([purged, run()]);
  // When nobody waits any more, nobody need know.
  result.catch(() => undefined);

  return {
    wait: (own) =>
      new Promise((resolve, reject) => {
        waiting += 1;
        const aborted = () => {
          reject(abortReason(own));
          waiting -= 1;
          if (waiting > 0 || kept || ended()) return;
          over();
          controller.abort();
        };
        own?.addEventListener('abort', aborted);
        result.finally(() => own?.removeEventListener('abort', aborted)).then(resolve, reject);
      }),
    keep: () => {
      kept = true;
    },
    end: () => {
      controller.abort();
    },
  };
};

/** A service that answers when a test says so, over a fetch of its own, in a time that passes when a test says so. */
import { jest } from '@jest/globals';
import type { VendRequest, VendResponse } from './vendOptions.ts';

/** When tests begin, in milliseconds since 1970. */
export const START = Date.UTC(2030, 0, 1);

/** A request that waits for its answer. */
export interface OpenRequest {
  readonly url: string;
  readonly request: VendRequest;
  /** When it was sent, on the local clock. */
  readonly sentAt: number;
  answer(response: VendResponse): void;
  fail(error?: Error): void;
}

/** How it behaves. */
export interface FixtureOptions {
  /** Whether fetch ends with its signal, as it should. */
  readonly heedsAbort?: boolean;
  readonly random?: () => number;
  /** Told of each request as it is sent, and as it is given up. */
  readonly onSend?: (request: OpenRequest) => void;
  readonly onAbandon?: () => void;
}

/** Starts it: from now on Jest's time stands still. `jest.useRealTimers()` ends that. */
export const startFixture = ({ heedsAbort = true, random = () => 0.5, onSend, onAbandon }: FixtureOptions = {}) => {
  // What streams and promises run on goes on.
  jest.useFakeTimers({ now: START, doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance'] });
  let set = 0;
  const open: OpenRequest[] = [];
  const sent: OpenRequest[] = [];
  const clock = () => Date.now() + set;

  const fetch = (url: string, request: VendRequest): Promise<VendResponse> =>
    new Promise((resolve, reject) => {
      const close = () => open.splice(open.indexOf(own), 1);
      const own: OpenRequest = {
        url,
        request,
        sentAt: clock(),
        answer: (response) => {
          close();
          resolve(response);
        },
        fail: (error = new TypeError('fetch failed')) => {
          close();
          reject(error);
        },
      };
      request.signal.addEventListener('abort', () => {
        if (!heedsAbort || !open.includes(own)) return;
        onAbandon?.();
        own.fail();
      });
      open.push(own);
      sent.push(own);
      onSend?.(own);
    });

  return {
    clock,
    fetch,
    /** What a provider takes of it. */
    options: { endpoint: 'https://api.example/graphql', clock, fetch, random },
    /** Requests without an answer, the oldest first, and all that were sent. */
    open,
    sent,
    /** Lets so many milliseconds pass, and everything happen that happens in them. */
    pass: (milliseconds: number): Promise<void> => jest.advanceTimersByTimeAsync(milliseconds),
    /** Milliseconds since the start, of the time that timers go by. */
    elapsed: (): number => Date.now() - START,
    /** Sets the local clock: so many milliseconds off from now on. */
    setClock: (milliseconds: number): void => {
      set = milliseconds;
    },
  };
};

/** What `vendCredentials` answers. */
export const credentials = (number: number, expiresAt: number) => ({
  vendId: `vend-${String(number)}`,
  accessKeyId: `ASIAEXAMPLE${String(number)}`,
  secretAccessKey: `secret/${String(number)}`,
  sessionToken: `session/${String(number)}`,
  expiration: new Date(expiresAt).toISOString(),
  scope: { s3: [], dynamodb: [], role: null },
});

/** An HTTP answer with credentials that live so many milliseconds from now, by a server whose clock may be off. */
export const vended = (number: number, now: number, life = 3_600_000, off = 0): Response =>
  Response.json(
    { data: { vendCredentials: credentials(number, now + off + life) } },
    { headers: { date: new Date(now + off).toUTCString() } },
  );

/** An HTTP answer with an error of the service. */
export const refused = (errorType: string, errorInfo: unknown = null, message = 'No.'): Response =>
  Response.json({ data: null, errors: [{ errorType, errorInfo, message }] });

/** The APPSYNC_JS runtime: a bundled resolver's request and response handlers, each run as AppSync runs them. */
import { moduleBody } from './moduleBody.ts';
import { createRealm, RealmSyntaxError, RealmTimeout } from './realm.ts';

/** What `util.error` or `util.appendError` was given. */
export interface RaisedError {
  readonly message: string;
  readonly type: string | null;
  readonly data: unknown;
  readonly info: unknown;
}

/** How a handler ended. Every value has been through JSON. */
export type Outcome = { readonly appended: readonly RaisedError[]; readonly stash: unknown } & (
  | { readonly kind: 'value' | 'earlyReturn'; readonly value: unknown }
  | { readonly kind: 'error'; readonly error: RaisedError }
  | { readonly kind: 'unauthorized' }
  /** An error in the code itself; the message begins with its place: `code.js:3:10: ReferenceError: …`. */
  | { readonly kind: 'code'; readonly message: string }
);

/** The handlers of one resolver. */
export interface ResolverCode {
  /**
   * Runs one handler.
   *
   * @param context the handler's `ctx`, which must be JSON; `args` is added as a second name of `arguments`
   * @param now milliseconds since 1970-01-01T00:00Z, for `util.time`
   */
  run(handler: 'request' | 'response', context: Readonly<Record<string, unknown>>, now: number): Outcome;
}

/** Characters. https://docs.aws.amazon.com/general/latest/gr/appsync.html */
export const MAX_CODE_CHARACTERS = 32_768;

const failed = (message: string): Outcome => ({ kind: 'code', message, appended: [], stash: {} });

const read = (text: string): Outcome => {
  const outcome = JSON.parse(text) as Outcome & { stack?: string };
  if (outcome.kind !== 'code') return outcome;
  const place = /code\.js:\d+:\d+/.exec(outcome.stack ?? '')?.[0] ?? 'code.js';
  return { ...failed(`${place}: ${outcome.message}`), appended: outcome.appended };
};

const within = (run: () => string): Outcome => {
  try {
    return read(run());
  } catch (error) {
    if (error instanceof RealmTimeout) return failed('code.js: The execution time limit was exceeded.');
    if (error instanceof RealmSyntaxError) return failed(`code.js: SyntaxError: ${error.message}`);
    return failed('code.js: The code failed.');
  }
};

/**
 * Loads a resolver's bundled code into a realm of its own.
 *
 * @param timeoutMs the most that a handler may take, in milliseconds of wall time. AppSync's own limit is not published.
 * @throws when the code is longer than AppSync takes, is not a bundle, or fails at its top level
 */
export const loadResolverCode = (code: string, timeoutMs = 1_000): ResolverCode => {
  if (code.length > MAX_CODE_CHARACTERS) {
    throw new Error(`The code has ${String(code.length)} characters; AppSync takes ${String(MAX_CODE_CHARACTERS)}.`);
  }
  const body = moduleBody(code);
  const realm = createRealm(timeoutMs);
  const loaded = within(() => realm.load(body));
  if (loaded.kind !== 'value')
    throw new Error(loaded.kind === 'code' ? loaded.message : 'The code calls util at its top level.');
  return {
    run: (handler, context, now) => within(() => realm.run(JSON.stringify({ handler, ctx: context, now }))),
  };
};

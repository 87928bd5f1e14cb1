/** What a resolver sends to a function, and what the function answers. */
import type { ErrorCode } from './errors.ts';

/** The payload of a resolver's Invoke: the function's event. The function believes none of it before the JWT has verified. */
export interface Invocation {
  /** The field that is asked for. */
  readonly field: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  /** The Authorization header as the client sent it: the JWT, with or without `Bearer ` in front. */
  readonly authorization: string | undefined;
}

/** An error, as the resolver hands it on to `util.error`. */
export interface Refusal {
  readonly code: ErrorCode;
  readonly message: string;
  readonly info: Readonly<Record<string, unknown>>;
}

/** What a function answers: a refusal is an answer too, since AppSync would drop its code. */
export type Answer<Result> =
  { readonly data: Result; readonly error?: never } | { readonly data?: never; readonly error: Refusal };

/** The one error of this library, in the shape that the AWS SDK knows. */

/** The codes of the service: `errorType` of its answers, described in its documentation. */
export type ServiceCode =
  | 'Unauthorized'
  | 'InvalidScope'
  | 'NotGranted'
  | 'ClaimUnusable'
  | 'InvalidDuration'
  | 'ScopeTooLarge'
  | 'MixedRoles'
  | 'VendRoleNotAssumable'
  | 'StsThrottled'
  | 'StsUnavailable'
  | 'Internal';

/**
 * The codes of this library.
 *
 * - `TokenUnavailable`: `token` gave none, or threw (then that is the `cause`). Nothing was sent. Sign in.
 * - `NetworkError`: no answer; of the network, or not in time.
 * - `TooManyRequests`, `ServiceUnavailable`: HTTP 429; HTTP 5xx.
 * - `InvalidRequest`: the API does not take the request, and gave no code. The service may be of another version.
 * - `InvalidAnswer`: what answered is no such service, or its credentials cannot be used.
 * - `Purged`: `purge()` was called while the call waited.
 * - `NotCovered`: no credentials of `vendedCredentialsFor` are good for what was asked.
 */
export type ClientCode =
  | 'TokenUnavailable'
  | 'NetworkError'
  | 'TooManyRequests'
  | 'ServiceUnavailable'
  | 'InvalidRequest'
  | 'InvalidAnswer'
  | 'Purged'
  | 'NotCovered';

/** A code: one of those, or one that a newer service has. */
export type ErrorCode = ServiceCode | ClientCode | (string & Record<never, never>);

/** What goes with a code and a message. */
export interface ErrorDetails {
  readonly info?: Readonly<Record<string, unknown>> | undefined;
  readonly retryable?: boolean | undefined;
  readonly retryAfterSeconds?: number | undefined;
  readonly cause?: unknown;
}

/**
 * Why there are no credentials. Its message says what was refused and what to do next; it holds no token, no query, no
 * variables and no secret.
 */
export class CredentialsProviderError extends Error {
  override readonly name = 'CredentialsProviderError';
  /** The service's `errorType`, or a code of this library. */
  readonly code: ErrorCode;
  /** The service's `errorInfo`: which ask, which claim, what would fit. It has the `vendId` that the operator looks for. */
  readonly info: Readonly<Record<string, unknown>> | undefined;
  /** Whether the same call may succeed later. False for a refusal. */
  readonly retryable: boolean;
  /** The AWS SDK's word for whether a chain of providers goes on to the next: never after a refusal. */
  readonly tryNextLink: boolean;
  /** Not to be tried again before so many seconds, when the service said so. */
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, 'cause' in details ? { cause: details.cause } : undefined);
    this.code = code;
    this.info = details.info;
    this.retryable = this.tryNextLink = details.retryable ?? false;
    this.retryAfterSeconds = details.retryAfterSeconds;
  }
}

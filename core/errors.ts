/** The one error that clients see, with its code. */

/**
 * What can go wrong, as clients see it in `errorType`: every code, once.
 *
 * - `Unauthorized`: the JWT did not verify, or names no user. Sign in again.
 * - `InvalidScope`: the scope, or a request to be explained, is not well formed. The same one never succeeds.
 * - `NotGranted`: no grant of the caller covers an ask.
 * - `ClaimUnusable`: a grant would, but a claim that it needs is missing or cannot be used.
 * - `InvalidDuration`: the duration is outside the bounds.
 * - `ScopeTooLarge`: the session policy would be too large; `errorInfo.split` holds scopes that fit.
 * - `MixedRoles`: the asks need credentials of different roles.
 * - `VendRoleNotAssumable`: AWS does not let the service assume the role. For the operator.
 * - `StsThrottled`: AWS STS is busy; try again after `errorInfo.retryAfterSeconds`.
 * - `StsUnavailable`: AWS STS did not give a usable answer in time; try again.
 * - `Internal`: a fault of the service; the log has it under `errorInfo.vendId`.
 */
export const errorCodes = [
  'Unauthorized',
  'InvalidScope',
  'NotGranted',
  'ClaimUnusable',
  'InvalidDuration',
  'ScopeTooLarge',
  'MixedRoles',
  'VendRoleNotAssumable',
  'StsThrottled',
  'StsUnavailable',
  'Internal',
] as const;

/** One of them. */
export type ErrorCode = (typeof errorCodes)[number];

/** A refusal: the message says what was refused, which value, and what to do next; `info` says it to programs. */
export class VendError extends Error {
  override readonly name = 'VendError';
  readonly code: ErrorCode;
  readonly info: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, info: Readonly<Record<string, unknown>> = {}, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.info = info;
  }
}

const SHOWN = 80;

/** A foreign value for use in a message: quoted, on one line, cut after 80 characters. */
export const quote = (value: unknown): string => {
  if (typeof value !== 'string')
    return value === null ? 'null' : Array.isArray(value) ? 'a list' : `a value of type ${typeof value}`;
  return JSON.stringify(value.length > SHOWN ? `${value.slice(0, SHOWN)}…` : value);
};

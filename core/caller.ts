/** The caller: who a verified Cognito JWT says is asking. */
import { VendError } from './errors.ts';

/** A verified Cognito identity. Bound to issuer and sub: a user name can be given to somebody else later. */
export interface Caller {
  readonly issuer: string;
  readonly sub: string;
  readonly username: string;
  readonly groups: ReadonlySet<string>;
  /** The claims of the JWT whose value is a string. */
  readonly claims: ReadonlyMap<string, string>;
}

// What both a source identity and a session tag can hold:
// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
const SUB = /^(?!aws:)[\w+=.@-]{2,64}$/;

/**
 * Reads the payload of a JWT **that has been verified**. ID and access tokens of one user give the same caller, as far as
 * grants can tell.
 *
 * @throws VendError `Unauthorized` when the token names no user, as client-credentials tokens do
 */
export const callerOf = (payload: Readonly<Record<string, unknown>>): Caller => {
  const { iss, sub } = payload;
  const username = payload['token_use'] === 'id' ? payload['cognito:username'] : payload['username'];
  if (typeof iss !== 'string' || typeof sub !== 'string' || typeof username !== 'string') {
    throw new VendError('Unauthorized', 'The JWT names no user. Sign in as a user of the user pool.');
  }
  if (!SUB.test(sub)) {
    throw new VendError(
      'Unauthorized',
      'The JWT has a sub that AWS STS cannot take as a source identity. Sign in as a user of the user pool.',
    );
  }
  const groups = payload['cognito:groups'];
  return {
    issuer: iss,
    sub,
    username,
    groups: new Set(Array.isArray(groups) ? groups.filter((group) => typeof group === 'string') : []),
    claims: new Map(Object.entries(payload).filter((claim): claim is [string, string] => typeof claim[1] === 'string')),
  };
};

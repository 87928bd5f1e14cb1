/** From the JWT that came with the request to the caller. Whatever else the event claims about identity is not read. */
import { JwtVerifier } from 'aws-jwt-verify';
import { validateCognitoJwtFields } from 'aws-jwt-verify/cognito-verifier';
import { FetchError, JwksValidationError, JwkValidationError, JwtExpiredError } from 'aws-jwt-verify/error';
import { type Jwks, SimpleJwksCache } from 'aws-jwt-verify/jwk';
import { type Caller, callerOf } from '../core/caller.ts';
import { VendError } from '../core/errors.ts';
import { GrantsError } from '../core/grantsError.ts';
import type { Environment } from './service.ts';

/** Verifies an Authorization header and says who the caller is. */
export type VerifyCaller = (authorization: unknown) => Promise<Caller>;

const required = (environment: Environment, name: string, form: RegExp): string => {
  const value = environment[name] ?? '';
  if (!form.test(value)) throw new GrantsError(name, 'is missing in the environment, or is not what it should be');
  return value;
};

const KEYS_FAULTS = [FetchError, JwksValidationError, JwkValidationError];

/** Its name is what the log says. */
class KeysNotFetched extends Error {
  override readonly name = 'KeysNotFetched';
}

/**
 * Whether the signature is written as base64url has it. What else is read alike would be another token to the firewall, which counts
 * the requests of each.
 */
const isPlain = (jwt: string): boolean => {
  const signature = jwt.slice(jwt.lastIndexOf('.') + 1);
  return Buffer.from(signature, 'base64url').toString('base64url') === signature;
};

const refused = (reason: string): VendError => new VendError('Unauthorized', `The JWT ${reason}. Sign in again.`);

const encode = (jwks: Jwks): ArrayBuffer => new TextEncoder().encode(JSON.stringify(jwks)).buffer;

/**
 * Verifies signature, issuer, app client, token use and expiry against one user pool. ID and access tokens are both taken.
 * The pool's keys are fetched when this is called, and again only when a token names a key that is not among them.
 *
 * @param jwks the keys, for a pool that is not on AWS
 * @throws GrantsError for an environment without the issuer or the app client
 * @throws (the function returned) VendError `Unauthorized`
 */
export const verifyCaller = (environment: Environment, jwks?: Jwks): VerifyCaller => {
  const issuer = required(environment, 'USER_POOL_ISSUER', /^https:\/\/[\w.-]+\/[\w-]+$/);
  const clientId = required(environment, 'USER_POOL_CLIENT_ID', /^\w+$/);
  // The library's own verifier for Cognito takes a second issuer besides, and fetches keys for it that most pools do not have.
  const verifier = JwtVerifier.create(
    {
      issuer,
      audience: null,
      jwksUri: `${issuer}/.well-known/jwks.json`,
      customJwtCheck: ({ payload }) => {
        validateCognitoJwtFields(payload, { tokenUse: null, clientId });
        // The library takes a token without an expiry for one that never expires.
        if (typeof payload.exp !== 'number') throw refused('has no expiry');
      },
    },
    jwks && { jwksCache: new SimpleJwksCache({ fetcher: { fetch: () => Promise.resolve(encode(jwks)) } }) },
  );
  // A failure here shows again at the first verification, where it can be answered.
  verifier.hydrate().catch(() => undefined);

  return async (authorization) => {
    const jwt = typeof authorization === 'string' ? authorization.replace(/^Bearer /i, '') : '';
    if (jwt === '') throw new VendError('Unauthorized', 'There is no JWT in the Authorization header. Sign in.');
    if (!isPlain(jwt)) throw refused('did not verify');
    try {
      return callerOf(await verifier.verify(jwt));
    } catch (error) {
      // What could not be fetched, or is no set of keys, is not the caller's fault; and no library error is shown, since it may quote the token.
      if (error instanceof VendError) throw error;
      if (KEYS_FAULTS.some((fault) => error instanceof fault)) throw new KeysNotFetched();
      throw refused(error instanceof JwtExpiredError ? 'has expired' : 'did not verify');
    }
  };
};

/** The RSA key that signs the pool's tokens, made at start and never written anywhere. */
import type { KeyObject } from 'node:crypto';
import { createHash, generateKeyPair, sign, verify } from 'node:crypto';
import { promisify } from 'node:util';

/** A public key as Cognito's jwks.json lists it. */
export type CognitoJwk = {
  readonly alg: 'RS256';
  readonly e: string;
  readonly kid: string;
  readonly kty: 'RSA';
  readonly n: string;
  readonly use: 'sig';
};

export type Claims = Readonly<Record<string, unknown>>;

export interface SigningKey {
  readonly jwk: CognitoJwk;
  /** A JWT in compact form: header `{kid, alg}` as Cognito's. */
  sign(claims: Claims): string;
  /** The claims of a JWT that this key signed; expiry is not looked at. */
  verify(jwt: string): Claims | undefined;
}

const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** RFC 7638. */
const thumbprint = (e: string, n: string): string =>
  createHash('sha256')
    .update(JSON.stringify({ e, kty: 'RSA', n }))
    .digest('base64url');

const fromKeys = (privateKey: KeyObject, publicKey: KeyObject): SigningKey => {
  const { e, n } = publicKey.export({ format: 'jwk' });
  if (e === undefined || n === undefined) throw new Error('Node made an RSA key without modulus or exponent.');
  const jwk: CognitoJwk = { alg: 'RS256', e, kid: thumbprint(e, n), kty: 'RSA', n, use: 'sig' };
  const header = base64url({ kid: jwk.kid, alg: 'RS256' });
  return {
    jwk,
    sign: (claims) => {
      const input = `${header}.${base64url(claims)}`;
      return `${input}.${sign('RSA-SHA256', Buffer.from(input), privateKey).toString('base64url')}`;
    },
    verify: (jwt) => {
      const [head, payload, signature, ...more] = jwt.split('.');
      // Only the very header that this key writes is taken, so `alg` is never the token's to choose.
      if (head !== header || payload === undefined || signature === undefined || more.length > 0) return undefined;
      const signed = Buffer.from(`${head}.${payload}`);
      if (!verify('RSA-SHA256', signed, publicKey, Buffer.from(signature, 'base64url'))) return undefined;
      return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Claims;
    },
  };
};

/** Takes 50 to 350 ms in Node's thread pool; the event loop stays free. */
export const createSigningKey = async (): Promise<SigningKey> => {
  const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  return fromKeys(privateKey, publicKey);
};

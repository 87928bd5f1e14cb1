/** A user pool's signing key for tests, tokens signed with it, and the ways of forging one. */
import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import type { JsonWebKey } from 'node:crypto';
import type { Jwks } from 'aws-jwt-verify/jwk';

const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

export type Claims = Readonly<Record<string, unknown>>;

const signed = (header: Claims, claims: Claims, signature: (input: string) => Buffer): string => {
  const input = `${base64url(header)}.${base64url(claims)}`;
  return `${input}.${signature(input).toString('base64url')}`;
};

/** A key of its own, and tokens signed with it. */
export interface TestKey {
  readonly jwk: JsonWebKey & Record<string, unknown>;
  readonly jwks: Jwks;
  token(claims: Claims, header?: Claims): string;
  /** The classic confusion: an HMAC whose secret is the public key. */
  hmacToken(claims: Claims): string;
}

/** Makes a key. Takes some tens of milliseconds. */
export const createTestKey = (kid: string): TestKey => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = publicKey.export({ type: 'spki', format: 'pem' });
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' };
  return {
    jwk,
    jwks: { keys: [{ ...jwk, kty: 'RSA' }] },
    token: (claims, header = {}) =>
      signed({ alg: 'RS256', kid, ...header }, claims, (input) => sign('RSA-SHA256', Buffer.from(input), privateKey)),
    hmacToken: (claims) =>
      signed({ alg: 'HS256', kid }, claims, (input) => createHmac('sha256', pem).update(input).digest()),
  };
};

/** A token that says that it needs no signature; `signature` is what stands in its place. */
export const unsignedToken = (kid: string, claims: Claims, alg: string, signature = ''): string =>
  `${base64url({ alg, kid })}.${base64url(claims)}.${signature}`;

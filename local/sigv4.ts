/** Verifies AWS Signature Version 4 as a service does: from the bytes that arrived, never from what the client says of them. */
import { timingSafeEqual } from 'node:crypto';
import type { AwsRequest } from './awsService.ts';
import { SignatureError } from './signatureError.ts';
import {
  algorithm,
  canonicalPath,
  canonicalQuery,
  payloadHash,
  queryParameters,
  sign,
  splitUrl,
} from './signRequest.ts';
import type { CredentialScope } from './signRequest.ts';
import type { SigningKeyOf } from './signingKeys.ts';

const incomplete = (message: string) => new SignatureError('IncompleteSignature', message, 400);
const mismatch = (message: string) => new SignatureError('SignatureDoesNotMatch', message);

const wrongSignature =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';

/** `<key>/<date>/<region>/<service>/aws4_request` */
export interface Credential extends CredentialScope {
  readonly accessKeyId: string;
}

/** A request without its body. */
export type Head = Pick<AwsRequest, 'method' | 'url' | 'headers'>;

/** What a client says about its signature, wherever in the request it says so. */
export interface Signature {
  readonly credential: Credential;
  /** Lower case, in the client's order. */
  readonly signedHeaders: readonly string[];
  /** 64 lower-case hexadecimal digits. */
  readonly signature: string;
}

/** @throws SignatureError IncompleteSignature, SignatureDoesNotMatch */
export const parseCredential = (credential: string): Credential => {
  const parts = credential.split('/');
  const [accessKeyId, date, region, service, terminator] = parts;
  if (parts.length !== 5 || !accessKeyId || !date || !region || !service) {
    throw incomplete('Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term.');
  }
  if (terminator !== 'aws4_request') {
    throw mismatch(`Credential should be scoped with a valid terminator: 'aws4_request', not '${terminator ?? ''}'.`);
  }
  return { accessKeyId, date, region, service };
};

/** What a request says of who signed it, unverified: good for choosing a service, for nothing else. */
export const credentialOf = ({ url, headers }: Head): Credential | undefined => {
  const inHeader = /^AWS4-\S+ (?:.*[\s,])?Credential=([^\s,]+)/.exec(headers.authorization ?? '')?.[1];
  const inQuery = queryParameters(splitUrl(url).query).find(([name]) => name === 'X-Amz-Credential')?.[1];
  const credential = inHeader ?? inQuery;
  return credential === undefined ? undefined : parseCredential(credential);
};

/** What clients send, as good as all of them. Whatever else is read piece by piece. */
const usual = /^\S+ Credential=([^\s,=]+), ?SignedHeaders=([^\s,=]+), ?Signature=([0-9a-f]{64})$/;

const parameterNames = ['Credential', 'SignedHeaders', 'Signature'] as const;

/**
 * Reads an Authorization header.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html
 * @throws SignatureError MissingAuthenticationToken, IncompleteSignature. The header is not repeated in the message.
 */
export const parseAuthorization = (authorization: string | undefined): Signature => {
  if (!authorization) throw new SignatureError('MissingAuthenticationToken', 'Request is missing Authentication Token');
  const space = authorization.indexOf(' ');
  if (space === -1 || authorization.slice(0, space) !== algorithm) {
    throw incomplete(`Unsupported AWS 'algorithm'. Sign with ${algorithm}.`);
  }
  const [, credential, signedHeaders, given] = usual.exec(authorization) ?? [];
  if (credential !== undefined && signedHeaders !== undefined && given !== undefined) {
    return { credential: parseCredential(credential), signedHeaders: signedHeaders.split(';'), signature: given };
  }
  const parameters = new Map<string, string>();
  for (const pair of authorization.slice(space + 1).split(',')) {
    const [, name, value] = /^\s*([^=\s]+)=(\S+)\s*$/.exec(pair) ?? [];
    if (name === undefined || value === undefined) {
      throw incomplete('The Authorization header has a part that is not a valid key=value pair.');
    }
    if (parameters.has(name)) throw incomplete(`The Authorization header has '${name}' twice.`);
    parameters.set(name, value);
  }
  const missing = parameterNames.filter((name) => !parameters.has(name));
  if (missing.length > 0) {
    throw incomplete(missing.map((name) => `Authorization header requires '${name}' parameter.`).join(' '));
  }
  const signature = parameters.get('Signature') ?? '';
  if (!/^[0-9a-f]{64}$/.test(signature)) throw mismatch(wrongSignature);
  return {
    credential: parseCredential(parameters.get('Credential') ?? ''),
    signedHeaders: (parameters.get('SignedHeaders') ?? '').split(';'),
    signature,
  };
};

/** ISO 8601's basic form of a time in milliseconds, to the second. */
const basicTime = (milliseconds: number) => new Date(milliseconds).toISOString().replace(/[-:]|\.\d{3}/g, '');

/** The last one that was read: requests come many in a second. */
let lastRead = { dateTime: '', time: 0 };

/** Milliseconds. @throws SignatureError IncompleteSignature for what is no time in that form */
export const parseDateTime = (dateTime: string | undefined): number => {
  if (dateTime === lastRead.dateTime && dateTime !== '') return lastRead.time;
  const [, y, mo, d, h, mi, s] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(dateTime ?? '') ?? [];
  const time = Date.parse(`${y ?? ''}-${mo ?? ''}-${d ?? ''}T${h ?? ''}:${mi ?? ''}:${s ?? ''}Z`);
  if (Number.isNaN(time) || basicTime(time) !== dateTime) {
    throw incomplete("The header X-Amz-Date must be there, in ISO-8601 'basic format': 20300102T030405Z.");
  }
  lastRead = { dateTime, time };
  return time;
};

/** What a service knows when it verifies a signature. */
export interface Verifier {
  readonly service: string;
  readonly region: string;
  /** The time now, in milliseconds. */
  readonly now: number;
  /** How far the client's clock may be off, in minutes: 15 for STS, 5 for most services. */
  readonly skewMinutes: number;
  /** What an access key signs with, after a look at the session token. @throws SignatureError for a key or token it does not know */
  readonly signingKeysOf: (accessKeyId: string, sessionToken: string | undefined) => SigningKeyOf;
}

const checkTime = (dateTime: string, { now, skewMinutes }: Verifier) => {
  const time = parseDateTime(dateTime);
  const skew = skewMinutes * 60_000;
  if (time < now - skew) {
    throw mismatch(
      `Signature expired: ${dateTime} is now earlier than ${basicTime(now - skew)} (${basicTime(now)} - ${String(skewMinutes)} min.)`,
    );
  }
  if (time > now + skew) {
    throw mismatch(
      `Signature not yet current: ${dateTime} is still later than ${basicTime(now + skew)} (${basicTime(now)} + ${String(skewMinutes)} min.)`,
    );
  }
};

const checkScope = ({ date, region, service }: Credential, dateTime: string, verifier: Verifier) => {
  if (region !== verifier.region) {
    throw mismatch(`Credential should be scoped to a valid region, not '${region}'. This is '${verifier.region}'.`);
  }
  if (service !== verifier.service) {
    throw mismatch(`Credential should be scoped to correct service: '${verifier.service}'.`);
  }
  if (date !== dateTime.slice(0, 8)) {
    throw mismatch(
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${date}' != '${dateTime.slice(0, 8)}'.`,
    );
  }
};

/** A header that means something to AWS and that nobody signed could have been put there by anybody. */
const checkSignedHeaders = (signedHeaders: readonly string[], headers: Head['headers']) => {
  if (!signedHeaders.includes('host')) {
    throw mismatch("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
  }
  const absent = signedHeaders.find((name) => headers[name] === undefined);
  if (absent !== undefined) throw mismatch(`The signed header '${absent}' is not in the request.`);
  const unsigned = Object.keys(headers).find((name) => name.startsWith('x-amz-') && !signedHeaders.includes(name));
  if (unsigned !== undefined) throw mismatch(`The header '${unsigned}' is in the request but was not signed.`);
};

/** Whether two signatures are the same, told in a time that does not depend on where they differ. */
export const sameSignature = (expected: string, given: string): boolean => {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
};

/**
 * Verifies all of a request that is signed in its Authorization header but its body: key, token, time and scope are good.
 * @returns the rest, for when the body is known: give it the body's hash before the request is believed
 * @throws SignatureError, also from the rest
 */
export const openAuthorization = (request: Head, verifier: Verifier): ((payloadHash: string) => Credential) => {
  const { credential, signedHeaders, signature } = parseAuthorization(request.headers.authorization);
  checkSignedHeaders(signedHeaders, request.headers);
  const dateTime = request.headers['x-amz-date'] ?? '';
  checkTime(dateTime, verifier);
  checkScope(credential, dateTime, verifier);
  const keyOf = verifier.signingKeysOf(credential.accessKeyId, request.headers['x-amz-security-token']);
  const { path, query } = splitUrl(request.url);
  const parts = {
    method: request.method,
    path: canonicalPath(path),
    query: canonicalQuery(queryParameters(query)),
    headers: request.headers,
  };
  return (bodyHash) => {
    const expected = sign({ ...parts, payloadHash: bodyHash }, signedHeaders, credential, dateTime, keyOf(credential));
    if (!sameSignature(expected, signature)) throw mismatch(wrongSignature);
    return credential;
  };
};

/**
 * Verifies a request that is signed in its Authorization header and whose body came in one piece.
 * @returns the credential that signed it
 * @throws SignatureError
 */
export const verifyAuthorization = (request: AwsRequest, verifier: Verifier): Credential =>
  openAuthorization(request, verifier)(payloadHash(request.body));

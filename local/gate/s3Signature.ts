/** Reads what an S3 request says of its signature: in the Authorization header, or in the query of a presigned URL. */
import { algorithm, queryParameters, splitUrl } from '../signRequest.ts';
import { parseAuthorization, parseCredential } from '../sigv4.ts';
import type { Head, Signature } from '../sigv4.ts';
import { accessDenied, olderSignature, queryError } from './s3Refusals.ts';
import { GateError } from './gateError.ts';

/** Decoded parameters of a query string, in order. */
export type Query = readonly (readonly [name: string, value: string])[];

/** Unverified. */
export interface S3Signature extends Signature {
  /** As signed: 20300102T030405Z. */
  readonly dateTime: string;
  readonly sessionToken: string | undefined;
  /** Seconds that a presigned URL is good for; undefined for a signed header. */
  readonly expires: number | undefined;
  /** x-amz-content-sha256, or what stands for it. */
  readonly payload: string;
  /** The parameters that are signed. */
  readonly query: Query;
}

/** By lower-case name: the parameters of a presigned URL that S3 takes in any case. */
const parameterNames = [
  'x-amz-algorithm',
  'x-amz-credential',
  'x-amz-signature',
  'x-amz-date',
  'x-amz-signedheaders',
  'x-amz-expires',
] as const;

/** Those that belong to the signature and are no headers in disguise. */
export const signatureParameters: ReadonlySet<string> = new Set([
  ...parameterNames,
  'x-amz-security-token',
  'x-amz-content-sha256',
]);

/** A week, in seconds. */
const maxExpires = 604_800;

const parseExpires = (text: string): number => {
  if (/^-\d+$/.test(text)) throw queryError('X-Amz-Expires must be non-negative');
  if (!/^\d{1,15}$/.test(text)) throw queryError('X-Amz-Expires should be a number');
  const seconds = Number(text);
  if (seconds > maxExpires) {
    throw queryError(
      `X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than ${String(maxExpires)} seconds`,
    );
  }
  return seconds;
};

const readQuery = ({ headers }: Head, query: Query): S3Signature => {
  const given = new Map<string, string>();
  for (const [name, value] of query) {
    const key = name.toLowerCase();
    if (!signatureParameters.has(key)) continue;
    if (given.has(key)) throw queryError(`The parameter ${name} is given twice.`);
    given.set(key, value);
  }
  const [usedAlgorithm, credential, signature, dateTime, signedHeaders, expires] = parameterNames.map((name) =>
    given.get(name),
  );
  if (!usedAlgorithm || !credential || !signature || !dateTime || !signedHeaders || !expires) {
    throw queryError(
      'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
    );
  }
  if (usedAlgorithm !== algorithm) throw queryError(`X-Amz-Algorithm only supports "${algorithm}"`);
  return {
    credential: parseCredential(credential),
    signedHeaders: signedHeaders.split(';'),
    signature,
    dateTime,
    sessionToken: given.get('x-amz-security-token'),
    expires: parseExpires(expires),
    payload: given.get('x-amz-content-sha256') ?? headers['x-amz-content-sha256'] ?? 'UNSIGNED-PAYLOAD',
    query: query.filter(([name]) => name.toLowerCase() !== 'x-amz-signature'),
  };
};

const readHeader = ({ headers }: Head, query: Query): S3Signature => {
  const { authorization } = headers;
  if (authorization === undefined) {
    // The AWS CLI and boto3 presign in this way unless they are told otherwise.
    throw query.some(([name]) => name === 'AWSAccessKeyId') ? olderSignature() : accessDenied();
  }
  if (/^AWS /.test(authorization)) throw olderSignature();
  if (!authorization.startsWith('AWS4-')) {
    throw new GateError(400, 'InvalidArgument', 'Unsupported Authorization Type');
  }
  const payload = headers['x-amz-content-sha256'];
  if (payload === undefined) {
    throw new GateError(400, 'InvalidRequest', 'Missing required header for this request: x-amz-content-sha256');
  }
  const dateTime = headers['x-amz-date'];
  if (dateTime === undefined) throw accessDenied('AWS authentication requires a valid Date or x-amz-date header');
  const { credential, signedHeaders, signature } = parseAuthorization(authorization);
  const sessionToken = headers['x-amz-security-token'];
  return { credential, signedHeaders, signature, dateTime, sessionToken, expires: undefined, payload, query };
};

const marks: ReadonlySet<string> = new Set(['x-amz-algorithm', 'x-amz-signature', 'x-amz-credential']);
const isPresigned = (query: Query): boolean => query.some(([name]) => marks.has(name.toLowerCase()));

/**
 * @throws GateError AccessDenied for a request that is not signed, InvalidRequest for Signature Version 2, and what is malformed
 * @throws SignatureError
 */
export const readS3Signature = (request: Head): S3Signature => {
  const query = queryParameters(splitUrl(request.url).query);
  if (!isPresigned(query)) return readHeader(request, query);
  if (request.headers.authorization !== undefined) {
    throw new GateError(
      400,
      'InvalidArgument',
      'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified',
    );
  }
  return readQuery(request, query);
};

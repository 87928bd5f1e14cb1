/** The headers of an S3 request as S3 means them once the signature is checked and the body decoded. */
import { validateHeaderName, validateHeaderValue } from 'node:http';
import type { Head } from '../sigv4.ts';
import { isChecksum } from './checksums.ts';
import { GateError } from './gateError.ts';
import { signatureParameters } from './s3Signature.ts';
import type { Query } from './s3Signature.ts';

/** What was for the signature, the framing of the body or this connection alone. */
const spent = new Set([
  'authorization',
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'x-amz-content-sha256',
  'x-amz-date',
  'x-amz-decoded-content-length',
  'x-amz-security-token',
  'x-amz-trailer',
]);

/** SDKs put the checksum of the body that they do not have yet into a presigned URL; S3 does not look at it. */
const isIgnored = (name: string) => isChecksum(name) || name === 'x-amz-sdk-checksum-algorithm';

/** A URL or a form can hold what no header can. @throws GateError InvalidArgument */
export const checkSendable = (name: string, value: string) => {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
  } catch {
    throw new GateError(400, 'InvalidArgument', 'A parameter of the request cannot be a header.');
  }
};

const withoutAwsChunked = (encoding: string): string =>
  encoding
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part.toLowerCase() !== 'aws-chunked')
    .join(',');

/**
 * @param query the parameters of a presigned URL, in which SDKs put headers; empty for a request that is signed in its header
 * @param length of the decoded body, undefined when the request announces none
 * @throws GateError InvalidRequest for a header that the URL and the request state differently
 */
export const s3Headers = (
  headers: Head['headers'],
  query: Query,
  length: number | undefined,
): Record<string, string> => {
  const meant = Object.create(null) as Record<string, string>;
  for (const name in headers) if (!spent.has(name)) meant[name] = headers[name] ?? '';
  for (const [name, value] of query) {
    const header = name.toLowerCase();
    if (!header.startsWith('x-amz-') || signatureParameters.has(header) || isIgnored(header)) continue;
    if (meant[header] !== undefined && meant[header] !== value) {
      throw new GateError(400, 'InvalidRequest', `The URL and the request say different things of ${header}.`);
    }
    checkSendable(header, value);
    meant[header] = value;
  }
  if (meant['content-encoding'] !== undefined) {
    const encoding = withoutAwsChunked(meant['content-encoding']);
    if (encoding === '') delete meant['content-encoding'];
    else meant['content-encoding'] = encoding;
  }
  if (length !== undefined) meant['content-length'] = String(length);
  return meant;
};

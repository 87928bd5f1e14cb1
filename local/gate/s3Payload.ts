/** The payload of an S3 request, by what its x-amz-content-sha256 says: whole or aws-chunked, signed or not. */
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { DataRequest } from '../dataService.ts';
import { AwsChunkedDecoder } from './awsChunked.ts';
import { checksumCheck, checksumsIn, checkSha256, md5Check, sha256Check } from './checksums.ts';
import type { PayloadCheck } from './checksums.ts';
import { chunkSignatures } from './chunkSignatures.ts';
import type { Seed } from './chunkSignatures.ts';
import { wrongLength } from './bodyErrors.ts';
import { connect } from './connect.ts';
import { GateError } from './gateError.ts';
import { onePiece, readWhole } from './readWhole.ts';
import { announcedTrailers } from './trailers.ts';
import type { Trailers } from './trailers.ts';
import { VerifiedPayload } from './verifiedPayload.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html */
const streaming: ReadonlyMap<string, { readonly signed: boolean; readonly trailer: boolean }> = new Map([
  ['STREAMING-UNSIGNED-PAYLOAD-TRAILER', { signed: false, trailer: true }],
  ['STREAMING-AWS4-HMAC-SHA256-PAYLOAD', { signed: true, trailer: false }],
  ['STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER', { signed: true, trailer: true }],
]);

/** Bytes: what one request can put into S3. */
const maxLength = 5 * 1024 ** 3;

/** A payload that is verified while it is read. */
export interface Payload {
  readonly body: AsyncIterable<Buffer>;
  /** Bytes. */
  readonly length: number;
  readonly trailers: () => Trailers;
}

const missingLength = () =>
  new GateError(411, 'MissingContentLength', 'You must provide the Content-Length HTTP header.');

const parseLength = (text: string | undefined): number => {
  if (text === undefined) throw missingLength();
  if (!/^\d{1,15}$/.test(text)) {
    throw new GateError(400, 'InvalidArgument', 'The length that the request announces is not a number of bytes.');
  }
  if (Number(text) > maxLength) {
    throw new GateError(400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed object size.');
  }
  return Number(text);
};

/** In CompleteMultipartUpload a checksum header is that of the object which is put together, not of the request's body. */
const checksumsOf = ({ method, url, headers }: DataRequest): PayloadCheck[] => {
  const md5 = headers['content-md5'];
  const checks = md5 === undefined ? [] : [md5Check(md5)];
  if (method === 'POST' && /[?&]uploadId=/.test(url)) return checks;
  for (const name of checksumsIn(headers)) checks.push(checksumCheck(name, () => headers[name]));
  return checks;
};

const none: Trailers = Object.freeze(Object.create(null) as Trailers);
const noTrailers = () => none;
const nothing = Buffer.alloc(0);

/** Bytes: up to here a body is read in one piece, which is cheaper than a stream. */
const small = 64 * 1024;

/** @throws GateError */
const checkWhole = (content: Buffer, sha256: string | undefined, checks: readonly PayloadCheck[]): void => {
  if (sha256 !== undefined) checkSha256(content, sha256);
  for (const check of checks) {
    check.update(content);
    check.finish();
  }
};

/** A payload of no bytes is proved before anything is done in its name: it has no last piece to hold back. */
const proved = async (payload: Payload & { readonly body: Readable }): Promise<Payload> => {
  if (payload.length > 0) return payload;
  await finished(payload.body.resume(), { writable: false });
  return { ...payload, body: Readable.from([]) };
};

const wholePayload = (request: DataRequest, sha256: string | undefined): Payload => {
  const { headers, body } = request;
  if (headers['transfer-encoding'] !== undefined) throw missingLength();
  const length = parseLength(headers['content-length'] ?? '0');
  const checks = checksumsOf(request);
  const payload = (verified: AsyncIterable<Buffer>): Payload => ({ body: verified, length, trailers: noTrailers });
  if (length === 0) {
    checkWhole(nothing, sha256, checks);
    return payload(onePiece(() => Promise.resolve(nothing)));
  }
  if (length <= small) {
    const read = async () => {
      const content = await readWhole(body, length, () => wrongLength(length + 1, length));
      if (content.length !== length) throw wrongLength(content.length, length);
      checkWhole(content, sha256, checks);
      return content;
    };
    return payload(onePiece(read));
  }
  const all = sha256 === undefined ? checks : [sha256Check(sha256), ...checks];
  return payload(connect(body, new VerifiedPayload(length, all)));
};

const chunkedPayload = (request: DataRequest, kind: { signed: boolean; trailer: boolean }, seed: Seed) => {
  const { headers, body } = request;
  const length = parseLength(headers['x-amz-decoded-content-length']);
  const trailers = announcedTrailers(headers['x-amz-trailer']);
  const decoder = new AwsChunkedDecoder({
    length,
    signatures: kind.signed ? chunkSignatures(seed) : undefined,
    trailers: kind.trailer ? trailers : undefined,
  });
  const checks = trailers.map((name) => checksumCheck(name, () => decoder.trailers()[name]));
  const verified = new VerifiedPayload(length, [...checks, ...checksumsOf(request)]);
  return { body: connect(body, decoder, verified), length, trailers: () => decoder.trailers() };
};

/**
 * @param stated x-amz-content-sha256, whose value the request's signature covers
 * @param presigned a presigned URL has no chunks: it was made before there was a body
 * @throws GateError InvalidArgument, MissingContentLength, EntityTooLarge, InvalidDigest; for an empty payload whatever is wrong with it
 */
export const s3Payload = (
  request: DataRequest,
  stated: string,
  presigned: boolean,
  seed: Seed,
): Payload | Promise<Payload> => {
  const kind = presigned ? undefined : streaming.get(stated);
  if (kind) return proved(chunkedPayload(request, kind, seed));
  if (stated !== 'UNSIGNED-PAYLOAD' && !/^[0-9a-f]{64}$/.test(stated)) {
    throw new GateError(
      400,
      'InvalidArgument',
      `x-amz-content-sha256 must be UNSIGNED-PAYLOAD, ${[...streaming.keys()].join(', ')}, or a valid sha256 value.`,
    );
  }
  return wholePayload(request, stated === 'UNSIGNED-PAYLOAD' ? undefined : stated);
};

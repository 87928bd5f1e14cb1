/** The checksums that S3 keeps with an object. Those of a payload are verified by the gate, before anything gets here. */
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { crc32c, crc64nvme } from '../gate/crc.ts';
import { invalidRequest } from './s3Error.ts';
import type { Content } from './store/content.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html */
export interface Checksum {
  /** As in the API: CRC32, SHA256 … */
  readonly algorithm: string;
  /** Base64; of an object in parts that is COMPOSITE with `-<parts>` at the end. */
  readonly value: string;
  readonly type: 'FULL_OBJECT' | 'COMPOSITE';
}

type Digest = (pieces: readonly Buffer[]) => Buffer;

const crc32Digest: Digest = (pieces) => {
  const digest = Buffer.alloc(4);
  digest.writeUInt32BE(pieces.reduce((crc, piece) => crc32(piece, crc), 0));
  return digest;
};
const fed =
  (start: () => { update(bytes: Buffer): unknown; digest(): Buffer }): Digest =>
  (pieces) => {
    const running = start();
    for (const piece of pieces) running.update(piece);
    return running.digest();
  };

const digests: ReadonlyMap<string, Digest> = new Map([
  ['CRC32', crc32Digest],
  ['CRC32C', fed(crc32c)],
  ['CRC64NVME', fed(crc64nvme)],
  ['SHA1', fed(() => createHash('sha1'))],
  ['SHA256', fed(() => createHash('sha256'))],
]);

export const checksumAlgorithms: readonly string[] = [...digests.keys()];
const checksumHeader = (algorithm: string): string => `x-amz-checksum-${algorithm.toLowerCase()}`;

type Headers = Readonly<Record<string, string>>;

/** The checksum that a request gives in a header or trailer. @throws S3Error InvalidRequest for more than one */
export const givenChecksum = (headers: Headers, trailers: Headers = {}): Checksum | undefined => {
  const [given, another] = checksumAlgorithms.flatMap((algorithm): Checksum[] => {
    const value = trailers[checksumHeader(algorithm)] ?? headers[checksumHeader(algorithm)];
    return value === undefined ? [] : [{ algorithm, value, type: 'FULL_OBJECT' }];
  });
  if (another) {
    throw invalidRequest('Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.');
  }
  return given;
};

const digestOf = (algorithm: string, pieces: readonly Buffer[]): Buffer => {
  const digest = digests.get(algorithm);
  if (!digest) throw invalidRequest(`Checksum algorithm provided is unsupported: ${algorithm}`);
  return digest(pieces);
};

/** @throws S3Error InvalidRequest for an algorithm that S3 does not have */
export const checksumOf = (algorithm: string, content: Content): Checksum => ({
  algorithm,
  value: digestOf(algorithm, content.pieces).toString('base64'),
  type: 'FULL_OBJECT',
});

/** The checksum of the parts' checksums. */
export const compositeChecksum = (algorithm: string, parts: readonly Checksum[]): Checksum => ({
  algorithm,
  value: `${digestOf(
    algorithm,
    parts.map(({ value }) => Buffer.from(value, 'base64')),
  ).toString('base64')}-${String(parts.length)}`,
  type: 'COMPOSITE',
});

/** As elements of an answer in XML. */
export const checksumElements = (checksum: Checksum | undefined) =>
  checksum ? { [`Checksum${checksum.algorithm}`]: checksum.value, ChecksumType: checksum.type } : {};

/** As headers of an answer. */
export const checksumHeaders = (checksum: Checksum | undefined): Headers =>
  checksum ? { [checksumHeader(checksum.algorithm)]: checksum.value, 'x-amz-checksum-type': checksum.type } : {};

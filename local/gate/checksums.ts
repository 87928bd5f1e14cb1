/** The checksums of a payload that S3 verifies: Content-MD5, and `x-amz-checksum-…` in a header or a trailer. */
import { createHash, hash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { crc32c, crc64nvme } from './crc.ts';
import { GateError } from './gateError.ts';

/** One check of a whole payload, fed with its bytes in order. */
export interface PayloadCheck {
  /** @throws GateError when it is already certain that they are not */
  update(bytes: Uint8Array): void;
  /** @throws GateError when the bytes are not those that were meant */
  finish(): void;
}

interface Running {
  update(bytes: Uint8Array): unknown;
  digest(): Buffer;
}

const runningCrc32 = (): Running => {
  let crc = 0;
  return {
    update(bytes) {
      crc = crc32(bytes, crc);
    },
    digest() {
      const digest = Buffer.alloc(4);
      digest.writeUInt32BE(crc);
      return digest;
    },
  };
};

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html */
const algorithms: ReadonlyMap<string, () => Running> = new Map([
  ['crc32', runningCrc32],
  ['crc32c', crc32c],
  ['crc64nvme', crc64nvme],
  ['sha1', () => createHash('sha1')],
  ['sha256', () => createHash('sha256')],
]);

const prefix = 'x-amz-checksum-';
const names = [...algorithms.keys()].map((algorithm) => `${prefix}${algorithm}`);

/** Which checksums that can be verified here a request has in its headers. */
export const checksumsIn = (headers: Readonly<Record<string, string>>): readonly string[] =>
  names.filter((name) => headers[name] !== undefined);

/** Whether a header or trailer carries a checksum that can be verified here. */
export const isChecksum = (name: string): boolean =>
  name.startsWith(prefix) && algorithms.has(name.slice(prefix.length));

/**
 * Checks the payload against a checksum whose value is known at the latest when the payload has ended.
 * @param name such as `x-amz-checksum-crc32`
 */
export const checksumCheck = (name: string, expected: () => string | undefined): PayloadCheck => {
  const algorithm = name.slice(prefix.length);
  const running = algorithms.get(algorithm)?.();
  if (running === undefined) throw new TypeError(`${name} is no checksum.`);
  return {
    update(bytes) {
      running.update(bytes);
    },
    finish() {
      const digest = running.digest();
      const value = expected() ?? '';
      if (
        Buffer.from(value, 'base64').toString('base64') !== value ||
        value.length !== digest.toString('base64').length
      ) {
        throw new GateError(400, 'InvalidRequest', `Value for ${name} header is invalid.`);
      }
      if (digest.toString('base64') !== value) {
        const shown = algorithm.toUpperCase();
        throw new GateError(400, 'BadDigest', `The ${shown} you specified did not match the calculated checksum.`);
      }
    },
  };
};

/** Checks the payload against a Content-MD5 header. @throws GateError InvalidDigest for a header that is none */
export const md5Check = (expected: string): PayloadCheck => {
  if (!/^[A-Za-z0-9+/]{22}==$/.test(expected)) {
    throw new GateError(400, 'InvalidDigest', 'The Content-MD5 you specified was invalid.');
  }
  const running = createHash('md5');
  return {
    update(bytes) {
      running.update(bytes);
    },
    finish() {
      if (!running.digest().equals(Buffer.from(expected, 'base64'))) {
        throw new GateError(400, 'BadDigest', 'The Content-MD5 you specified did not match what we received.');
      }
    },
  };
};

/** Checks the payload against the hash that was signed with the request, 64 lower-case hexadecimal digits. */
export const sha256Check = (expected: string): PayloadCheck => {
  const running = createHash('sha256');
  return {
    update(bytes) {
      running.update(bytes);
    },
    finish() {
      if (running.digest('hex') !== expected) throw wrongSha256();
    },
  };
};

/** The same of a payload that is there whole. @throws GateError XAmzContentSHA256Mismatch */
export const checkSha256 = (content: Buffer, expected: string): void => {
  if (hash('sha256', content, 'hex') !== expected) throw wrongSha256();
};

const wrongSha256 = () =>
  new GateError(
    400,
    'XAmzContentSHA256Mismatch',
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
  );

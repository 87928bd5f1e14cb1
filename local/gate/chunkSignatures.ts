/** The chain of signatures through an aws-chunked body: each chunk's rests on the one before, the first on the request's. */
import { createHash } from 'node:crypto';
import { scopeText, signText } from '../signRequest.ts';
import type { CredentialScope } from '../signRequest.ts';
import { sameSignature } from '../sigv4.ts';
import { GateError } from './gateError.ts';

/** What S3 says to a signature that is wrong, wherever it stands. */
export const signatureDoesNotMatch = (): GateError =>
  new GateError(
    403,
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
  );

const sha256 = (content: string) => createHash('sha256').update(content).digest('hex');
const hashOfNothing = sha256('');

/** What a request's signature was made with. */
export interface Seed {
  readonly scope: CredentialScope;
  readonly dateTime: string;
  /** The signing key of the scope. */
  readonly key: Buffer;
  /** The request's own signature. */
  readonly signature: string;
}

/** Verifies chunk after chunk. @throws GateError SignatureDoesNotMatch */
export interface ChunkSignatures {
  chunk(sha256OfContent: string, signature: string): void;
  /** Each trailer as `name:value\n`, in the order sent. */
  trailers(text: string, signature: string): void;
}

/**
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html and
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 */
export const chunkSignatures = ({ scope, dateTime, key, signature }: Seed): ChunkSignatures => {
  let previous = signature;
  const verify = (given: string, kind: 'PAYLOAD' | 'TRAILER', ...hashes: string[]) => {
    const lines = [`AWS4-HMAC-SHA256-${kind}`, dateTime, scopeText(scope), previous, ...hashes];
    if (!sameSignature(signText(key, lines.join('\n')), given)) throw signatureDoesNotMatch();
    previous = given;
  };
  return {
    chunk: (sha256OfContent, given) => {
      verify(given, 'PAYLOAD', hashOfNothing, sha256OfContent);
    },
    trailers: (text, given) => {
      verify(given, 'TRAILER', sha256(text));
    },
  };
};

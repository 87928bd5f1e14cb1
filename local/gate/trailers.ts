/** Reads what follows the last chunk of an aws-chunked body: trailers, and their signature. */
import { isChecksum } from './checksums.ts';
import type { ChunkSignatures } from './chunkSignatures.ts';
import { GateError } from './gateError.ts';

/** By name in lower case. Has no prototype. */
export type Trailers = Readonly<Record<string, string>>;

const malformed = (why: string) =>
  new GateError(
    400,
    'MalformedTrailerError',
    `The request contained trailing data that was not well-formed or did not conform to our published schema. ${why}`,
  );

/**
 * The names that an x-amz-trailer header announces, in lower case.
 * @throws GateError InvalidRequest for a trailer that S3 does not take: they are all checksums
 */
export const announcedTrailers = (header: string | undefined): readonly string[] => {
  const names = (header ?? '').split(',').map((name) => name.trim().toLowerCase());
  const wanted = names.filter((name) => name !== '');
  if (!wanted.every(isChecksum) || wanted.length > 1) {
    throw new GateError(400, 'InvalidRequest', 'The value specified in the x-amz-trailer header is not supported');
  }
  return wanted;
};

const signatureName = 'x-amz-trailer-signature';

/**
 * @param text everything after the line of the last chunk
 * @param announced which trailers must be there, or undefined for a body without; with `signatures` they must be signed
 * @throws GateError MalformedTrailerError, SignatureDoesNotMatch
 */
export const readTrailers = (
  text: string,
  announced: { readonly signatures: ChunkSignatures | undefined; readonly trailers: readonly string[] | undefined },
): Trailers => {
  if (text !== '\r\n' && !text.endsWith('\r\n\r\n')) throw malformed('It does not end in an empty line.');
  // A line feed before the CR LF is what AWS's own example shows.
  const lines = text.split(/\r?\n/).filter((line) => line !== '');
  const read = lines.map((line) => {
    const colon = line.indexOf(':');
    if (colon < 1) throw malformed('A line is not name:value.');
    return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()] as const;
  });
  const signature = announced.signatures && announced.trailers ? read.pop() : undefined;
  const names = announced.trailers ?? [];
  if (read.length !== names.length || read.some(([name], index) => name !== names[index])) {
    throw malformed('The trailers are not those that x-amz-trailer announces.');
  }
  if (announced.signatures && announced.trailers) {
    if (signature?.[0] !== signatureName) throw malformed(`The last line is not ${signatureName}.`);
    announced.signatures.trailers(read.map(([name, value]) => `${name}:${value}\n`).join(''), signature[1]);
  }
  const trailers = Object.create(null) as Record<string, string>;
  for (const [name, value] of read) trailers[name] = value;
  return trailers;
};

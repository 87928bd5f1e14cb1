/** Signature V4's own arithmetic: canonical forms, the string to sign and the signature, on plain node:crypto. */
import { createHmac, hash } from 'node:crypto';
import type { AwsRequest } from './awsService.ts';
import { SignatureError } from './signatureError.ts';

/** The only algorithm that is taken. AWS4-ECDSA-P256-SHA256 is for multi-Region access points. */
export const algorithm = 'AWS4-HMAC-SHA256';

/** What a signing key is good for. */
export interface CredentialScope {
  /** YYYYMMDD */
  readonly date: string;
  readonly region: string;
  readonly service: string;
}

const sha256 = (content: Buffer) => hash('sha256', content, 'hex');
const hmac = (key: Buffer | string, content: string) => createHmac('sha256', key).update(content).digest();

/** The hash of a body that came in one piece. Streams and unsigned payloads bring their own text in its place. */
export const payloadHash = (body: Buffer): string => sha256(body);

/** Everything but A-Z a-z 0-9 - _ . ~ as %XX. Most texts have nothing else, and are what they are. */
const encode = (text: string) =>
  /^[\w.~-]*$/.test(text)
    ? text
    : encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

const decode = (text: string) => {
  if (!/[%+]/.test(text)) return text;
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new SignatureError('MalformedQueryString', 'The query string contains a malformed percent-encoding.', 400);
  }
};

/** A URL's path and its query, raw, without the first question mark. */
export const splitUrl = (url: string): { readonly path: string; readonly query: string } => {
  const question = url.indexOf('?');
  return question === -1 ? { path: url, query: '' } : { path: url.slice(0, question), query: url.slice(question + 1) };
};

/** The decoded parameters of a raw query string, in order. A plus sign is a space. @throws SignatureError MalformedQueryString */
export const queryParameters = (query: string): readonly (readonly [name: string, value: string])[] => {
  const parameters: (readonly [name: string, value: string])[] = [];
  for (let start = 0; start < query.length;) {
    const next = query.indexOf('&', start);
    const end = next === -1 ? query.length : next;
    // Of this parameter alone: the next equals sign may be a million ampersands away, over and over.
    const parameter = query.slice(start, end);
    const equals = parameter.indexOf('=');
    if (equals !== -1) parameters.push([decode(parameter.slice(0, equals)), decode(parameter.slice(equals + 1))]);
    else if (parameter !== '') parameters.push([decode(parameter), '']);
    start = end + 1;
  }
  return parameters;
};

/** The path as every service but S3 signs it: dots resolved, empty segments dropped, then encoded a second time. */
export const canonicalPath = (path: string): string => {
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(encode(segment));
  }
  return `/${segments.join('/')}${segments.length > 0 && path.endsWith('/') ? '/' : ''}`;
};

/** The path as S3 signs it: as the client sees it, encoded once, nothing resolved. @throws SignatureError MalformedQueryString */
export const canonicalKeyPath = (path: string): string => {
  if (/^[\w.~/-]*$/.test(path)) return path;
  try {
    return decodeURIComponent(path).split('/').map(encode).join('/');
  } catch {
    throw new SignatureError('MalformedQueryString', 'The path contains a malformed percent-encoding.', 400);
  }
};

/** The parameters sorted by name, then value, both encoded. */
export const canonicalQuery = (parameters: readonly (readonly [string, string])[]): string =>
  parameters
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');

/** The key that a secret signs with for one day, Region and service. */
export const signingKey = (secretAccessKey: string, { date, region, service }: CredentialScope): Buffer =>
  [region, service, 'aws4_request'].reduce(hmac, hmac(`AWS4${secretAccessKey}`, date));

/** The signature of a text that is already in its final form, as 64 hexadecimal digits. */
export const signText = (key: Buffer, text: string): string => hmac(key, text).toString('hex');

/** A credential scope as it is signed: `20300102/us-east-1/s3/aws4_request`. */
export const scopeText = ({ date, region, service }: CredentialScope): string =>
  `${date}/${region}/${service}/aws4_request`;

/** Larger than nearly every canonical request: allocating anew for each costs more than hashing it. */
const scratch = Buffer.alloc(16 * 1024);

/** Node gives header bytes as Latin-1 text: written back so, they are the bytes that the client sent. Good until the next call. */
const latin1 = (text: string): Buffer =>
  text.length > scratch.length ? Buffer.from(text, 'latin1') : scratch.subarray(0, scratch.write(text, 'latin1'));

/** A header's value as it is signed: blanks in a row are one, those around it none. */
const withoutExtraBlanks = (value: string): string =>
  value.includes('  ') || value.includes('\t') || value.startsWith(' ') || value.endsWith(' ')
    ? value.replace(/[ \t]+/g, ' ').replace(/^ | $/g, '')
    : value;

/** The parts of a request that a signature covers, each in its canonical form. */
export interface CanonicalParts {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: AwsRequest['headers'];
  readonly payloadHash: string;
}

/**
 * The signature that a signing key gives a request, as 64 hexadecimal digits.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export const sign = (
  parts: CanonicalParts,
  signedHeaders: readonly string[],
  scope: CredentialScope,
  dateTime: string,
  key: Buffer,
): string => {
  let request = `${parts.method}\n${parts.path}\n${parts.query}\n`;
  for (const name of signedHeaders) request += `${name}:${withoutExtraBlanks(parts.headers[name] ?? '')}\n`;
  request += `\n${signedHeaders.join(';')}\n${parts.payloadHash}`;
  const requestHash = sha256(latin1(request));
  return signText(key, [algorithm, dateTime, scopeText(scope), requestHash].join('\n'));
};

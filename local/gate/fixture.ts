/** For tests: a session, requests that the SDK's own signer signs, aws-chunked bodies, and what the gate makes of them. */
import { createHash, createHmac } from 'node:crypto';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { SignatureV4 } from '@smithy/signature-v4';
import type { DataRequest } from '../dataService.ts';
import { policy, role } from '../sts/fixture.ts';
import { sessionIdentity } from '../sts/session.ts';
import type { RoleSession } from '../sts/session.ts';
import { createSessionStore } from '../sts/sessionStore.ts';
import { authenticate } from './authenticate.ts';
import type { Authenticated, Authenticator } from './authenticator.ts';
import type { GatedService } from './gateError.ts';

/** The signer's time, and the gate's unless it is set. */
export const now = Date.parse('2030-01-02T03:04:05Z');
const region = 'us-east-1';

let time = now;
/** Sets the gate's clock. */
export const setClock = (milliseconds: number): void => {
  time = milliseconds;
};

export const session = (name: string, expiresAt = now + 3_600_000): RoleSession => ({
  ...sessionIdentity(role('VendRole', policy()), name),
  sessionPolicy: undefined,
  tags: new Map(),
  transitiveTagKeys: [],
  sourceIdentity: undefined,
  sourceFunctionArn: undefined,
  issuedAt: now,
  expiresAt,
});

const store = createSessionStore(() => time);
export const authenticator: Authenticator = {
  sts: { session: store.find, signingKeysOf: store.signingKeysOf },
  region,
  clock: () => time,
};
export const credentials = store.add(session('mine'), 'my token+/=');
export const foreign = store.add(session('theirs'), 'their token+/=');
export const shortLived = store.add(session('brief', now + 1000), 'brief token');

/** node:crypto behind the signer's interface. */
class Sha256 {
  readonly #hash;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash =
      secret === undefined
        ? createHash('sha256')
        : createHmac('sha256', typeof secret === 'string' ? secret : Buffer.from(secret as Uint8Array));
  }
  update(chunk: Uint8Array) {
    this.#hash.update(chunk);
  }
  digest() {
    return Promise.resolve(new Uint8Array(this.#hash.digest()));
  }
  reset() {
    throw new Error('A hash is used once.');
  }
}

/** A request whose body is known, so that it can be changed. */
export interface Sent extends Omit<DataRequest, 'body'> {
  readonly body: Buffer;
}

export interface Signable {
  readonly service?: GatedService | 'sts';
  readonly method?: string;
  readonly path?: string;
  readonly query?: Record<string, string>;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
  readonly by?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  readonly at?: number;
  readonly region?: string;
}

const encode = (value: string) =>
  encodeURIComponent(value).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
const urlOf = (path: string, query: Record<string, unknown>) => {
  const pairs = Object.entries(query).map(([name, value]) => `${encode(name)}=${encode(String(value))}`);
  return pairs.length === 0 ? path : `${path}?${pairs.join('&')}`;
};
const lowerCase = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

const signerOf = ({ service = 's3', by = credentials, region: signed = region }: Signable) =>
  new SignatureV4({
    service,
    region: signed,
    credentials: by,
    sha256: Sha256,
    uriEscapePath: service !== 's3',
    applyChecksum: service === 's3',
  });

const unsigned = ({
  method = 'PUT',
  path = '/bucket/a%20key',
  query = {},
  headers = {},
  body = 'hello',
}: Signable) => ({
  method,
  path,
  query,
  headers: {
    host: '127.0.0.1:4566',
    ...(body.length > 0 && { 'content-length': String(Buffer.byteLength(body)) }),
    ...headers,
  },
  body,
  protocol: 'http:',
  hostname: '127.0.0.1',
});

/** Signed in its Authorization header by @smithy/signature-v4. */
export const signed = async (request: Signable = {}): Promise<Sent> => {
  const { method, path, query, headers, body } = unsigned(request);
  const result = await signerOf(request).sign(unsigned(request), { signingDate: new Date(request.at ?? now) });
  return {
    method,
    url: urlOf(path, query),
    headers: lowerCase({ ...headers, ...result.headers }),
    body: Buffer.from(body),
  };
};

/** Signed in its URL by @smithy/signature-v4, for 60 seconds unless said otherwise. Unsigned are all headers but the host. */
export const presigned = async (request: Signable = {}, expiresIn = 60): Promise<Sent> => {
  const { method, path, headers, body } = unsigned({ ...request, headers: { ...request.headers } });
  const result = await signerOf(request).presign(
    {
      ...unsigned(request),
      headers: { host: headers.host, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD', ...request.headers },
    },
    { expiresIn, signingDate: new Date(request.at ?? now), unhoistableHeaders: new Set(['x-amz-tagging']) },
  );
  return {
    method,
    url: urlOf(path, result.query ?? {}),
    headers: lowerCase({ ...result.headers, 'content-length': headers['content-length'] ?? '0' }),
    body: Buffer.from(body),
  };
};

/** What somebody changes in a request on its way. */
export type Tamper = (request: Sent) => Partial<Sent>;
/** Changes a header, or takes it away. */
export const header =
  (name: string, change: (value: string) => string | undefined): Tamper =>
  ({ headers }) => {
    const changed = change(headers[name] ?? '');
    const others = Object.entries(headers).filter(([key]) => key !== name);
    return { headers: Object.fromEntries(changed === undefined ? others : [...others, [name, changed]]) };
  };

const sha256 = (content: string | Buffer) => createHash('sha256').update(content).digest('hex');
const hmac = (key: string | Buffer, content: string) => createHmac('sha256', key).update(content).digest();

/** An aws-chunked body, and the request for it. */
export interface Chunked {
  readonly chunks: readonly Buffer[];
  readonly signed: boolean;
  /** As `x-amz-checksum-crc32:…`. */
  readonly trailer?: string;
  /** More headers, or others; undefined takes one away. */
  readonly headers?: Record<string, string | undefined>;
  readonly path?: string;
  readonly query?: Record<string, string>;
  readonly by?: Signable['by'];
  readonly at?: number;
}

/** Written from AWS's description, apart from the code that is tested. */
export const chunked = async ({
  chunks,
  signed: sign,
  trailer,
  headers = {},
  by = credentials,
  at = now,
  path = '/bucket/a%20key',
  query = {},
}: Chunked): Promise<Sent> => {
  const content = sign ? 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD' : 'STREAMING-UNSIGNED-PAYLOAD';
  const decoded = chunks.reduce((sum, { length }) => sum + length, 0);
  const all: Record<string, string | undefined> = {
    'content-encoding': 'aws-chunked',
    'x-amz-content-sha256': sign && trailer === undefined ? content : `${content}-TRAILER`,
    'x-amz-decoded-content-length': String(decoded),
    'x-amz-trailer': trailer?.split(':')[0],
    ...headers,
  };
  const given = Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  const request = await signed({ headers: Object.fromEntries(given), body: '', by, at, path, query });
  const time = request.headers['x-amz-date'] ?? '';
  const scope = [time.slice(0, 8), region, 's3', 'aws4_request'];
  const key = scope.reduce<string | Buffer>(hmac, `AWS4${by.secretAccessKey}`);
  let previous = request.headers['authorization']?.slice(-64) ?? '';
  const signature = (kind: string, ...hashes: string[]) => {
    const lines = [`AWS4-HMAC-SHA256-${kind}`, time, scope.join('/'), previous, ...hashes];
    previous = hmac(key, lines.join('\n')).toString('hex');
    return previous;
  };
  const parts: (string | Buffer)[] = [];
  for (const chunk of [...chunks, Buffer.alloc(0)]) {
    const extension = sign ? `;chunk-signature=${signature('PAYLOAD', sha256(''), sha256(chunk))}` : '';
    parts.push(`${chunk.length.toString(16)}${extension}\r\n`);
    if (chunk.length > 0) parts.push(chunk, '\r\n');
  }
  if (trailer !== undefined) parts.push(`${trailer}\r\n`);
  if (trailer !== undefined && sign) {
    parts.push(`x-amz-trailer-signature:${signature('TRAILER', sha256(`${trailer}\n`))}\r\n`);
  }
  parts.push('\r\n');
  const body = Buffer.concat(parts.map((part) => Buffer.from(part)));
  return { ...request, headers: { ...request.headers, 'content-length': String(body.length) }, body };
};

/** The body in pieces of a size, as a socket might give it. */
export const inPieces = (body: Buffer, size: number): Readable => {
  const pieces: Buffer[] = [];
  for (let at = 0; at < body.length; at += size) pieces.push(body.subarray(at, at + size));
  return Readable.from(pieces, { objectMode: false });
};

/** What the gate lets through, the body read to its end. @throws GateError */
export const pass = async (
  request: Sent,
  service: GatedService = 's3',
  size = 1000,
): Promise<Authenticated & { text: string }> => {
  const passed = await authenticate(authenticator)({ ...request, body: inPieces(request.body, size) }, service);
  return { ...passed, text: await text(passed.body) };
};

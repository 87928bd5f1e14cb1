/** What the SDK's own signer signs must verify, and nothing else may. */
import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { SignatureV4 } from '@smithy/signature-v4';
import { runs } from '../test/runs.ts';
import type { AwsRequest } from './awsService.ts';
import { SignatureError } from './signatureError.ts';
import { signingKeys } from './signingKeys.ts';
import { verifyAuthorization } from './sigv4.ts';
import type { Verifier } from './sigv4.ts';

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

const now = Date.parse('2030-01-02T03:04:05Z');
const credentials = { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 'secret', sessionToken: 'token' };
const verifier: Verifier = {
  service: 'sts',
  region: 'us-east-1',
  now,
  skewMinutes: 15,
  signingKeysOf: () => signingKeys(credentials.secretAccessKey),
};

interface Signable {
  method?: string;
  path?: string;
  query?: Record<string, string | string[]>;
  headers?: Record<string, string>;
  body?: string;
}
const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

/** A request as it arrives, signed by @smithy/signature-v4. */
const signed = async (request: Signable = {}, service = 'sts', at = now): Promise<AwsRequest> => {
  const { method = 'POST', path = '/', query = {}, headers = {}, body = 'Action=GetCallerIdentity' } = request;
  const signer = new SignatureV4({ service, region: 'us-east-1', credentials, sha256: Sha256 });
  const result = await signer.sign(
    {
      method,
      path,
      query,
      headers: { host: '127.0.0.1:4566', ...headers },
      body,
      protocol: 'http:',
      hostname: '127.0.0.1',
    },
    { signingDate: new Date(at) },
  );
  const pairs = Object.entries(query).flatMap(([name, values]) =>
    [values].flat().map((value) => `${encode(name)}=${encode(value)}`),
  );
  return {
    method,
    url: pairs.length === 0 ? path : `${path}?${pairs.join('&')}`,
    headers: Object.fromEntries(Object.entries(result.headers).map(([name, value]) => [name.toLowerCase(), value])),
    body: Buffer.from(body),
  };
};

it.each<[what: string, request: Signable]>([
  ['a POST', {}],
  ['an empty body', { body: '' }],
  ['a GET with a query', { method: 'GET', body: '', query: { Version: '2011-06-15', Action: 'GetCallerIdentity' } }],
  ['a parameter several times', { query: { b: ['2', '1', '10'], a: '' } }],
  ['names of which one begins with another', { query: { a: '1', 'a-b': '1', ab: '1', A: '1' } }],
  ['characters that need encoding', { query: { "k !'()*": '/?&=+%~é€😀' }, body: '€' }],
  ['a path with encoded characters', { path: '/a%20b/%C3%A9/' }],
  ['a path with dots and slashes', { path: '/a//b/../c/./d' }],
  ['header values with spaces', { headers: { 'x-amz-note': '  a   b\tc ', 'content-type': 'text/plain' } }],
])('takes %s', async (_what, request) => {
  expect(verifyAuthorization(await signed(request), verifier)).toEqual({
    accessKeyId: 'ASIAEXAMPLE',
    date: '20300102',
    region: 'us-east-1',
    service: 'sts',
  });
});

it('takes whatever the signer signs', async () => {
  const text = fc.string({ unit: 'binary', maxLength: 8 });
  const name = text.filter((value) => value !== '__proto__' && value.toLowerCase() !== 'x-amz-signature');
  await fc.assert(
    fc.asyncProperty(fc.dictionary(name, text), text, async (query, body) => {
      expect(verifyAuthorization(await signed({ query, body }), verifier)).toHaveProperty('service', 'sts');
    }),
    runs(100),
  );
});

type Tamper = (request: AwsRequest) => Partial<AwsRequest>;
const header =
  (name: string, change: (value: string) => string | undefined): Tamper =>
  ({ headers }) => {
    const changed = change(headers[name] ?? '');
    const others = Object.entries(headers).filter(([key]) => key !== name);
    return { headers: Object.fromEntries(changed === undefined ? others : [...others, [name, changed]]) };
  };
const authorization = (change: (value: string) => string | undefined) => header('authorization', change);
const incomplete = { code: 'IncompleteSignature', status: 400 };
const mismatch = { code: 'SignatureDoesNotMatch', status: 403 };
const because = (text: string) => ({ ...mismatch, message: expect.stringContaining(text) as string });

it.each<[what: string, tamper: Tamper, error: { code: string; status?: number; message?: unknown }]>([
  ['another body', () => ({ body: Buffer.from('Action=AssumeRole') }), mismatch],
  ['another method', () => ({ method: 'GET' }), mismatch],
  ['another path', () => ({ url: '/x' }), mismatch],
  ['another query', () => ({ url: '/?a=1' }), mismatch],
  ['another host', header('host', () => 'sts.amazonaws.com'), mismatch],
  ['another token', header('x-amz-security-token', () => 'other'), mismatch],
  ['another date', header('x-amz-date', () => '20300102T030406Z'), mismatch],
  [
    'a signed header taken away',
    header('x-amz-security-token', () => undefined),
    because("signed header 'x-amz-security-token'"),
  ],
  ['a header of AWS put in', header('x-amz-target', () => 'X.Y'), mismatch],
  ['the body hash of another body', header('x-amz-content-sha256', () => 'UNSIGNED-PAYLOAD'), mismatch],
  ['no Authorization', authorization(() => undefined), { code: 'MissingAuthenticationToken', status: 403 }],
  ['an empty Authorization', authorization(() => ''), { code: 'MissingAuthenticationToken' }],
  ['a bearer token', authorization(() => 'Bearer abc'), incomplete],
  ['an algorithm in lower case', authorization((value) => value.toLowerCase()), incomplete],
  ['the algorithm alone', authorization(() => 'AWS4-HMAC-SHA256'), incomplete],
  ['no Credential', authorization((value) => value.replace(/Credential=\S+ /, '')), incomplete],
  ['no Signature', authorization((value) => value.replace(/, Signature=.*/, '')), incomplete],
  ['two headers joined', authorization((value) => `${value},${value}`), incomplete],
  ['a Signature twice', authorization((value) => `${value}, Signature=${'0'.repeat(64)}`), incomplete],
  ['a Credential of four parts', authorization((value) => value.replace('/us-east-1', '')), incomplete],
  ['a Credential of six parts', authorization((value) => value.replace('/us-east-1', '/a/us-east-1')), incomplete],
  ['another terminator', authorization((value) => value.replace('aws4_request', 'aws5_request')), mismatch],
  [
    'another date in the scope',
    authorization((value) => value.replace('/20300102/', '/20300103/')),
    because('Date in Credential scope'),
  ],
  ['another Region', authorization((value) => value.replace('us-east-1', 'eu-west-1')), mismatch],
  ['another service', authorization((value) => value.replace('/sts/', '/iam/')), mismatch],
  ['a signature of zeros', authorization((value) => value.replace(/[0-9a-f]{64}$/, '0'.repeat(64))), mismatch],
  ['a signature cut short', authorization((value) => value.slice(0, -1)), mismatch],
  ['a signature in upper case', authorization((v) => v.replace(/[0-9a-f]{64}$/, (s) => s.toUpperCase())), mismatch],
  ['no host among the signed headers', authorization((value) => value.replace('host;', '')), mismatch],
  ['no signed headers', authorization((value) => value.replace(/SignedHeaders=[^,]+/, 'SignedHeaders=;')), mismatch],
  ['a date that is none', header('x-amz-date', () => '20301302T030405Z'), incomplete],
  ['a date in another format', header('x-amz-date', () => 'Wed, 02 Jan 2030 03:04:05 GMT'), incomplete],
  ['a broken percent-encoding', () => ({ url: '/?a=%zz' }), { code: 'MalformedQueryString', status: 400 }],
])('refuses %s', async (_what, tamper, error) => {
  const request = await signed();
  expect(() => verifyAuthorization({ ...request, ...tamper(request) }, verifier)).toThrow(SignatureError);
  expect(() => verifyAuthorization({ ...request, ...tamper(request) }, verifier)).toThrow(
    expect.objectContaining(error),
  );
});

it('refuses every single changed byte of the body', async () => {
  const request = await signed();
  for (const [index, byte] of request.body.entries()) {
    const body = Buffer.from(request.body);
    body[index] = byte ^ 1;
    expect(() => verifyAuthorization({ ...request, body }, verifier)).toThrow(SignatureError);
  }
});

it('refuses what was signed with another secret', async () => {
  const request = await signed();
  expect(() => verifyAuthorization(request, { ...verifier, signingKeysOf: () => signingKeys('other') })).toThrow(
    SignatureError,
  );
});

it.each([
  { seconds: -900, taken: true },
  { seconds: 900, taken: true },
  {
    seconds: -901,
    taken: false,
    message: 'Signature expired: 20300102T024904Z is now earlier than 20300102T024905Z (20300102T030405Z - 15 min.)',
  },
  {
    seconds: 901,
    taken: false,
    message:
      'Signature not yet current: 20300102T031906Z is still later than 20300102T031905Z (20300102T030405Z + 15 min.)',
  },
])('a clock $seconds seconds off: taken $taken', async ({ seconds, taken, message }) => {
  const request = await signed({}, 'sts', now + seconds * 1000);
  const verify = () => verifyAuthorization(request, verifier);
  if (taken) expect(verify()).toHaveProperty('accessKeyId');
  else expect(verify).toThrow(message);
});

it('never repeats the Authorization header or a secret in a message', async () => {
  const request = await signed();
  const broken = {
    ...request,
    headers: { ...request.headers, authorization: 'AWS4-HMAC-SHA256 Credential=a/b, Signature=hush' },
  };
  expect(() => verifyAuthorization(broken, verifier)).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining('hush') as string }),
  );
});

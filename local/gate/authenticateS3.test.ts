/** What the SDK's own signer signs for S3 gets through, and nothing else. */
import { createHash } from 'node:crypto';
import { scopeText, sign, signingKey } from '../signRequest.ts';
import { credentials, foreign, header, now, pass, setClock, shortLived, signed } from './fixture.ts';
import type { Signable, Tamper } from './fixture.ts';

afterEach(() => {
  setClock(now);
});

it.each<[what: string, request: Signable]>([
  ['an object', {}],
  ['an empty object', { body: '' }],
  ['no body', { method: 'GET', body: '', headers: {} }],
  ['every odd character in a key', { path: '/b/%21%27%28%29%2A%2B~%C3%A9%20%25%23%3F%26%3D' }],
  ['a key that other services would normalise', { path: '/bucket/a//b/../c/./d/' }],
  ['a query', { method: 'GET', body: '', query: { 'list-type': '2', prefix: 'a b+c/é', delimiter: '/' } }],
  ['header values with spaces', { headers: { 'x-amz-meta-note': '  a   b ' } }],
  ['a body that is not signed', { headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } }],
  ['a clock 15 minutes behind', { at: now - 900_000 }],
  ['a clock 15 minutes ahead', { at: now + 900_000 }],
])('takes %s', async (_what, request) => {
  const passed = await pass(await signed(request));
  expect(passed).toMatchObject({ presigned: false, session: { name: 'mine' }, text: request.body ?? 'hello' });
});

it('gives the headers that mean something, and the condition keys of the signature', async () => {
  const { headers, context, length } = await pass(
    await signed({
      at: now - 2000,
      headers: { 'x-amz-acl': 'private', 'user-agent': 'me', 'content-type': 'text/plain' },
    }),
  );
  expect({ ...headers }).toEqual({
    'x-amz-acl': 'private',
    'user-agent': 'me',
    'content-type': 'text/plain',
    'content-length': '5',
  });
  expect(length).toBe(5);
  expect(context).toEqual({
    'aws:UserAgent': 'me',
    's3:authType': 'REST-HEADER',
    's3:signatureversion': 'AWS4-HMAC-SHA256',
    's3:signatureAge': '2000',
    's3:x-amz-content-sha256': createHash('sha256').update('hello').digest('hex'),
  });
});

const authorization = (change: (value: string) => string | undefined) => header('authorization', change);
const code = (name: string, status = 403, message: unknown = expect.any(String)) => ({ code: name, status, message });
const mismatch = code('SignatureDoesNotMatch');
const malformed = code('AuthorizationHeaderMalformed', 400);
const older = code('InvalidRequest', 400, expect.stringMatching(/not supported\. Please use AWS4-HMAC-SHA256\.$/));

it.each<[what: string, tamper: Tamper, error: object]>([
  ['another key', () => ({ url: '/bucket/another' }), mismatch],
  ['another bucket', () => ({ url: '/tekcub/a%20key' }), mismatch],
  ['a key with a slash more', () => ({ url: '/bucket//a%20key' }), mismatch],
  ['a key that resolves to the same', () => ({ url: '/bucket/x/../a%20key' }), mismatch],
  ['another query', () => ({ url: '/bucket/a%20key?acl' }), mismatch],
  ['another method', () => ({ method: 'DELETE' }), mismatch],
  ['another host', header('host', () => 'example.com'), mismatch],
  ['a signed header changed', header('x-amz-acl', () => 'public-read'), mismatch],
  ['a signed header taken away', header('x-amz-acl', () => undefined), mismatch],
  [
    'a header of S3 put in',
    header('x-amz-copy-source', () => '/b/k'),
    code('AccessDenied', 403, 'There were headers present in the request which were not signed'),
  ],
  ['another date', header('x-amz-date', () => '20300102T030406Z'), mismatch],
  ['a date of another day', header('x-amz-date', () => '20300103T030405Z'), malformed],
  ['no date', header('x-amz-date', () => undefined), code('AccessDenied')],
  ['a date that is none', header('x-amz-date', () => 'yesterday'), code('AccessDenied')],
  ['the hash of another body', header('x-amz-content-sha256', () => '0'.repeat(64)), mismatch],
  ['a body made unsigned', header('x-amz-content-sha256', () => 'UNSIGNED-PAYLOAD'), mismatch],
  ['no hash', header('x-amz-content-sha256', () => undefined), code('InvalidRequest', 400)],
  ['another body of the same length', () => ({ body: Buffer.from('jello') }), code('XAmzContentSHA256Mismatch', 400)],
  ['a shorter body', () => ({ body: Buffer.from('hell') }), code('IncompleteBody', 400)],
  ['a longer body', () => ({ body: Buffer.from('hellos') }), code('IncompleteBody', 400)],
  ['no body', () => ({ body: Buffer.alloc(0) }), code('IncompleteBody', 400)],
  [
    'the token of another session',
    header('x-amz-security-token', () => foreign.sessionToken),
    code('InvalidToken', 400),
  ],
  ['a token that is none', header('x-amz-security-token', () => 'x'), code('InvalidToken', 400)],
  ['no token', header('x-amz-security-token', () => undefined), mismatch],
  [
    'the key of another session',
    authorization((v) => v.replace(credentials.accessKeyId, foreign.accessKeyId)),
    code('InvalidToken', 400),
  ],
  [
    'a key that is none',
    authorization((v) => v.replace(credentials.accessKeyId, 'ASIANONE')),
    code('InvalidAccessKeyId'),
  ],
  ['a signature of zeros', authorization((v) => v.replace(/[0-9a-f]{64}$/, '0'.repeat(64))), mismatch],
  ['a signature cut short', authorization((v) => v.slice(0, -1)), mismatch],
  [
    'another Region',
    authorization((v) => v.replace('us-east-1', 'eu-west-1')),
    code(
      'AuthorizationHeaderMalformed',
      400,
      "The authorization header is malformed; the region 'eu-west-1' is wrong; expecting 'us-east-1'",
    ),
  ],
  ['another service', authorization((v) => v.replace('/s3/', '/sts/')), malformed],
  ['no Credential', authorization((v) => v.replace(/Credential=\S+ /, '')), malformed],
  ['a Credential of four parts', authorization((v) => v.replace('/us-east-1', '')), malformed],
  ['another terminator', authorization((v) => v.replace('aws4_request', 'aws5_request')), mismatch],
  ['no Authorization', authorization(() => undefined), code('AccessDenied', 403, 'Access Denied')],
  ['a bearer token', authorization(() => 'Bearer abc'), code('InvalidArgument', 400)],
  ['Signature Version 2', authorization(() => 'AWS AKIA:abc='), older],
  [
    'a URL of Signature Version 2',
    (request) => ({
      ...authorization(() => undefined)(request),
      url: `${request.url}?AWSAccessKeyId=AKIA&Signature=abc%3D&Expires=1893456000`,
    }),
    older,
  ],
  ['a URL signature besides', ({ url }) => ({ url: `${url}?X-Amz-Signature=0` }), code('InvalidArgument', 400)],
  ['a broken path', () => ({ url: '/bucket/%zz' }), code('InvalidURI', 400)],
  ['a path that is not UTF-8', () => ({ url: '/bucket/%ff' }), code('InvalidURI', 400)],
  ['a broken query', () => ({ url: '/bucket?%zz' }), code('InvalidURI', 400)],
])('refuses %s', async (_what, tamper, error) => {
  const request = await signed({ headers: { 'x-amz-acl': 'private' } });
  await expect(pass(request)).resolves.toHaveProperty('text', 'hello');
  await expect(pass({ ...request, ...tamper(request) })).rejects.toMatchObject(error);
});

it.each<[what: string, request: Signable, error: object, clock?: number]>([
  ['a clock more than 15 minutes behind', { at: now - 901_000 }, code('RequestTimeTooSkewed')],
  ['a clock more than 15 minutes ahead', { at: now + 901_000 }, code('RequestTimeTooSkewed')],
  ['an expired session', { by: shortLived }, code('ExpiredToken', 400, 'The provided token has expired.'), now + 1000],
  [
    'a key without its token',
    { by: { accessKeyId: credentials.accessKeyId, secretAccessKey: credentials.secretAccessKey } },
    code('InvalidAccessKeyId'),
  ],
  ['what was signed with another secret', { by: { ...credentials, secretAccessKey: 'x' } }, mismatch],
  ['a hash that is none', { headers: { 'x-amz-content-sha256': 'abc' } }, code('InvalidArgument', 400)],
  [
    'a hash in upper case',
    { headers: { 'x-amz-content-sha256': createHash('sha256').update('hello').digest('hex').toUpperCase() } },
    code('InvalidArgument', 400),
  ],
  [
    'the hash of something for nothing',
    { body: '', headers: { 'x-amz-content-sha256': '0'.repeat(64) } },
    code('XAmzContentSHA256Mismatch', 400),
  ],
  ['a length that is none', { headers: { 'content-length': '5x' } }, code('InvalidArgument', 400)],
  ['more than 5 GiB', { headers: { 'content-length': '5368709121' } }, code('EntityTooLarge', 400)],
  ['a body without a length', { headers: { 'transfer-encoding': 'chunked' } }, code('MissingContentLength', 411)],
  ['a wrong Content-MD5', { headers: { 'content-md5': 'AAAAAAAAAAAAAAAAAAAAAA==' } }, code('BadDigest', 400)],
  ['a Content-MD5 that is none', { headers: { 'content-md5': 'abc' } }, code('InvalidDigest', 400)],
  ['a wrong CRC32', { headers: { 'x-amz-checksum-crc32': 'AAAAAA==' } }, code('BadDigest', 400)],
  ['a CRC32 that is none', { headers: { 'x-amz-checksum-crc32': 'AAAA' } }, code('InvalidRequest', 400)],
])('refuses %s', async (_what, request, error, clock = now) => {
  const sent = await signed(request);
  setClock(clock);
  await expect(pass(sent)).rejects.toMatchObject(error);
});

it('refuses a signature that is good for any host', async () => {
  const request = await signed({});
  const resigned = (...names: readonly string[]) => {
    const [dateTime = '', payloadHash = ''] = [request.headers['x-amz-date'], request.headers['x-amz-content-sha256']];
    const scope = { date: dateTime.slice(0, 8), region: 'us-east-1', service: 's3' };
    const parts = { method: request.method, path: request.url, query: '', headers: request.headers, payloadHash };
    const signature = sign(parts, names, scope, dateTime, signingKey(credentials.secretAccessKey, scope));
    const credential = `${credentials.accessKeyId}/${scopeText(scope)}`;
    const value = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
    return { ...request, headers: { ...request.headers, authorization: value } };
  };
  const names = Object.keys(request.headers).filter((name) => name.startsWith('x-amz-'));
  await expect(pass(resigned('host', ...names.sort()))).resolves.toHaveProperty('text', 'hello');
  await expect(pass(resigned(...names.sort()))).rejects.toMatchObject(code('AccessDenied'));
});

it('does not hold the checksum of a whole multipart object against the request that puts it together', async () => {
  const request = await signed({
    method: 'POST',
    query: { uploadId: 'x' },
    headers: { 'x-amz-checksum-crc32': 'AAAAAA==' },
    body: '<CompleteMultipartUpload/>',
  });
  expect(await pass(request)).toHaveProperty('text', '<CompleteMultipartUpload/>');
});

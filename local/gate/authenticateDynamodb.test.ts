/** What the SDK's own signer signs for DynamoDB gets through, and nothing else. */
import { PassThrough } from 'node:stream';
import { authenticate } from './authenticate.ts';
import { authenticator, credentials, foreign, now, pass, setClock, shortLived, signed } from './fixture.ts';
import type { Sent, Signable } from './fixture.ts';

afterEach(() => {
  setClock(now);
});

const body = '{"TableName":"notes"}';
const getItem = (request: Signable = {}) =>
  signed({
    service: 'dynamodb',
    method: 'POST',
    path: '/',
    headers: { 'x-amz-target': 'DynamoDB_20120810.GetItem', 'user-agent': 'me' },
    body,
    ...request,
  });

it.each([-300_000, 0, 300_000])('takes a request of a clock that is %i ms off', async (off) => {
  const passed = await pass(await getItem({ at: now + off }), 'dynamodb');
  expect(passed).toMatchObject({ text: body, length: body.length, presigned: false, session: { name: 'mine' } });
  expect(passed.context).toEqual({ 'aws:UserAgent': 'me' });
  expect(Object.keys(passed.headers).sort()).toEqual(['content-length', 'user-agent', 'x-amz-target']);
});

const headers = (change: (headers: Sent['headers']) => Record<string, string | undefined>) => (request: Sent) => ({
  headers: Object.fromEntries(
    Object.entries({ ...request.headers, ...change(request.headers) }).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  ),
});
const invalid = 'InvalidSignatureException';
const unknown = 'UnrecognizedClientException';

it.each<[what: string, tamper: (request: Sent) => Partial<Sent>, code: string]>([
  ['another body', () => ({ body: Buffer.from(body.replace('notes', 'nodes')) }), invalid],
  ['another target', headers(() => ({ 'x-amz-target': 'DynamoDB_20120810.Scan' })), invalid],
  ['another path', () => ({ url: '/x' }), invalid],
  ['another query', () => ({ url: '/?a=b' }), invalid],
  ['a header put in', headers(() => ({ 'x-amz-other': 'x' })), invalid],
  ['another token', headers(() => ({ 'x-amz-security-token': foreign.sessionToken })), unknown],
  ['no token', headers(() => ({ 'x-amz-security-token': undefined })), invalid],
  [
    'another key',
    headers(({ authorization = '' }) => ({
      authorization: authorization.replace(credentials.accessKeyId, 'ASIANONE'),
    })),
    unknown,
  ],
  ['no signature', headers(() => ({ authorization: undefined })), 'MissingAuthenticationTokenException'],
  [
    'a signature that is none',
    headers(() => ({ authorization: 'AWS4-HMAC-SHA256 x' })),
    'IncompleteSignatureException',
  ],
  ['a body cut short', () => ({ body: Buffer.from(body.slice(1)) }), 'IncompleteBody'],
])('refuses %s', async (_what, tamper, code) => {
  const request = await getItem();
  await expect(pass({ ...request, ...tamper(request) }, 'dynamodb')).rejects.toMatchObject({ code, status: 400 });
});

it.each<[what: string, request: Signable, clock: number, code: string]>([
  ['a clock more than five minutes behind', { at: now - 301_000 }, now, invalid],
  ['a clock more than five minutes ahead', { at: now + 301_000 }, now, invalid],
  ['another Region', { region: 'eu-west-1' }, now, invalid],
  ['a signature for S3', { service: 's3' }, now, invalid],
  ['another secret', { by: { ...credentials, secretAccessKey: 'x' } }, now, invalid],
  ['an expired session', { by: shortLived }, now + 1000, 'ExpiredTokenException'],
])('refuses %s', async (_what, request, clock, code) => {
  const sent = await getItem(request);
  setClock(clock);
  await expect(pass(sent, 'dynamodb')).rejects.toMatchObject({ code, status: 400 });
});

it('reads no body for a key that it does not know', async () => {
  const request = await getItem({ by: { accessKeyId: 'ASIANONE', secretAccessKey: 'x', sessionToken: 'x' } });
  const never = new PassThrough();
  const refused = authenticate(authenticator)({ ...request, body: never }, 'dynamodb');
  await expect(refused).rejects.toHaveProperty('code', unknown);
  expect(never.listenerCount('data')).toBe(0);
});

it.each([
  ['that says so', { 'content-length': String(16 * 1024 * 1024 + 1) }],
  ['that does not', {}],
])('refuses a body of more than 16 MiB %s', async (_what, more) => {
  const request = await getItem({ body: '' });
  const large = { ...request, headers: { ...request.headers, ...more }, body: Buffer.alloc(16 * 1024 * 1024 + 1) };
  await expect(pass(large, 'dynamodb', 65_536)).rejects.toMatchObject({ status: 413 });
});

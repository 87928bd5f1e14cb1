/** Presigned URLs of S3: good for what they were made for, as long as they were made for. */
import { createHash } from 'node:crypto';
import { header, now, pass, presigned, setClock, shortLived } from './fixture.ts';
import type { Signable, Tamper } from './fixture.ts';

afterEach(() => {
  setClock(now);
});

const code = (name: string, status = 403, message: unknown = expect.any(String)) => ({ code: name, status, message });
const mismatch = code('SignatureDoesNotMatch');

describe('a presigned URL', () => {
  const put = { headers: { 'x-amz-tagging': 'a=b' }, query: { 'x-amz-acl': 'private' } };

  it.each([
    ['at once', 0],
    ['in its last second', 60_000],
    ['15 minutes early', -900_000],
  ])('is good %s', async (_when, later) => {
    const request = await presigned(put);
    setClock(now + later);
    const passed = await pass(request);
    expect(passed).toMatchObject({ presigned: true, text: 'hello', session: { name: 'mine' } });
    expect(passed.context).toMatchObject({
      's3:authType': 'REST-QUERY-STRING',
      's3:signatureAge': String(Math.max(0, later)),
    });
    expect({ ...passed.headers }).toEqual({ 'x-amz-tagging': 'a=b', 'x-amz-acl': 'private', 'content-length': '5' });
  });

  it('takes any body, the SDK having put the checksum of none into the URL', async () => {
    const request = await presigned({
      query: { 'x-amz-checksum-crc32': 'AAAAAA==', 'x-amz-sdk-checksum-algorithm': 'CRC32' },
    });
    expect({ ...(await pass(request)).headers }).toEqual({ 'content-length': '5' });
  });

  const query =
    (name: string, value?: string): Tamper =>
    ({ url }) => {
      const [path = '', parameters = ''] = url.split('?');
      const kept = parameters.split('&').filter((pair) => !pair.startsWith(`${name}=`));
      return { url: `${path}?${[...kept, ...(value === undefined ? [] : [`${name}=${value}`])].join('&')}` };
    };
  const parameters = code('AuthorizationQueryParametersError', 400);

  it.each<[what: string, tamper: Tamper, error: object]>([
    ['another key', ({ url }) => ({ url: url.replace('a%20key', 'b') }), mismatch],
    ['another method', () => ({ method: 'GET' }), mismatch],
    ['a parameter changed', query('x-amz-acl', 'public-read'), mismatch],
    ['a parameter put in', query('versionId', '1'), mismatch],
    ['a parameter taken away', query('x-amz-acl'), mismatch],
    ['a longer life', query('X-Amz-Expires', '61'), mismatch],
    ['another date', query('X-Amz-Date', '20300102T030406Z'), mismatch],
    ['another signed header', header('x-amz-tagging', () => 'a=c'), mismatch],
    ['a signed header taken away', header('x-amz-tagging', () => undefined), mismatch],
    ['a header of S3 put in', header('x-amz-acl', () => 'private'), code('AccessDenied')],
    ['another token', query('X-Amz-Security-Token', 'x'), code('InvalidToken', 400)],
    ['no token', query('X-Amz-Security-Token'), code('InvalidAccessKeyId')],
    ['a life of more than a week', query('X-Amz-Expires', '604801'), parameters],
    ['a negative life', query('X-Amz-Expires', '-1'), parameters],
    ['a life that is no number', query('X-Amz-Expires', 'abc'), parameters],
    ['no life', query('X-Amz-Expires'), parameters],
    ['no date', query('X-Amz-Date'), parameters],
    ['a date that is none', query('X-Amz-Date', 'abc'), parameters],
    ['no signature', query('X-Amz-Signature'), parameters],
    ['another algorithm', query('X-Amz-Algorithm', 'AWS4-ECDSA-P256-SHA256'), parameters],
    ['another Region', ({ url }) => ({ url: url.replace('us-east-1', 'eu-west-1') }), parameters],
    ['a parameter of the signature twice', ({ url }) => ({ url: `${url}&x-amz-expires=600` }), parameters],
    ['a shorter body', () => ({ body: Buffer.from('hell') }), code('IncompleteBody', 400)],
  ])('refuses %s', async (_what, tamper, error) => {
    const request = await presigned(put);
    await expect(pass({ ...request, ...tamper(request) })).rejects.toMatchObject(error);
  });

  it.each<[what: string, request: Signable, clock: number, error: object]>([
    ['after its life', {}, now + 60_001, code('AccessDenied', 403, 'Request has expired')],
    ['more than 15 minutes early', {}, now - 900_001, code('AccessDenied', 403, 'Request is not yet valid')],
    ['after the session', { by: shortLived }, now + 1000, code('ExpiredToken', 400)],
  ])('is refused %s', async (_when, request, clock, error) => {
    const sent = await presigned(request);
    setClock(clock);
    await expect(pass(sent)).rejects.toMatchObject(error);
  });

  it('refuses another body where the URL states its hash', async () => {
    const hash = createHash('sha256').update('hello').digest('hex');
    const request = await presigned({ headers: { 'x-amz-content-sha256': hash } });
    await expect(pass(request)).resolves.toHaveProperty('text', 'hello');
    await expect(pass({ ...request, body: Buffer.from('jello') })).rejects.toMatchObject(
      code('XAmzContentSHA256Mismatch', 400),
    );
  });

  it('cannot say one thing and the request another', async () => {
    const request = await presigned({ headers: { 'x-amz-tagging': 'a=b' }, query: { 'x-amz-tagging': 'c=d' } });
    await expect(pass(request)).rejects.toMatchObject(code('InvalidRequest', 400));
  });

  it('has no header that could not be sent', async () => {
    const request = await presigned({ query: { 'x-amz-meta-a': 'b\r\nx-amz-acl: public-read' } });
    await expect(pass(request)).rejects.toMatchObject(code('InvalidArgument', 400));
  });
});

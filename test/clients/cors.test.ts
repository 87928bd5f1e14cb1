/** What a page of another origin may send to the API and the bucket, and may see of their answers, as Chromium judges it. */
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { vendOverHttp } from '../../local/calls/vendOverHttp.ts';
import { inPage } from './inPage.ts';
import type * as script from './pages/cors.ts';
import type { Sent } from './pages/cors.ts';
import type { OpenPage, World } from './world.ts';
import { startWorld, subOf } from './world.ts';

let world: World;
let opened: OpenPage;
let token: string;

beforeAll(async () => {
  world = await startWorld();
  opened = await world.open('pages/cors.ts');
  token = await world.tokenOf('member');
});
afterAll(() => world.close());

const fromPage = (sent: Sent) => inPage<typeof script>(() => opened.page).send(sent);

describe('the API', () => {
  const ask = (headers: Readonly<Record<string, string>>, more: Partial<Sent> = {}) =>
    fromPage({
      url: world.place.endpoint,
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: '{"query":"{ myGrants { name } }"}',
      ...more,
    });

  it('takes the headers of AppSync’s clients and shows those that they read', async () => {
    const headers = { authorization: token, 'x-amz-user-agent': 'test', 'x-api-key': 'none' };
    expect(await ask(headers)).toEqual({
      status: 200,
      headers: expect.arrayContaining(['content-type', 'date', 'x-amzn-requestid']),
      text: expect.stringContaining('own-files'),
    });
  });

  it('shows a page why it is unauthorized, so that Amplify can tell', async () => {
    expect(await ask({ authorization: 'none' })).toEqual({
      status: 401,
      headers: expect.arrayContaining(['x-amzn-errortype']),
      text: expect.stringContaining('UnauthorizedException'),
    });
  });

  it.each<{ why: string; headers?: Record<string, string>; more?: Partial<Sent> }>([
    { why: 'a header that AppSync does not allow', headers: { 'x-of-the-app': '1' } },
    { why: 'another method', more: { method: 'PUT' } },
    { why: 'cookies', more: { credentials: 'include' } },
  ])('is out of reach with $why', async ({ headers = {}, more = {} }) => {
    expect(await ask({ authorization: token, ...headers }, more)).toEqual({ blocked: true });
  });
});

describe('the bucket', () => {
  let signed: (method: 'PUT' | 'GET', key: string) => Promise<string>;
  beforeAll(async () => {
    const { endpoint: graphqlUrl, bucket: Bucket, region } = world.place;
    const answer = await vendOverHttp({ graphqlUrl, token });
    if ('refused' in answer) throw new Error(answer.refused.message);
    const { accessKeyId, secretAccessKey, sessionToken } = answer.vended;
    // Without an endpoint: the URL has AWS's host name, which leads to the local stack here.
    const s3 = new S3Client({ region, credentials: { accessKeyId, secretAccessKey, sessionToken } });
    signed = (method, Key) =>
      getSignedUrl(
        s3,
        method === 'PUT' ? new PutObjectCommand({ Bucket, Key }) : new GetObjectCommand({ Bucket, Key }),
      );
  });
  const own = `users/${subOf('member')}/cors.txt`;

  it('takes a page’s file at a presigned URL and shows the ETag that a multipart upload needs', async () => {
    const answer = await fromPage({ url: await signed('PUT', own), method: 'PUT', body: 'from a page' });
    expect(answer).toMatchObject({ status: 200, headers: expect.arrayContaining(['etag', 'x-amz-request-id']) });
    expect(await fromPage({ url: await signed('GET', own) })).toMatchObject({ status: 200, text: 'from a page' });
  });

  it('shows a page why it is denied', async () => {
    const url = await signed('GET', `users/${subOf('rival')}/hello.txt`);
    expect(await fromPage({ url })).toMatchObject({ status: 403, text: expect.stringContaining('AccessDenied') });
  });

  it('is out of reach for a method that no rule has', async () => {
    expect(await fromPage({ url: await signed('PUT', own), method: 'PATCH' })).toEqual({ blocked: true });
  });

  it('is out of reach with cookies', async () => {
    expect(await fromPage({ url: await signed('GET', own), credentials: 'include' })).toEqual({ blocked: true });
  });
});

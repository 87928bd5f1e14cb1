/** What stands between a client and the objects: the deployed policies, the bucket's own, presigned requests, forms, browsers. */
import { createHash } from 'node:crypto';
import {
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
} from '@aws-sdk/client-s3';
import type { CopyObjectCommandInput, PutObjectCommandInput, S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { Statement } from '../../core/policy/document.ts';
import { arn, bucket, denied, policy, raw, refusal, rivalSub, startS3, sub } from './fixture.ts';
import type { S3World } from './fixture.ts';

const pages = 'https://app.example';
const guarded = 'guarded-bucket';
const open = 'open-bucket';
let world: S3World;
let wide: S3Client;
beforeAll(async () => {
  const everyone: Pick<Statement, 'Principal' | 'Resource'> = { Principal: '*', Resource: arn('public/*', open) };
  world = await startS3({
    buckets: [
      {
        name: bucket,
        arn: arn(),
        cors: [
          {
            AllowedOrigins: [pages, 'https://*.example.org'],
            AllowedMethods: ['GET', 'PUT', 'POST'],
            AllowedHeaders: ['x-amz-*', 'content-type', 'Authorization'],
            ExposedHeaders: ['ETag'],
            MaxAge: 600,
          },
        ],
      },
      {
        name: guarded,
        arn: arn(undefined, guarded),
        policy: policy({ Effect: 'Deny', Principal: '*', Action: 's3:DeleteObject', Resource: arn('*', guarded) }),
      },
      {
        name: open,
        arn: arn(undefined, open),
        policy: policy({ Effect: 'Allow', Action: 's3:GetObject', ...everyone }),
      },
    ],
    capacity: 30 * 1024 * 1024,
  });
  wide = world.client(await world.session());
});
afterAll(() => world.close());
beforeEach(() => {
  world.store.clear();
  world.store.seed(bucket, 'a/one', 'one', 'text/plain');
});
afterEach(() => {
  expect(world.faults).toEqual([]);
});
const at = { Bucket: bucket, Key: 'a/one' };
const allow = (Action: string | string[], Resource: string): Statement => ({ Effect: 'Allow', Action, Resource });
const kept = (key: string) => world.store.buckets.get(bucket)?.objects.get(key)?.content.pieces.join('');

describe('a vend of the deployed service', () => {
  let own: S3Client;
  let uploads: string;
  const Key = `users/${sub}/x`;
  beforeAll(async () => {
    uploads = world.service.buckets[0]?.name ?? '';
    own = world.client(
      await world.vended(sub, allow(['s3:GetObject', 's3:PutObject'], arn(`users/${sub}/*`, uploads)), {
        ...allow('s3:ListBucket', arn(undefined, uploads)),
        Condition: { StringLike: { 's3:prefix': `users/${sub}/*` } },
      }),
    );
  });
  const put = (input: Partial<PutObjectCommandInput> = {}) =>
    refusal(own.send(new PutObjectCommand({ Bucket: uploads, Key, Body: 'x', ...input })));

  it('does what it was vended for', async () => {
    expect(await put()).toBe('no error');
    const { Contents } = await own.send(new ListObjectsV2Command({ Bucket: uploads, Prefix: `users/${sub}/` }));
    expect(Contents?.map((object) => object.Key)).toEqual([Key]);
  });
  it("does nothing with the rival's objects", async () => {
    const rivals = { Bucket: uploads, Key: `users/${rivalSub}/x` };
    const refused = await refusal(own.send(new GetObjectCommand(rivals)));
    expect(refused).toMatchObject({ code: 'AccessDenied', message: expect.stringContaining('because no ') });
    expect(await put(rivals)).toMatchObject({ code: 'AccessDenied' });
    const list = (Prefix?: string) => refusal(own.send(new ListObjectsV2Command({ Bucket: uploads, Prefix })));
    for (const prefix of [undefined, '', `users/${rivalSub}/`, `users/${sub}`, `users/${sub}0/`]) {
      expect(await list(prefix)).toMatchObject({ code: 'AccessDenied', status: 403 });
    }
  });
  it.each<[string, Partial<PutObjectCommandInput>]>([
    ['a canned ACL', { ACL: 'bucket-owner-full-control' }],
    ['a grant of full control', { GrantFullControl: 'id="x"' }],
    ['a grant of reading', { GrantRead: 'id="x"' }],
    ['a grant of reading the ACL', { GrantReadACP: 'id="x"' }],
    ['a grant of writing the ACL', { GrantWriteACP: 'id="x"' }],
    ['a website redirect', { WebsiteRedirectLocation: 'https://evil.example' }],
    ['a key of its own', { SSECustomerAlgorithm: 'AES256', SSECustomerKey: Buffer.alloc(32).toString('base64') }],
  ])('uploads nothing with %s', async (_, input) => {
    expect(await put(input)).toMatchObject({
      code: 'AccessDenied',
      status: 403,
      message: expect.stringMatching(/s3:PutObject on .* with an explicit deny in an identity-based policy$/),
    });
    const { Body: _body, ...start } = { Body: undefined, ...input };
    expect(await refusal(own.send(new CreateMultipartUploadCommand({ Bucket: uploads, Key, ...start })))).toMatchObject(
      { code: 'AccessDenied' },
    );
  });
  it('sets no tags', async () => {
    expect(await put({ Tagging: 'k=v' })).toMatchObject({ code: 'AccessDenied' });
  });
});

describe("a bucket's own policy", () => {
  it('denies what the session may otherwise do', async () => {
    world.store.seed(guarded, 'x', 'x');
    const { Errors } = await wide.send(
      new DeleteObjectsCommand({ Bucket: guarded, Delete: { Objects: [{ Key: 'x' }] } }),
    );
    expect(Errors).toEqual([
      {
        Key: 'x',
        Code: 'AccessDenied',
        Message: denied('s3:DeleteObject', arn('x', guarded), 'with an explicit deny in a resource-based policy')
          .message,
      },
    ]);
  });
  it('gives what the session has not', async () => {
    world.store.seed(open, 'public/x', 'x');
    const client = world.client(await world.session(allow('s3:PutObject', arn('a/*'))));
    await client.send(new GetObjectCommand({ Bucket: open, Key: 'public/x' }));
    expect(await refusal(client.send(new GetObjectCommand({ Bucket: open, Key: 'x' })))).toMatchObject({ status: 403 });
  });
});

describe('conditions on', () => {
  const refuses = async (
    Condition: Statement['Condition'],
    action: string,
    send: (client: S3Client) => Promise<unknown>,
  ) => {
    const statement: Statement = { Effect: 'Deny', Action: action, Resource: '*', ...(Condition && { Condition }) };
    const client = world.client(await world.session(allow('s3:*', '*'), statement));
    return refusal(send(client));
  };
  const put = (input: Partial<PutObjectCommandInput>) => (client: S3Client) =>
    client.send(new PutObjectCommand({ ...at, Body: 'x', ...input }));
  it.each<[string, Statement['Condition'], string, (client: S3Client) => Promise<unknown>]>([
    [
      's3:RequestObjectTag',
      { StringEquals: { 's3:RequestObjectTag/k': 'v' } },
      's3:PutObject',
      put({ Tagging: 'k=v' }),
    ],
    [
      's3:RequestObjectTagKeys',
      { 'ForAnyValue:StringEquals': { 's3:RequestObjectTagKeys': 'k' } },
      's3:PutObjectTagging',
      put({ Tagging: 'k=v' }),
    ],
    [
      's3:x-amz-storage-class',
      { StringEquals: { 's3:x-amz-storage-class': 'STANDARD_IA' } },
      's3:PutObject',
      put({ StorageClass: 'STANDARD_IA' }),
    ],
    [
      's3:x-amz-server-side-encryption',
      { StringEquals: { 's3:x-amz-server-side-encryption': 'aws:kms' } },
      's3:PutObject',
      put({ ServerSideEncryption: 'aws:kms' }),
    ],
    [
      's3:max-keys',
      { NumericGreaterThan: { 's3:max-keys': '10' } },
      's3:ListBucket',
      (client) => client.send(new ListObjectsV2Command({ Bucket: bucket, MaxKeys: 11 })),
    ],
    [
      's3:delimiter',
      { StringEquals: { 's3:delimiter': '/' } },
      's3:ListBucket',
      (client) => client.send(new ListObjectsV2Command({ Bucket: bucket, Delimiter: '/' })),
    ],
    [
      's3:VersionId',
      { StringEquals: { 's3:VersionId': 'null' } },
      's3:GetObjectVersion',
      (client) => client.send(new GetObjectCommand({ ...at, VersionId: 'null' })),
    ],
  ])('%s are judged', async (_, condition, action, send) => {
    expect(await refuses(condition, action, send)).toMatchObject({ code: 'AccessDenied' });
    const other = JSON.parse(JSON.stringify(condition).replace(/:"[^"]*"\}\}$/, ':"99"}}')) as Statement['Condition'];
    expect(await refuses(other, action, send)).toBe('no error');
  });
  it('s3:ExistingObjectTag are judged', async () => {
    await wide.send(new PutObjectTaggingCommand({ ...at, Tagging: { TagSet: [{ Key: 'k', Value: 'secret' }] } }));
    const condition = (value: string) => ({ StringEquals: { 's3:ExistingObjectTag/k': value } });
    const get = (client: S3Client) => client.send(new GetObjectCommand(at));
    expect(await refuses(condition('secret'), 's3:GetObject', get)).toMatchObject({ code: 'AccessDenied' });
    expect(await refuses(condition('public'), 's3:GetObject', get)).toBe('no error');
  });
});

it('copies tags only for those who may read them there and set them here', async () => {
  await wide.send(new PutObjectTaggingCommand({ ...at, Tagging: { TagSet: [{ Key: 'k', Value: 'v' }] } }));
  const to = { Bucket: bucket, Key: 'b/copy', CopySource: `${bucket}/a/one` };
  const copying = [allow('s3:GetObject', arn('a/*')), allow('s3:PutObject', arn('b/*'))];
  const reading = allow('s3:GetObjectTagging', arn('a/*'));
  const setting = allow('s3:PutObjectTagging', arn('b/*'));
  const copy = async (more: Statement[], input: Partial<CopyObjectCommandInput> = {}) =>
    refusal(world.client(await world.session(...copying, ...more)).send(new CopyObjectCommand({ ...to, ...input })));
  expect(await copy([setting])).toEqual(denied('s3:GetObjectTagging', arn('a/one')));
  expect(await copy([reading])).toEqual(denied('s3:PutObjectTagging', arn('b/copy')));
  const forOther = { ...setting, Condition: { StringEquals: { 's3:RequestObjectTag/k': 'other' } } };
  expect(await copy([reading, forOther])).toEqual(denied('s3:PutObjectTagging', arn('b/copy')));
  expect(kept('b/copy')).toBeUndefined();
  expect(await copy([], { TaggingDirective: 'REPLACE' })).toBe('no error');
  expect(await copy([reading, setting])).toBe('no error');
});

describe('a presigned URL', () => {
  it('gets, with the headers that it asks for', async () => {
    const url = await getSignedUrl(wide, new GetObjectCommand({ ...at, ResponseContentDisposition: 'attachment' }));
    const response = await fetch(url);
    expect([response.status, await response.text()]).toEqual([200, 'one']);
    expect(response.headers.get('content-disposition')).toBe('attachment');
  });
  it('puts', async () => {
    const url = await getSignedUrl(wide, new PutObjectCommand({ ...at, Key: 'a/new' }));
    expect((await fetch(url, { method: 'PUT', body: 'new' })).status).toBe(200);
    expect(kept('a/new')).toBe('new');
  });
  it('is for its own method and key, and for its time', async () => {
    const url = await getSignedUrl(wide, new GetObjectCommand(at), { expiresIn: 60 });
    expect((await fetch(url, { method: 'PUT', body: 'x' })).status).toBe(403);
    expect((await fetch(url.replace('a/one', 'a/two'))).status).toBe(403);
    world.time.ahead = 61_000;
    const late = await fetch(url);
    world.time.ahead = 0;
    expect([late.status, await late.text()]).toEqual([403, expect.stringContaining('<Message>Request has expired')]);
  });
  it('of somebody who may not is refused when it is used', async () => {
    const reader = world.client(await world.session(allow('s3:GetObject', arn('a/*'))));
    const url = await getSignedUrl(reader, new PutObjectCommand(at));
    expect((await fetch(url, { method: 'PUT', body: 'x' })).status).toBe(403);
    expect(kept('a/one')).toBe('one');
  });
  it('carries its headers into the judging', async () => {
    const statement = { Effect: 'Deny' as const, Action: 's3:PutObject', Resource: '*' };
    const Condition = { Null: { 's3:x-amz-acl': 'false' } };
    const client = world.client(await world.session(allow('s3:*', '*'), { ...statement, Condition }));
    const url = await getSignedUrl(client, new PutObjectCommand({ ...at, ACL: 'bucket-owner-full-control' }));
    expect(url).toContain('x-amz-acl');
    const response = await fetch(url, { method: 'PUT', body: 'x' });
    expect([response.status, kept('a/one')]).toEqual([403, 'one']);
  });
});

describe('a form', () => {
  const post = async (
    client: S3Client,
    file: Blob,
    { Fields = {}, Conditions = [], Key = 'a/${filename}' }: Partial<Parameters<typeof createPresignedPost>[1]> = {},
  ) => {
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- the package has a copy of the client of its own
    const { url, fields } = await createPresignedPost(client, { Bucket: bucket, Key, Fields, Conditions });
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append('file', file, 'photo.txt');
    const response = await fetch(url, { method: 'POST', body: form, redirect: 'manual' });
    return { status: response.status, text: await response.text(), location: response.headers.get('location') };
  };
  it('uploads a file', async () => {
    expect(await post(wide, new Blob(['hello']), { Fields: { 'Content-Type': 'text/x' } })).toMatchObject({
      status: 204,
    });
    expect(await wide.send(new HeadObjectCommand({ ...at, Key: 'a/photo.txt' }))).toMatchObject({
      ContentType: 'text/x',
    });
    expect(kept('a/photo.txt')).toBe('hello');
  });
  it('is answered as it asks', async () => {
    const created = await post(wide, new Blob(['x']), { Fields: { success_action_status: '201' } });
    expect(created).toMatchObject({ status: 201, text: expect.stringContaining('<Key>a/photo.txt</Key>') });
    const redirected = await post(wide, new Blob(['x']), { Fields: { success_action_redirect: `${pages}/done` } });
    expect(redirected).toMatchObject({
      status: 303,
      location: expect.stringMatching(/^https:\/\/app\.example\/done\?bucket=/),
    });
  });
  it('adds nothing to what its signer may do', async () => {
    const writer = world.client(await world.session(allow('s3:PutObject', arn('a/*'))));
    expect(await post(writer, new Blob(['x']))).toMatchObject({ status: 204 });
    const outside = await post(writer, new Blob(['x']), { Key: 'b/x' });
    expect(outside).toMatchObject({
      status: 403,
      text: expect.stringContaining('is not authorized to perform: s3:PutObject'),
    });
    const tagging = '<Tagging><TagSet><Tag><Key>k</Key><Value>v</Value></Tag></TagSet></Tagging>';
    expect(await post(writer, new Blob(['x']), { Fields: { tagging } })).toMatchObject({ status: 403 });
    expect(await post(writer, new Blob(['x']), { Fields: { acl: 'public-read' } })).toMatchObject({ status: 403 });
    expect(await post(wide, new Blob(['x']), { Fields: { tagging } })).toMatchObject({ status: 204 });
    expect(world.store.buckets.get(bucket)?.objects.get('a/photo.txt')?.tags).toEqual(new Map([['k', 'v']]));
  });
  it('is held to the range of its policy', async () => {
    const Conditions: Parameters<typeof createPresignedPost>[1]['Conditions'] = [['content-length-range', 2, 3]];
    expect(await post(wide, new Blob(['x']), { Conditions })).toMatchObject({ status: 400 });
    expect(await post(wide, new Blob(['xxxx']), { Conditions })).toMatchObject({ status: 400 });
    expect(kept('a/photo.txt')).toBeUndefined();
  });
});

describe('a browser of another origin', () => {
  const preflight = (origin: string, method: string, headers?: string, of = bucket) =>
    raw(world.url, `/${of}/a/one`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': method,
        ...(headers !== undefined && { 'access-control-request-headers': headers }),
      },
    });
  it('is told what it may', async () => {
    expect(await preflight(pages, 'PUT', 'Content-Type, x-amz-date')).toMatchObject({
      status: 200,
      headers: {
        'access-control-allow-origin': pages,
        'access-control-allow-methods': 'GET, PUT, POST',
        'access-control-allow-headers': 'content-type, x-amz-date',
        'access-control-expose-headers': 'ETag',
        'access-control-max-age': '600',
      },
    });
  });
  it.each([
    ['another origin', 'https://evil.example', 'PUT', undefined, bucket],
    ['an origin that only begins so', `${pages}.evil.example`, 'PUT', undefined, bucket],
    ['another method', pages, 'DELETE', undefined, bucket],
    ['another header', pages, 'PUT', 'x-evil', bucket],
    ['a bucket without rules', pages, 'PUT', undefined, guarded],
    ['a bucket that is not there', pages, 'PUT', undefined, 'no-such-bucket'],
  ])('is refused: %s', async (_, origin, method, headers, of) => {
    const answer = await preflight(origin, method, headers, of);
    expect(answer).toMatchObject({ status: 403, body: expect.stringContaining('CORSResponse: ') });
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  });
  it('may read answers and refusals alike', async () => {
    const url = await getSignedUrl(wide, new GetObjectCommand(at));
    const read = async (address: string, origin: string) =>
      (await fetch(address, { headers: { origin } })).headers.get('access-control-allow-origin');
    expect(await read(url, 'https://x.example.org')).toBe('https://x.example.org');
    expect(await read(url.replace('a/one', 'a/two'), pages)).toBe(pages);
    expect(await read(url, 'https://evil.example')).toBeNull();
  });
});

describe('what is no operation here', () => {
  /** A request that the SDK signs after it has been changed. */
  const twisted = async (
    change: { method?: string; query?: Record<string, string>; headers?: Record<string, string>; body?: string },
    key = 'a/one',
  ) => {
    const client = world.client(await world.session());
    client.middlewareStack.add(
      (next) => (args) => {
        const request = args.request as { method: string; query: object; headers: object; body: unknown };
        request.method = change.method ?? request.method;
        request.query = { ...request.query, ...change.query };
        request.headers = { ...request.headers, ...change.headers };
        request.body = change.body ?? request.body;
        return next(args);
      },
      { step: 'build', priority: 'low' },
    );
    return refusal(client.send(new GetObjectCommand({ Bucket: bucket, Key: key })));
  };
  it.each([
    ['an unknown parameter', { query: { unknown: '' } }],
    ['two operations at once', { query: { acl: '', tagging: '' } }],
    ['a parameter of another operation', { query: { prefix: 'a' } }],
    ['DELETE with an unknown parameter', { method: 'DELETE', query: { unknown: '' } }],
    ['a copy that is not a PUT', { headers: { 'x-amz-copy-source': `${bucket}/a/one` } }],
    ['a POST of an object', { method: 'POST' }],
    ['an upload with half its parameters', { method: 'PUT', query: { partNumber: '1' } }],
    ['retention', { query: { retention: '' } }],
    ['a restore', { method: 'POST', query: { restore: '' } }],
  ])('%s is not implemented, and changes nothing', async (_, change) => {
    expect(await twisted(change)).toMatchObject({ code: 'NotImplemented', status: 501 });
    expect(kept('a/one')).toBe('one');
  });
  it('another method is not allowed', async () => {
    expect(await twisted({ method: 'PATCH' })).toMatchObject({ code: 'MethodNotAllowed', status: 405 });
  });
  it('parameters that begin with x- mean nothing', async () => {
    expect(await twisted({ query: { 'x-whatever': 'acl' } })).toBe('no error');
  });
  it.each([
    ['no XML', 'nothing'],
    ['XML that is not closed', '<Delete><Object><Key>a/one</Key></Object>'],
    ['another root', '<Other><Object><Key>a/one</Key></Object></Other>'],
    ['a DTD', '<!DOCTYPE Delete [<!ENTITY k "a/one">]><Delete><Object><Key>&k;</Key></Object></Delete>'],
    ['a key twice', '<Delete><Object><Key>a/one</Key><Key>a/two</Key></Object></Delete>'],
    ['no key', '<Delete><Object><Key></Key></Object></Delete>'],
    ['nothing to delete', '<Delete></Delete>'],
    ['10,000 keys', `<Delete>${'<Object><Key>a/one</Key></Object>'.repeat(10_000)}</Delete>`],
    ['deep nesting', `<Delete>${'<Object>'.repeat(2000)}${'</Object>'.repeat(2000)}</Delete>`],
  ])('a deletion with %s is malformed', async (_, body) => {
    const md5 = createHash('md5').update(body).digest('base64');
    const headers = { 'content-md5': md5, 'content-length': String(Buffer.byteLength(body)) };
    const change = { method: 'POST', query: { delete: '' }, headers, body };
    expect(await twisted(change, '')).toMatchObject({ code: 'MalformedXML', status: 400 });
    expect(kept('a/one')).toBe('one');
  });
  it('what S3 has and this has not is judged all the same', async () => {
    const client = world.client(await world.session(allow('s3:GetObject', arn('a/*'))));
    const change = new PutBucketPolicyCommand({ Bucket: bucket, Policy: '{}' });
    expect(await refusal(client.send(change))).toEqual(denied('s3:PutBucketPolicy', arn()));
    expect(await refusal(wide.send(change))).toMatchObject({ code: 'NotImplemented' });
  });
  it('is refused by S3 with an error in XML, which names the request', async () => {
    const answer = await raw(world.url, `/${bucket}/a/one`);
    expect(answer.status).toBe(403);
    expect(answer.headers['content-type']).toBe('application/xml');
    expect(answer.body).toMatch(
      /^<\?xml [^>]*\?>\n<Error><Code>AccessDenied<\/Code><Message>[^<]+<\/Message><Resource>\/uploads-bucket\/a\/one<\/Resource><RequestId>[0-9A-F]{16}<\/RequestId><HostId>[^<]+<\/HostId><\/Error>$/,
    );
  });
});

it('keeps no more than it has room for, and has the room again afterwards', async () => {
  const half = Buffer.alloc(20 * 1024 * 1024);
  const put = (Key: string) => refusal(wide.send(new PutObjectCommand({ Bucket: bucket, Key, Body: half })));
  expect(await put('1')).toBe('no error');
  expect(await put('2')).toMatchObject({ code: 'EntityTooLarge' });
  world.store.clear();
  for (let i = 0; i < 3; i += 1) {
    expect(await put('2')).toBe('no error');
    world.store.buckets.get(bucket)?.remove('2');
  }
  // A hundred megabytes are not quick on a machine that has other things to do.
}, 60_000);

/** S3 as the real SDK sees it: every operation inside what a session may do, and refused outside. */
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  DeleteObjectTaggingCommand,
  GetBucketLocationCommand,
  GetObjectAclCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListMultipartUploadsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  ListPartsCommand,
  PutObjectAclCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import type { S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import type { Statement } from '../../core/policy/document.ts';
import { arn, bucket, denied, otherBucket, refusal, startS3 } from './fixture.ts';
import type { S3World } from './fixture.ts';

let world: S3World;
let wide: S3Client;
beforeAll(async () => {
  world = await startS3();
  wide = world.client(await world.session());
});
afterAll(() => world.close());
beforeEach(() => {
  world.store.clear();
  world.store.seed(bucket, 'a/one', 'one', 'text/plain');
  world.store.seed(bucket, 'a/two', 'two');
  world.store.seed(bucket, 'b/three', 'three');
});
afterEach(() => {
  expect(world.faults).toEqual([]);
});

const at = { Bucket: bucket, Key: 'a/one' };
const textOf = async (answer: Promise<{ Body?: { transformToString(): Promise<string> } }>) =>
  (await answer).Body?.transformToString();
const keys = () => [...(world.store.buckets.get(bucket)?.objects.keys() ?? [])].sort();
const narrowed = async (...statements: Statement[]) => world.client(await world.session(...statements));
const allow = (Action: string | string[], Resource: string | string[]): Statement => ({
  Effect: 'Allow',
  Action,
  Resource,
});

describe('a session that may', () => {
  it('puts, heads and gets an object with its headers', async () => {
    const put = await wide.send(
      new PutObjectCommand({
        ...at,
        Body: 'hello',
        ContentType: 'text/plain; charset=utf-8',
        CacheControl: 'no-store',
        ContentDisposition: 'attachment',
        ContentEncoding: 'identity',
        Metadata: { colour: 'blue' },
        Tagging: 'a=b&c=d%20e',
        StorageClass: 'STANDARD_IA',
      }),
    );
    expect(put).toMatchObject({ ETag: '"5d41402abc4b2a76b9719d911017c592"', ChecksumCRC32: 'NhCmhg==' });
    const kept = {
      ContentLength: 5,
      ContentType: 'text/plain; charset=utf-8',
      CacheControl: 'no-store',
      ContentDisposition: 'attachment',
      ContentEncoding: 'identity',
      Metadata: { colour: 'blue' },
      StorageClass: 'STANDARD_IA',
      TagCount: 2,
      ServerSideEncryption: 'AES256',
      ETag: put.ETag,
    };
    expect(await wide.send(new HeadObjectCommand(at))).toMatchObject(kept);
    const got = await wide.send(new GetObjectCommand(at));
    expect(got).toMatchObject({ ...kept, ChecksumCRC32: 'NhCmhg==' });
    expect(await got.Body?.transformToString()).toBe('hello');
  });
  it.each([
    { range: 'bytes=1-2', text: 'ne', contentRange: 'bytes 1-2/3' },
    { range: 'bytes=1-', text: 'ne', contentRange: 'bytes 1-2/3' },
    { range: 'bytes=-2', text: 'ne', contentRange: 'bytes 1-2/3' },
    { range: 'bytes=-99', text: 'one', contentRange: 'bytes 0-2/3' },
    { range: 'bytes=0-99', text: 'one', contentRange: 'bytes 0-2/3' },
    { range: 'bytes=0-0,2-2', text: 'one', contentRange: undefined },
  ])('gets the range $range', async ({ range, text, contentRange }) => {
    const got = await wide.send(new GetObjectCommand({ ...at, Range: range }));
    expect([await got.Body?.transformToString(), got.ContentRange]).toEqual([text, contentRange]);
  });
  it('is told of a range that is not there', async () => {
    expect(await refusal(wide.send(new GetObjectCommand({ ...at, Range: 'bytes=3-' })))).toMatchObject({
      code: 'InvalidRange',
      status: 416,
    });
  });
  it('copies, also to another bucket, with tags', async () => {
    await wide.send(new PutObjectTaggingCommand({ ...at, Tagging: { TagSet: [{ Key: 'k', Value: 'v' }] } }));
    const copied = { Bucket: otherBucket, Key: 'copy of ä+%.txt' };
    await wide.send(new CopyObjectCommand({ ...copied, CopySource: `${bucket}/a%2Fone` }));
    expect(await textOf(wide.send(new GetObjectCommand(copied)))).toBe('one');
    expect((await wide.send(new HeadObjectCommand(copied))).ContentType).toBe('text/plain');
    expect((await wide.send(new GetObjectTaggingCommand(copied))).TagSet).toEqual([{ Key: 'k', Value: 'v' }]);
  });
  it('deletes one, several, and what is not there', async () => {
    await wide.send(new DeleteObjectCommand(at));
    await wide.send(new DeleteObjectCommand({ Bucket: bucket, Key: 'nothing' }));
    const { Deleted, Errors } = await wide.send(
      new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: [{ Key: 'a/two' }, { Key: 'nothing' }] } }),
    );
    expect([Deleted, Errors, keys()]).toEqual([[{ Key: 'a/two' }, { Key: 'nothing' }], undefined, ['b/three']]);
  });
  it('tags and untags', async () => {
    const TagSet = [{ Key: 'project', Value: 'x & y <z>' }];
    expect(await refusal(wide.send(new PutObjectTaggingCommand({ ...at, Tagging: { TagSet } })))).toMatchObject({
      code: 'InvalidTag',
    });
    const good = [{ Key: 'project', Value: 'x / y' }];
    await wide.send(new PutObjectTaggingCommand({ ...at, Tagging: { TagSet: good } }));
    expect((await wide.send(new GetObjectTaggingCommand(at))).TagSet).toEqual(good);
    await wide.send(new DeleteObjectTaggingCommand(at));
    expect((await wide.send(new GetObjectTaggingCommand(at))).TagSet).toEqual([]);
  });
  it('asks about buckets', async () => {
    expect((await wide.send(new ListBucketsCommand({}))).Buckets?.map(({ Name }) => Name)).toContain(bucket);
    expect(await wide.send(new HeadBucketCommand({ Bucket: bucket }))).toMatchObject({ BucketRegion: 'us-east-1' });
    expect((await wide.send(new GetBucketLocationCommand({ Bucket: bucket }))).LocationConstraint).toBeUndefined();
  });
  it('reads ACLs, and hears from the bucket that it has none to set', async () => {
    expect((await wide.send(new GetObjectAclCommand(at))).Grants).toMatchObject([{ Permission: 'FULL_CONTROL' }]);
    const off = { code: 'AccessControlListNotSupported', status: 400 };
    expect(await refusal(wide.send(new PutObjectAclCommand({ ...at, ACL: 'public-read' })))).toMatchObject(off);
    expect(await refusal(wide.send(new PutObjectCommand({ ...at, ACL: 'public-read', Body: 'x' })))).toMatchObject(off);
    await wide.send(new PutObjectCommand({ ...at, ACL: 'bucket-owner-full-control', Body: 'x' }));
  });
  it('reads attributes', async () => {
    expect(
      await wide.send(new GetObjectAttributesCommand({ ...at, ObjectAttributes: ['ETag', 'ObjectSize'] })),
    ).toMatchObject({ ETag: 'f97c5d29941bfb1b2fdab0874906ab82', ObjectSize: 3 });
  });
  it('addresses the one version of an object', async () => {
    expect((await wide.send(new ListObjectVersionsCommand({ Bucket: bucket }))).Versions).toHaveLength(3);
    expect(await textOf(wide.send(new GetObjectCommand({ ...at, VersionId: 'null' })))).toBe('one');
    expect(await refusal(wide.send(new GetObjectCommand({ ...at, VersionId: 'x' })))).toMatchObject({
      code: 'NoSuchVersion',
    });
  });
});

describe('conditional requests', () => {
  const etag = '"f97c5d29941bfb1b2fdab0874906ab82"';
  const failed = { code: 'PreconditionFailed', status: 412 };
  it.each([
    { why: 'a GET with another ETag', send: () => wide.send(new GetObjectCommand({ ...at, IfMatch: '"x"' })) },
    {
      why: 'a GET of what has changed',
      send: () => wide.send(new GetObjectCommand({ ...at, IfUnmodifiedSince: new Date(0) })),
    },
    {
      why: 'a PUT over something',
      send: () => wide.send(new PutObjectCommand({ ...at, IfNoneMatch: '*', Body: 'x' })),
    },
    {
      why: 'a PUT over something else',
      send: () => wide.send(new PutObjectCommand({ ...at, IfMatch: '"x"', Body: 'x' })),
    },
    {
      why: 'a copy of something else',
      send: () => wide.send(new CopyObjectCommand({ ...at, CopySource: `${bucket}/a/two`, CopySourceIfMatch: etag })),
    },
  ])('$why fails', async ({ send }) => {
    expect(await refusal(send())).toMatchObject(failed);
    expect(await textOf(wide.send(new GetObjectCommand(at)))).toBe('one');
  });
  it('a GET of what has not changed is answered so', async () => {
    expect(await refusal(wide.send(new GetObjectCommand({ ...at, IfNoneMatch: etag })))).toMatchObject({ status: 304 });
  });
  it('a PUT goes through when its condition holds', async () => {
    await wide.send(new PutObjectCommand({ ...at, IfMatch: etag, Body: 'new' }));
    await wide.send(new PutObjectCommand({ Bucket: bucket, Key: 'new', IfNoneMatch: '*', Body: 'new' }));
    expect(keys()).toContain('new');
  });
  it('asks for more than writing when it asks for an ETag', async () => {
    const writer = await narrowed(allow(['s3:PutObject', 's3:DeleteObject'], arn('a/*')));
    const needsGet = denied('s3:GetObject', arn('a/one'));
    expect(await refusal(writer.send(new PutObjectCommand({ ...at, IfMatch: etag, Body: 'x' })))).toEqual(needsGet);
    expect(await refusal(writer.send(new DeleteObjectCommand({ ...at, IfMatch: etag })))).toEqual(needsGet);
    const { Errors } = await writer.send(
      new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: [{ Key: 'a/one', ETag: etag }] } }),
    );
    expect(Errors).toMatchObject([{ Code: 'AccessDenied' }]);
    expect(keys()).toContain('a/one');
  });
});

describe('listing', () => {
  const names = ['l/A', 'l/a', 'l/b', 'l/Z', 'l/é', 'l/~', 'l/\u{1f600}', 'l/\uffee', 'l/d/1', 'l/d/2', 'l/e/1'];
  beforeEach(() => {
    for (const name of names) world.store.seed(bucket, name, '');
  });
  const inOrder = ['l/A', 'l/Z', 'l/a', 'l/b', 'l/d/1', 'l/d/2', 'l/e/1', 'l/~', 'l/é', 'l/\uffee', 'l/\u{1f600}'];
  const pages = async (Delimiter?: string) => {
    const found: (string | undefined)[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await wide.send(
        new ListObjectsV2Command({ Bucket: bucket, Prefix: 'l/', MaxKeys: 2, ContinuationToken, Delimiter }),
      );
      found.push(
        ...(page.Contents ?? []).map(({ Key }) => Key),
        ...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix),
      );
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
    return found;
  };
  it('goes by the bytes of the keys, page by page, and loses nothing', async () => {
    expect(await pages()).toEqual(inOrder);
    expect([...(await pages('/'))].sort()).toEqual(
      ['l/A', 'l/Z', 'l/a', 'l/b', 'l/d/', 'l/e/', 'l/~', 'l/é', 'l/\uffee', 'l/\u{1f600}'].sort(),
    );
  });
  it('knows the old form too', async () => {
    const first = await wide.send(
      new ListObjectsCommand({ Bucket: bucket, Prefix: 'l/', Delimiter: '/', MaxKeys: 5, EncodingType: 'url' }),
    );
    expect(first).toMatchObject({ IsTruncated: true, NextMarker: 'l/d/', CommonPrefixes: [{ Prefix: 'l/d/' }] });
    const second = await wide.send(
      new ListObjectsCommand({ Bucket: bucket, Prefix: 'l/', Delimiter: '/', Marker: 'l/d/', EncodingType: 'url' }),
    );
    expect(second).toMatchObject({ IsTruncated: false, CommonPrefixes: [{ Prefix: 'l/e/' }] });
    expect(second.Contents?.map(({ Key }) => Key)).toEqual(['l/~', 'l/%C3%A9', 'l/%EF%BF%AE', 'l/%F0%9F%98%80']);
  });
  it('gives back keys that XML can hardly hold', async () => {
    const Key = 'x/\u0001\r\n\t&<>"\' ';
    await wide.send(new PutObjectCommand({ Bucket: bucket, Key, Body: 'x' }));
    const { Contents } = await wide.send(
      new ListObjectsV2Command({ Bucket: bucket, Prefix: 'x/', EncodingType: 'url' }),
    );
    expect(Contents?.map((object) => decodeURIComponent(object.Key ?? ''))).toEqual([Key]);
  });
});

describe('multipart uploads', () => {
  const target = { Bucket: bucket, Key: 'a/large' };
  const start = async (client = wide) => {
    const { UploadId } = await client.send(new CreateMultipartUploadCommand(target));
    return { ...target, UploadId };
  };
  it('takes 20 MB from lib-storage, and gives them back', async () => {
    const Body = Buffer.alloc(20 * 1024 * 1024, 'scopevend');
    await new Upload({ client: wide, params: { ...target, Body, Tagging: 'k=v' } }).done();
    const got = await wide.send(new GetObjectCommand(target));
    expect(got.ETag).toMatch(/^"[0-9a-f]{32}-4"$/);
    const bytes = await got.Body?.transformToByteArray();
    expect(Body.equals(bytes ?? Buffer.alloc(0))).toBe(true);
    expect((await wide.send(new GetObjectTaggingCommand(target))).TagSet).toEqual([{ Key: 'k', Value: 'v' }]);
    const second = await wide.send(new GetObjectCommand({ ...target, PartNumber: 2 }));
    expect(second).toMatchObject({ PartsCount: 4, ContentRange: 'bytes 5242880-10485759/20971520' });
    await second.Body?.transformToByteArray();
  });
  it('takes 20 MB in one PUT too', async () => {
    await wide.send(new PutObjectCommand({ ...target, Body: Buffer.alloc(20 * 1024 * 1024) }));
    expect((await wide.send(new HeadObjectCommand(target))).ContentLength).toBe(20 * 1024 * 1024);
  });
  it('lists parts and uploads, copies a part, completes', async () => {
    const upload = await start();
    const first = await wide.send(
      new UploadPartCommand({ ...upload, PartNumber: 1, Body: Buffer.alloc(5 * 1024 * 1024) }),
    );
    const copied = await wide.send(
      new UploadPartCopyCommand({
        ...upload,
        PartNumber: 3,
        CopySource: `${bucket}/b/three`,
        CopySourceRange: 'bytes=1-2',
      }),
    );
    expect(
      (await wide.send(new ListPartsCommand(upload))).Parts?.map(({ PartNumber, Size }) => [PartNumber, Size]),
    ).toEqual([
      [1, 5 * 1024 * 1024],
      [3, 2],
    ]);
    const { Uploads } = await wide.send(new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: 'a/' }));
    expect(Uploads).toMatchObject([{ Key: 'a/large', UploadId: upload.UploadId }]);
    const Parts = [
      { PartNumber: 1, ETag: first.ETag, ChecksumCRC32: first.ChecksumCRC32 },
      { PartNumber: 3, ETag: copied.CopyPartResult?.ETag },
    ];
    await wide.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }));
    expect(await textOf(wide.send(new GetObjectCommand({ ...target, Range: 'bytes=-2' })))).toBe('hr');
    expect(await refusal(wide.send(new ListPartsCommand(upload)))).toMatchObject({ code: 'NoSuchUpload' });
  });
  it('refuses parts that are not there, out of order or too small', async () => {
    const upload = await start();
    const ETag = (await wide.send(new UploadPartCommand({ ...upload, PartNumber: 1, Body: 'x' }))).ETag;
    await wide.send(new UploadPartCommand({ ...upload, PartNumber: 2, Body: 'x' }));
    const complete = (Parts: { PartNumber: number; ETag: string | undefined }[]) =>
      refusal(wide.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } })));
    const [one, two] = [1, 2].map((PartNumber) => ({ PartNumber, ETag }));
    if (!one || !two) throw new Error('There are two.');
    expect(await complete([{ PartNumber: 3, ETag }])).toMatchObject({ code: 'InvalidPart' });
    expect(await complete([{ PartNumber: 1, ETag: '"x"' }])).toMatchObject({ code: 'InvalidPart' });
    expect(await complete([two, one])).toMatchObject({ code: 'InvalidPartOrder' });
    expect(await complete([one, two])).toMatchObject({ code: 'EntityTooSmall' });
    expect(await complete([])).toMatchObject({ code: 'MalformedXML' });
    expect(keys()).not.toContain('a/large');
    await wide.send(new AbortMultipartUploadCommand(upload));
  });
  it("does not take another key's upload id: what is judged is the key of the URL", async () => {
    const { UploadId } = await start();
    const attacker = await narrowed(
      allow(['s3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'], arn('b/*')),
    );
    const mine = { Bucket: bucket, Key: 'b/mine', UploadId };
    const gone = { code: 'NoSuchUpload', status: 404 };
    expect(await refusal(attacker.send(new UploadPartCommand({ ...mine, PartNumber: 1, Body: 'x' })))).toMatchObject(
      gone,
    );
    expect(await refusal(attacker.send(new ListPartsCommand(mine)))).toMatchObject(gone);
    expect(await refusal(attacker.send(new AbortMultipartUploadCommand(mine)))).toMatchObject(gone);
    const complete = { MultipartUpload: { Parts: [{ PartNumber: 1, ETag: '"x"' }] } };
    expect(await refusal(attacker.send(new CompleteMultipartUploadCommand({ ...mine, ...complete })))).toMatchObject(
      gone,
    );
  });
});

describe('a session that may not', () => {
  const one = arn('a/one');
  const source = `${bucket}/a/one`;
  it.each([
    { action: 's3:GetObject', resource: one, send: (client: S3Client) => client.send(new GetObjectCommand(at)) },
    {
      action: 's3:GetObjectVersion',
      resource: one,
      send: (client: S3Client) => client.send(new GetObjectCommand({ ...at, VersionId: 'null' })),
    },
    {
      action: 's3:PutObject',
      resource: one,
      send: (client: S3Client) => client.send(new PutObjectCommand({ ...at, Body: 'x' })),
    },
    { action: 's3:DeleteObject', resource: one, send: (client: S3Client) => client.send(new DeleteObjectCommand(at)) },
    {
      action: 's3:DeleteObjectVersion',
      resource: one,
      send: (client: S3Client) => client.send(new DeleteObjectCommand({ ...at, VersionId: 'null' })),
    },
    {
      action: 's3:PutObject',
      resource: one,
      send: (client: S3Client) => client.send(new CopyObjectCommand({ ...at, CopySource: source })),
    },
    {
      action: 's3:PutObject',
      resource: one,
      send: (client: S3Client) => client.send(new CreateMultipartUploadCommand(at)),
    },
    {
      action: 's3:PutObject',
      resource: one,
      send: (client: S3Client) => client.send(new UploadPartCommand({ ...at, UploadId: 'u', PartNumber: 1 })),
    },
    {
      action: 's3:PutObject',
      resource: one,
      send: (client: S3Client) =>
        client.send(new UploadPartCopyCommand({ ...at, UploadId: 'u', PartNumber: 1, CopySource: source })),
    },
    {
      action: 's3:PutObject',
      resource: one,
      send: (client: S3Client) => client.send(new CompleteMultipartUploadCommand({ ...at, UploadId: 'u' })),
    },
    {
      action: 's3:AbortMultipartUpload',
      resource: one,
      send: (client: S3Client) => client.send(new AbortMultipartUploadCommand({ ...at, UploadId: 'u' })),
    },
    {
      action: 's3:ListMultipartUploadParts',
      resource: one,
      send: (client: S3Client) => client.send(new ListPartsCommand({ ...at, UploadId: 'u' })),
    },
    {
      action: 's3:GetObjectTagging',
      resource: one,
      send: (client: S3Client) => client.send(new GetObjectTaggingCommand(at)),
    },
    {
      action: 's3:PutObjectTagging',
      resource: one,
      send: (client: S3Client) => client.send(new PutObjectTaggingCommand({ ...at, Tagging: { TagSet: [] } })),
    },
    {
      action: 's3:DeleteObjectTagging',
      resource: one,
      send: (client: S3Client) => client.send(new DeleteObjectTaggingCommand(at)),
    },
    { action: 's3:GetObjectAcl', resource: one, send: (client: S3Client) => client.send(new GetObjectAclCommand(at)) },
    {
      action: 's3:PutObjectAcl',
      resource: one,
      send: (client: S3Client) => client.send(new PutObjectAclCommand({ ...at, ACL: 'private' })),
    },
    {
      action: 's3:GetObject',
      resource: one,
      send: (client: S3Client) => client.send(new GetObjectAttributesCommand({ ...at, ObjectAttributes: ['ETag'] })),
    },
    {
      action: 's3:ListBucket',
      resource: arn(),
      send: (client: S3Client) => client.send(new ListObjectsV2Command({ Bucket: bucket })),
    },
    {
      action: 's3:ListBucket',
      resource: arn(),
      send: (client: S3Client) => client.send(new ListObjectsCommand({ Bucket: bucket })),
    },
    {
      action: 's3:ListBucketVersions',
      resource: arn(),
      send: (client: S3Client) => client.send(new ListObjectVersionsCommand({ Bucket: bucket })),
    },
    {
      action: 's3:ListBucketMultipartUploads',
      resource: arn(),
      send: (client: S3Client) => client.send(new ListMultipartUploadsCommand({ Bucket: bucket })),
    },
    {
      action: 's3:GetBucketLocation',
      resource: arn(),
      send: (client: S3Client) => client.send(new GetBucketLocationCommand({ Bucket: bucket })),
    },
    {
      action: 's3:ListAllMyBuckets',
      resource: 'arn:aws:s3:::*',
      send: (client: S3Client) => client.send(new ListBucketsCommand({})),
    },
  ])('$action is told so', async ({ action, resource, send }) => {
    const before = keys();
    const client = await narrowed(allow('s3:GetObject', arn('elsewhere/*')));
    expect(await refusal(send(client))).toEqual(denied(action, resource));
    expect(keys()).toEqual(before);
  });
  it('hears nothing but the status of a HEAD', async () => {
    const client = await narrowed(allow('s3:GetObject', arn('elsewhere/*')));
    expect(await refusal(client.send(new HeadObjectCommand(at)))).toMatchObject({ status: 403 });
    expect(await refusal(client.send(new HeadBucketCommand({ Bucket: bucket })))).toMatchObject({ status: 403 });
  });
  it('is not told whether an object is there, unless it may list', async () => {
    const nothing = { Bucket: bucket, Key: 'a/nothing' };
    const reader = await narrowed(allow('s3:GetObject', arn('a/*')));
    expect(await refusal(reader.send(new GetObjectCommand(nothing)))).toEqual(denied('s3:ListBucket', arn()));
    expect(await refusal(reader.send(new HeadObjectCommand(nothing)))).toMatchObject({ status: 403 });
    const lister = await narrowed(allow('s3:GetObject', arn('a/*')), allow('s3:ListBucket', arn()));
    expect(await refusal(lister.send(new GetObjectCommand(nothing)))).toMatchObject({ code: 'NoSuchKey', status: 404 });
  });
  it('copies from nowhere that it may not read, and to nowhere that it may not write', async () => {
    const client = await narrowed(allow(['s3:GetObject', 's3:PutObject'], arn('a/*')));
    const copy = (Key: string, CopySource: string) =>
      refusal(client.send(new CopyObjectCommand({ Bucket: bucket, Key, CopySource })));
    expect(await copy('a/x', `${bucket}/b/three`)).toEqual(denied('s3:GetObject', arn('b/three')));
    expect(await copy('a/x', `${bucket}/a/../b/three`)).toEqual(denied('s3:ListBucket', arn()));
    expect(await copy('b/x', `${bucket}/a/one`)).toEqual(denied('s3:PutObject', arn('b/x')));
    expect(await copy('a/x', `${bucket}/a/one?versionId=null`)).toEqual(denied('s3:GetObjectVersion', arn('a/one')));
    expect(await copy('a/x', `${bucket}/a/one`)).toBe('no error');
    expect(keys()).toEqual(['a/one', 'a/two', 'a/x', 'b/three']);
  });
  it('copies no tags that it may not read or set', async () => {
    await wide.send(new PutObjectTaggingCommand({ ...at, Tagging: { TagSet: [{ Key: 'k', Value: 'v' }] } }));
    const client = await narrowed(allow(['s3:GetObject', 's3:PutObject'], arn('a/*')));
    const copy = { Bucket: bucket, Key: 'a/x', CopySource: source };
    expect(await refusal(client.send(new CopyObjectCommand(copy)))).toEqual(denied('s3:GetObjectTagging', one));
    expect(await refusal(client.send(new CopyObjectCommand({ ...copy, TaggingDirective: 'REPLACE' })))).toBe(
      'no error',
    );
  });
  it('deletes of several keys those that it may', async () => {
    const client = await narrowed(allow('s3:DeleteObject', arn('a/*')));
    const Objects = [{ Key: 'a/one' }, { Key: 'b/three' }, { Key: 'a/two', VersionId: 'null' }];
    const answer = await client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects } }));
    expect(answer.Deleted).toEqual([{ Key: 'a/one' }]);
    expect(answer.Errors).toEqual([
      { Key: 'b/three', Code: 'AccessDenied', Message: denied('s3:DeleteObject', arn('b/three')).message },
      {
        Key: 'a/two',
        VersionId: 'null',
        Code: 'AccessDenied',
        Message: denied('s3:DeleteObjectVersion', arn('a/two')).message,
      },
    ]);
    expect(keys()).toEqual(['a/two', 'b/three']);
  });
  it('tags nothing by the header of a PUT', async () => {
    const client = await narrowed(allow('s3:PutObject', arn('a/*')));
    expect(await refusal(client.send(new PutObjectCommand({ ...at, Body: 'x', Tagging: 'k=v' })))).toEqual(
      denied('s3:PutObjectTagging', one),
    );
    expect(await refusal(client.send(new CreateMultipartUploadCommand({ ...at, Tagging: 'k=v' })))).toEqual(
      denied('s3:PutObjectTagging', one),
    );
  });
});

/** Keys go from the client into the store exactly as S3 reads them, and are judged as they are stored. */
import { CopyObjectCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import type { S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import fc from 'fast-check';
import { runs } from '../../test/runs.ts';
import { addressOf, copySourceOf, parametersOf } from './address.ts';
import { arn, bucket, denied, raw, refusal, startS3 } from './fixture.ts';
import type { S3World } from './fixture.ts';

let world: S3World;
let client: S3Client;
beforeAll(async () => {
  world = await startS3();
  client = world.client(
    await world.session({ Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: arn('users/a/*') }),
  );
});
afterAll(() => world.close());
beforeEach(() => {
  world.store.clear();
  world.store.seed(bucket, 'users/b/x', 'of b');
});
const stored = () => [...(world.store.buckets.get(bucket)?.objects.keys() ?? [])].filter((key) => key !== 'users/b/x');
const untouched = () => {
  expect(world.store.buckets.get(bucket)?.objects.get('users/b/x')?.content.pieces.join()).toBe('of b');
};

const hostile = [
  'users/a/../b/x',
  'users/a/./x',
  'users/a//x',
  'users/a/',
  'users/a/x/..',
  'users/a/%2e%2e/b/x',
  'users/a/%2F..%2Fb',
  'users/a/a+b c',
  'users/a/%',
  'users/a/%zz',
  'users/a/?versionId=1&acl',
  'users/a/#fragment',
  'users/a/\\..\\b',
  'users/a/*',
  'users/a/${aws:username}',
  'users/a/é\u0301\u{1f600}',
  'users/a/\u0000\u0001\n\r\u007f',
  'users/a/ blanks ',
  'users/a/;:@=,$!*\'()~"<>[]{}|^`',
];

describe('a key', () => {
  it.each(hostile)('%j is stored, read and copied as it is', async (Key) => {
    await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: 'x' }));
    expect(stored()).toEqual([Key]);
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key }));
    expect(await Body?.transformToString()).toBe('x');
    const CopySource = encodeURIComponent(`${bucket}/${Key}`);
    await client.send(new CopyObjectCommand({ Bucket: bucket, Key: 'users/a/copy', CopySource }));
    expect(stored()).toEqual([Key, 'users/a/copy']);
    untouched();
  });
  it('of every kind comes back from an address as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }), (key) => {
        const path = `/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;
        expect(addressOf(path, '127.0.0.1:4566')).toEqual({ bucket, key });
        expect(addressOf(`/${encodeURIComponent(key)}?x=1`, `${bucket}.localhost`)).toEqual({ bucket, key });
        expect(copySourceOf(encodeURIComponent(`${bucket}/${key}`))).toMatchObject({ bucket, key });
      }),
      runs(100),
    );
  });
});

/** A presigned URL whose path is then written in another way, which S3 takes for the same signature. */
const presigned = async (Key: string) =>
  new URL(await getSignedUrl(client, new PutObjectCommand({ Bucket: bucket, Key })));

describe('a path', () => {
  const put = async (path: string, query: string) => raw(world.url, `${path}${query}`, { method: 'PUT', body: 'x' });
  it('with dots goes through as it is', async () => {
    const { search } = await presigned('users/a/../b/x');
    expect(await put(`/${bucket}/users/a/../b/x`, search)).toMatchObject({ status: 200 });
    expect(stored()).toEqual(['users/a/../b/x']);
    untouched();
  });
  it('is decoded once', async () => {
    const { search } = await presigned('users/a/../b/x');
    expect(await put(`/${bucket}/users%2fa%2F%2e%2E/b/x`, search)).toMatchObject({ status: 200 });
    expect(stored()).toEqual(['users/a/../b/x']);
    untouched();
  });
  it('is not decoded twice', async () => {
    const { search } = await presigned('users/a/%2e%2e/b/x');
    expect(await put(`/${bucket}/users/a/%252e%252e/b/x`, search)).toMatchObject({ status: 200 });
    expect(stored()).toEqual(['users/a/%2e%2e/b/x']);
    untouched();
  });
  it('that is not UTF-8 is refused', async () => {
    const { search } = await presigned('users/a/x');
    expect(await put(`/${bucket}/users/a/%ff`, search)).toMatchObject({ status: expect.any(Number) });
    expect(await put(`/${bucket}/users/a/%zz`, search)).toMatchObject({ status: 400 });
    expect(stored()).toEqual([]);
  });
  it.each([
    ['/', {}],
    ['/bucket', { bucket: 'bucket' }],
    ['/bucket/', { bucket: 'bucket' }],
    ['/bucket/?list-type=2', { bucket: 'bucket' }],
    ['/bucket//', { bucket: 'bucket', key: '/' }],
    ['/bucket/a+b', { bucket: 'bucket', key: 'a+b' }],
    ['/bucket/a%2Bb%20c', { bucket: 'bucket', key: 'a+b c' }],
    ['/bucket/../other/x', { bucket: 'bucket', key: '../other/x' }],
    ['/bucket/#x', { bucket: 'bucket', key: '#x' }],
  ])('%s means %j', (path, address) => {
    expect(addressOf(path, '127.0.0.1:4566')).toEqual({ bucket: undefined, key: undefined, ...address });
  });
  it.each([
    ['//bucket/key', 'InvalidBucketName'],
    ['/../key', 'InvalidBucketName'],
    ['/Bucket/key', 'InvalidBucketName'],
    ['/b%2Fc/key', 'InvalidBucketName'],
    ['/bucket/%ff', 'InvalidURI'],
    ['/bucket/%', 'InvalidURI'],
    ['http://host/bucket/key', 'InvalidURI'],
    ['*', 'InvalidURI'],
    [`/bucket/${'%C3%A9'.repeat(513)}`, 'KeyTooLongError'],
  ])('%s is refused as %s', (path, code) => {
    expect(() => addressOf(path, 'localhost')).toThrow(expect.objectContaining({ code }));
  });
  it.each([
    ['uploads.localhost:4566', { bucket: 'uploads', key: 'a/../b' }],
    ['uploads.s3.localhost', { bucket: 'uploads', key: 'a/../b' }],
    ['my.uploads.localhost', { bucket: 'my.uploads', key: 'a/../b' }],
    ['uploads.s3.us-east-1.amazonaws.com', { bucket: 'uploads', key: 'a/../b' }],
    ['Uploads.S3.amazonaws.com:443', { bucket: 'uploads', key: 'a/../b' }],
    ['my.s3.uploads.s3.us-east-1.amazonaws.com', { bucket: 'my.s3.uploads', key: 'a/../b' }],
  ])('at the host %s is a key', (host, address) => {
    expect(addressOf('/a/../b', host)).toEqual(address);
  });
  it.each([
    'localhost',
    's3.localhost:4566',
    's3.us-east-1.amazonaws.com',
    '127.0.0.1',
    '[::1]:4566',
    'example.com',
    '',
  ])('at the host %s is a bucket and a key', (host) => {
    expect(addressOf('/uploads/a', host)).toEqual({ bucket: 'uploads', key: 'a' });
  });
});

it('judges a key with dots as the key that it is', async () => {
  const key = 'users/b/../a/x';
  expect(await refusal(client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: 'x' })))).toEqual(
    denied('s3:PutObject', arn(key)),
  );
});

it('refuses a query parameter that is there twice', () => {
  expect(() => parametersOf('/?prefix=a&prefix=b')).toThrow(expect.objectContaining({ code: 'InvalidArgument' }));
  expect(parametersOf('/?prefix=a+b%2B&uploads')).toEqual(
    new Map([
      ['prefix', 'a b+'],
      ['uploads', ''],
    ]),
  );
});

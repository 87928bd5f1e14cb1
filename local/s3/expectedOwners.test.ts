/** A request that expects the bucket to be somebody else's does nothing, whatever the operation. */
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadBucketCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import type { S3Client } from '@aws-sdk/client-s3';
import { account } from '../sts/fixture.ts';
import { bucket, refusal, startS3 } from './fixture.ts';
import type { S3World } from './fixture.ts';

let world: S3World;
let client: S3Client;
beforeAll(async () => {
  world = await startS3();
  client = world.client(await world.session());
});
afterAll(() => world.close());
beforeEach(() => {
  world.store.clear();
  world.store.seed(bucket, 'a/one', 'one');
});

const at = { Bucket: bucket, Key: 'a/one' };
const copy = { Bucket: bucket, Key: 'a/copy', CopySource: `${bucket}/a/one` };

describe.each<[what: string, send: (owner: string) => Promise<unknown>]>([
  ['a GET', (ExpectedBucketOwner) => client.send(new GetObjectCommand({ ...at, ExpectedBucketOwner }))],
  ['a PUT', (ExpectedBucketOwner) => client.send(new PutObjectCommand({ ...at, Body: 'x', ExpectedBucketOwner }))],
  ['a DELETE', (ExpectedBucketOwner) => client.send(new DeleteObjectCommand({ ...at, ExpectedBucketOwner }))],
  [
    'DeleteObjects',
    (ExpectedBucketOwner) =>
      client.send(
        new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: [{ Key: 'a/one' }] }, ExpectedBucketOwner }),
      ),
  ],
  ['a list', (ExpectedBucketOwner) => client.send(new ListObjectsV2Command({ Bucket: bucket, ExpectedBucketOwner }))],
  ['HeadBucket', (ExpectedBucketOwner) => client.send(new HeadBucketCommand({ Bucket: bucket, ExpectedBucketOwner }))],
  ['a copy', (ExpectedBucketOwner) => client.send(new CopyObjectCommand({ ...copy, ExpectedBucketOwner }))],
  [
    "a copy's source",
    (ExpectedSourceBucketOwner) => client.send(new CopyObjectCommand({ ...copy, ExpectedSourceBucketOwner })),
  ],
])('%s', (_what, send) => {
  it('of the account that is expected goes through', async () => {
    await send(account);
  });

  it('of another is refused', async () => {
    expect(await refusal(send('111111111111'))).toMatchObject({ status: 403 });
    expect([...(world.store.buckets.get(bucket)?.objects.values() ?? [])].map(({ key, etag }) => [key, etag])).toEqual([
      ['a/one', '"f97c5d29941bfb1b2fdab0874906ab82"'],
    ]);
  });
});

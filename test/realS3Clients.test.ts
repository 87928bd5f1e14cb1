/** AWS's own clients of S3, with credentials that were vended over GraphQL: what takes several calls. test/matrix/ has each by itself. */
import { jest } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import type { S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { captureLog } from './logWatch.ts';
import { refusal, startVendedStack, subOf } from './vendedStack.ts';

jest.setTimeout(30_000);

let running: Awaited<ReturnType<typeof startVendedStack>>;
let s3: S3Client;
let Bucket: string;
const [own, other] = [subOf('member'), subOf('rival')];

beforeAll(async () => {
  captureLog('log');
  running = await startVendedStack();
  Bucket = running.Bucket;
  s3 = running.s3As(await running.vend('member'));
});

afterAll(async () => {
  jest.restoreAllMocks();
  await running.close();
});

describe('client-s3', () => {
  it('writes, reads, lists, copies and deletes in the own folder', async () => {
    const Key = `users/${own}/a b+c/ü.txt`;
    await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'content', ContentType: 'text/plain' }));
    const { Body, ContentType } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    expect({ text: await Body?.transformToString(), ContentType }).toEqual({
      text: 'content',
      ContentType: 'text/plain',
    });
    await s3.send(
      new CopyObjectCommand({
        Bucket,
        Key: `users/${own}/copy`,
        CopySource: encodeURI(`${Bucket}/${Key}`).replaceAll('+', '%2B'),
      }),
    );
    const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: `users/${own}/` }));
    expect(Contents?.map((object) => object.Key)).toEqual(expect.arrayContaining([Key, `users/${own}/copy`]));
    await s3.send(new DeleteObjectCommand({ Bucket, Key }));
    expect(await refusal(s3.send(new HeadObjectCommand({ Bucket, Key })))).not.toBe('allowed');
  });

  it('judges each key of DeleteObjects', async () => {
    const Objects = [{ Key: `users/${own}/nothing` }, { Key: `users/${other}/hello.txt` }];
    const { Deleted, Errors } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(Deleted?.map(({ Key }) => Key)).toEqual([Objects[0]?.Key]);
    expect(Errors).toEqual([expect.objectContaining({ Key: Objects[1]?.Key, Code: 'AccessDenied' })]);
  });
});

describe('lib-storage', () => {
  const twenty = randomBytes(20 * 1024 * 1024);

  it('uploads 20 MB in parts, which come back whole', async () => {
    const Key = `users/${own}/large.bin`;
    await new Upload({ client: s3, params: { Bucket, Key, Body: twenty }, partSize: 6 * 1024 * 1024 }).done();
    const { Body, ETag } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    expect(ETag).toMatch(/-4"$/);
    expect(twenty.equals(Buffer.from((await Body?.transformToByteArray()) ?? []))).toBe(true);
  });

  it('is denied outside', async () => {
    const upload = new Upload({ client: s3, params: { Bucket, Key: `users/${other}/large.bin`, Body: twenty } });
    expect(await refusal(upload.done())).toBe('AccessDenied');
  });
});

describe('a presigned', () => {
  it('URL puts and gets in the own folder', async () => {
    const Key = `users/${own}/presigned.txt`;
    const put = await fetch(await getSignedUrl(s3, new PutObjectCommand({ Bucket, Key }), { expiresIn: 60 }), {
      method: 'PUT',
      body: 'by URL',
    });
    expect(put.status).toBe(200);
    const url = await getSignedUrl(s3, new GetObjectCommand({ Bucket, Key }), { expiresIn: 60 });
    expect(await (await fetch(url)).text()).toBe('by URL');
    const bent = await fetch(url.replace(own, other));
    expect([bent.status, await bent.text()]).toEqual([
      403,
      expect.stringContaining('<Code>SignatureDoesNotMatch</Code>'),
    ]);
  });
});

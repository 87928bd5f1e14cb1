/** AWS's own clients of S3, with credentials that were vended over GraphQL: they can do what the scope says, and nothing else. */
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
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
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

  it.each([
    { what: 'GetObject', call: () => s3.send(new GetObjectCommand({ Bucket, Key: `users/${other}/hello.txt` })) },
    { what: 'PutObject', call: () => s3.send(new PutObjectCommand({ Bucket, Key: `users/${other}/x`, Body: 'x' })) },
    { what: 'DeleteObject', call: () => s3.send(new DeleteObjectCommand({ Bucket, Key: `users/${other}/hello.txt` })) },
    { what: 'ListObjectsV2', call: () => s3.send(new ListObjectsV2Command({ Bucket, Prefix: `users/${other}/` })) },
    { what: 'ListObjectsV2 of all', call: () => s3.send(new ListObjectsV2Command({ Bucket })) },
    {
      what: 'CopyObject',
      call: () =>
        s3.send(
          new CopyObjectCommand({ Bucket, Key: `users/${own}/x`, CopySource: `${Bucket}/users/${other}/hello.txt` }),
        ),
    },
  ])('is denied $what outside', async ({ call }) => {
    await expect(call()).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringMatching(/^User: arn:aws:sts::.* because no session policy allows the s3:\w+ action$/),
      $metadata: { httpStatusCode: 403 },
    });
  });

  it('judges each key of DeleteObjects', async () => {
    const Objects = [{ Key: `users/${own}/nothing` }, { Key: `users/${other}/hello.txt` }];
    const { Deleted, Errors } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(Deleted?.map(({ Key }) => Key)).toEqual([Objects[0]?.Key]);
    expect(Errors).toEqual([expect.objectContaining({ Key: Objects[1]?.Key, Code: 'AccessDenied' })]);
  });

  it('is denied what was not asked for', async () => {
    const reader = running.s3As(await running.vend('member', { s3: [{ resource: 'uploads', access: ['READ'] }] }));
    const Key = `users/${own}/hello.txt`;
    expect(await refusal(reader.send(new GetObjectCommand({ Bucket, Key })))).toBe('allowed');
    expect(await refusal(reader.send(new PutObjectCommand({ Bucket, Key, Body: 'x' })))).toBe('AccessDenied');
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

  it('URL is denied outside', async () => {
    const url = await getSignedUrl(s3, new GetObjectCommand({ Bucket, Key: `users/${other}/hello.txt` }));
    const answer = await fetch(url);
    expect([answer.status, await answer.text()]).toEqual([403, expect.stringContaining('<Code>AccessDenied</Code>')]);
  });

  it.each([
    { whose: 'own', status: 204 },
    { whose: 'other', status: 403 },
  ])('POST to the $whose folder is answered with $status', async ({ whose, status }) => {
    const Key = `users/${whose === 'own' ? own : other}/form.txt`;
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- it brings the types of a client of its own
    const { url, fields } = await createPresignedPost(s3, { Bucket, Key, Expires: 60 });
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append('file', new Blob(['by form']), 'form.txt');
    expect((await fetch(url, { method: 'POST', body: form })).status).toBe(status);
  });
});

/** Real clients through the gate, over HTTP: the SDK, fetch with presigned URLs and forms, and clients that misbehave. */
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { DeleteObjectsCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { ChecksumAlgorithm } from '@aws-sdk/client-s3';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { awsEndpoint } from '../awsEndpoint.ts';
import type { DataRequest, DataResponse } from '../dataService.ts';
import { listen } from '../ports.ts';
import type { Listening } from '../ports.ts';
import { authenticate } from './authenticate.ts';
import type { Authenticated } from './authenticator.ts';
import { authenticatePost } from './authenticatePost.ts';
import { authenticator, credentials, setClock } from './fixture.ts';
import { GateError } from './gateError.ts';

let seen: { passed: Authenticated; body: string } | undefined;
const unforeseen: unknown[] = [];
const gate =
  (service: 's3' | 'dynamodb') =>
  async (request: DataRequest): Promise<DataResponse> => {
    try {
      const passed = request.headers['content-type']?.startsWith('multipart/form-data')
        ? await authenticatePost(authenticator)(request, 'bucket')
        : await authenticate(authenticator)(request, service);
      seen = { passed, body: await text(passed.body) };
      return { status: 200, headers: {}, body: service === 's3' ? '' : '{}' };
    } catch (error) {
      if (!(error instanceof GateError)) throw error;
      const { status, code, message } = error;
      const body = `<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
      return { status, headers: { 'content-type': 'application/xml' }, body };
    }
  };
const notHere = () => Promise.reject(new Error('This service is not here.'));

let server: Listening;
let s3: S3Client;
let dynamodb: DynamoDBClient;
beforeAll(async () => {
  const services = { sts: notHere, 'cognito-idp': notHere, s3: gate('s3'), dynamodb: gate('dynamodb') };
  const endpoint = awsEndpoint(services, (error) => unforeseen.push(error));
  server = await listen(endpoint, 0, 'AWS_PORT', { headers: 300, request: 10_000, idle: 300 });
  const client = { endpoint: server.url, region: 'us-east-1', credentials, maxAttempts: 1 };
  s3 = new S3Client({ ...client, forcePathStyle: true });
  dynamodb = new DynamoDBClient(client);
});
beforeEach(() => {
  seen = undefined;
  setClock(Date.now());
});
afterAll(async () => {
  s3.destroy();
  dynamodb.destroy();
  await server.close();
  expect(unforeseen).toEqual([]);
});

const Bucket = 'bucket';
const Key = "a b/!'()*+~é//../x";
/** One that a URL parser leaves as it is. */
const plainKey = "a b/!'()*+~é//x";
const large = Buffer.alloc(300_000, 'abcdefghij');
const stream = () => Readable.from([large.subarray(0, 100_000), large.subarray(100_000)]);

it('the SDK puts a buffer', async () => {
  await s3.send(new PutObjectCommand({ Bucket, Key, Body: large, ContentType: 'text/plain', Metadata: { a: 'b' } }));
  expect(seen?.body).toHaveLength(large.length);
  expect(seen?.passed.headers).toMatchObject({ 'content-type': 'text/plain', 'x-amz-meta-a': 'b' });
});

it.each<ChecksumAlgorithm>(['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'])(
  'the SDK puts a stream with a %s trailer',
  async (ChecksumAlgorithm) => {
    const put = { Bucket, Key, Body: stream(), ContentLength: large.length, ChecksumAlgorithm };
    await s3.send(new PutObjectCommand(put));
    expect(seen?.body).toBe(large.toString());
    expect(seen?.passed).toMatchObject({
      length: large.length,
      context: { 's3:x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER' },
    });
    expect(Object.keys(seen?.passed.trailers() ?? {})).toEqual([`x-amz-checksum-${ChecksumAlgorithm.toLowerCase()}`]);
    expect(seen?.passed.headers).not.toHaveProperty('content-encoding');
  },
);

it('the SDK gets, and deletes by list', async () => {
  await s3.send(new GetObjectCommand({ Bucket, Key }));
  await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key }] } }));
  expect(seen?.body).toContain('<Delete');
});

it('the SDK of DynamoDB calls', async () => {
  await dynamodb.send(new ListTablesCommand({ Limit: 3 }));
  expect(seen?.body).toBe('{"Limit":3}');
});

it('fetch puts and gets by presigned URLs', async () => {
  const put = await getSignedUrl(
    s3,
    new PutObjectCommand({ Bucket, Key: plainKey, ServerSideEncryption: 'AES256', Metadata: { a: 'b' } }),
  );
  const headers = { 'x-amz-server-side-encryption': 'AES256' };
  expect(await fetch(put, { method: 'PUT', body: 'hello', headers })).toHaveProperty('status', 200);
  expect(seen).toMatchObject({
    body: 'hello',
    passed: { presigned: true, headers: { ...headers, 'x-amz-meta-a': 'b' } },
  });
  const get = await getSignedUrl(s3, new GetObjectCommand({ Bucket, Key: plainKey }), { expiresIn: 604_800 });
  expect(await fetch(get)).toHaveProperty('status', 200);
  expect(await fetch(get.replace('a%20b', 'a%20c'))).toHaveProperty('status', 403);
});

it('fetch posts a form', async () => {
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- the package has its own copy of the client's class
  const { url, fields } = await createPresignedPost(s3, {
    Bucket,
    Key: 'u/${filename}',
    Conditions: [['content-length-range', 1, large.length]],
  });
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob([large]), 'é "quoted".txt');
  expect(await fetch(url, { method: 'POST', body: form })).toHaveProperty('status', 200);
  expect(seen?.body).toBe(large.toString());
  expect(seen?.passed).toHaveProperty('key', 'u/é %22quoted%22.txt');
});

describe('a client that misbehaves is answered, and the next one is served:', () => {
  afterEach(async () => {
    await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'next' }));
    expect(seen?.body).toBe('next');
  });

  /** Sends bytes and waits for the connection to end. */
  const raw = (...parts: string[]) =>
    new Promise<string>((resolve, reject) => {
      const socket = connect(server.port, '127.0.0.1');
      let answer = '';
      socket.on('data', (bytes) => (answer += bytes.toString()));
      socket.on('error', reject);
      socket.on('close', () => {
        resolve(answer);
      });
      for (const part of parts) socket.write(part);
    });
  const presignedPut = async () => {
    const url = new URL(await getSignedUrl(s3, new PutObjectCommand({ Bucket, Key: plainKey })));
    return `PUT ${url.pathname}${url.search} HTTP/1.1\r\nHost: ${url.host}\r\n`;
  };

  it('one that stops in the middle of a body', async () => {
    const answer = await raw(`${await presignedPut()}Content-Length: 100\r\n\r\n`, 'some');
    expect(answer).toMatch(/^HTTP\/1\.1 400 .*<Code>RequestTimeout<\/Code>/s);
  });

  it('one that stops in the middle of its headers', async () => {
    expect(await raw('GET / HTTP/1.1\r\nHost: x\r\nX-')).toMatch(/^(?:HTTP\/1\.1 408 |$)/);
  });

  it('one that sends headers of 20 KB', async () => {
    expect(await raw(`GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431 /);
  });

  it('one that goes away in the middle of a body', async () => {
    const head = `${await presignedPut()}Content-Length: 100\r\n\r\nsome`;
    await new Promise<void>((resolve) => {
      const socket = connect(server.port, '127.0.0.1', () => {
        socket.write(head, () => {
          socket.destroy();
          resolve();
        });
      });
    });
  });

  it('one that is refused before it has sent 64 MB', async () => {
    const url = await getSignedUrl(s3, new PutObjectCommand({ Bucket, Key: plainKey }));
    const answer = await fetch(url.replace('Signature=', 'Signature=0'), {
      method: 'PUT',
      body: Buffer.alloc(64_000_000),
    });
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('SignatureDoesNotMatch');
  });
});

/** How much memory attacks take: after many of them the stack holds as much as after a few, and none needs more than 256 MB. */
import { jest } from '@jest/globals';
import { bytesOf, close, startHostileStack } from './hostileStack.ts';
import type { HostileStack } from './hostileStack.ts';
import { exchange, openRaw } from './rawConnection.ts';

jest.setTimeout(120_000);
let stack: HostileStack;
beforeAll(async () => {
  stack = await startHostileStack();
});
afterAll(() => stack.close());

const mebibyte = 1024 * 1024;
/** HTTP chunks of one byte. */
const crumbs = (count: number): Buffer => Buffer.from('1\r\n \r\n'.repeat(count));
const chunked = { 'transfer-encoding': 'chunked' };
const cognito = { host: '127.0.0.1', 'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth' };

const leave = async (port: number, bytes: Buffer): Promise<void> => {
  const { socket, send } = await openRaw(port);
  await send(bytes);
  socket.resetAndDestroy();
};

type Beginning = [port: number, bytes: Buffer];

const attacks: readonly [what: string, attempt: () => Promise<unknown>][] = [
  [
    'a crowd that asks for nothing and leaves',
    async () => {
      const crowd = Array.from({ length: 50 }, (_, at) =>
        leave(at % 2 ? stack.port : stack.awsPort, Buffer.from('GET /')),
      );
      await Promise.all(crowd);
    },
  ],
  ['a header line of 1 MB', () => exchange(stack.port, `GET / HTTP/1.1\r\nx: ${'a'.repeat(mebibyte)}`)],
  [
    '4 MB of brackets',
    async () => {
      const brackets = '['.repeat(2 * mebibyte) + ']'.repeat(2 * mebibyte);
      return exchange(stack.awsPort, bytesOf(await stack.dynamodb('BatchGetItem', brackets), close));
    },
  ],
  [
    'a million elements',
    async () => {
      const headers = { 'content-md5': 'AAAAAAAAAAAAAAAAAAAAAA==' };
      const path = `/${stack.bucket}`;
      const body = '<a>'.repeat(mebibyte);
      return exchange(
        stack.awsPort,
        bytesOf(await stack.s3({ method: 'POST', path, query: { delete: '' }, body, headers }), close),
      );
    },
  ],
  [
    'uploads that are left',
    async () => {
      const headers = { 'content-length': String(50 * mebibyte) };
      const upload = await stack.s3({ method: 'PUT', path: stack.own('left'), headers, body: Buffer.alloc(mebibyte) });
      await leave(stack.awsPort, bytesOf(upload));
    },
  ],
  [
    'an upload to someone else, of 4 MB',
    async () => {
      const upload = await stack.s3({
        method: 'PUT',
        path: `/${stack.bucket}/other`,
        body: Buffer.alloc(4 * mebibyte),
      });
      return exchange(stack.awsPort, bytesOf(upload, close));
    },
  ],
  [
    'a query of a thousand aliases',
    () =>
      exchange(
        stack.port,
        bytesOf(stack.graphql(JSON.stringify({ query: `{${'a:__typename '.repeat(1_000)}}` })), close),
      ),
  ],
  [
    'sign-ins of nobody',
    () =>
      exchange(
        stack.awsPort,
        bytesOf(
          { method: 'POST', url: '/', headers: { ...cognito, 'content-length': '2' }, body: Buffer.from('{}') },
          close,
        ),
      ),
  ],
];

it.each(attacks)('it keeps nothing of: %s', async (_, attempt) => {
  for (let times = 0; times < 3; times += 1) await attempt();
  const before = await stack.bytes();
  for (let times = 0; times < 20; times += 1) await attempt();
  // What one of them sends is a megabyte and more, so twenty that stay are seen.
  expect((await stack.bytes()) - before).toBeLessThan(8 * mebibyte);
});

it.each<[what: string, open: () => Beginning | Promise<Beginning>]>([
  [
    'the API',
    () => [
      stack.port,
      bytesOf({ ...stack.graphql(''), headers: { host: '127.0.0.1', authorization: stack.idToken, ...chunked } }),
    ],
  ],
  [
    'Cognito',
    () => [
      stack.awsPort,
      bytesOf({ method: 'POST', url: '/', headers: { ...cognito, ...chunked }, body: Buffer.alloc(0) }),
    ],
  ],
  ['DynamoDB', async () => [stack.awsPort, bytesOf(await stack.dynamodb('BatchGetItem', '', chunked))]],
  [
    'S3',
    async () => {
      const headers = {
        'content-encoding': 'aws-chunked',
        'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
        'x-amz-decoded-content-length': String(mebibyte),
        'x-amz-trailer': 'x-amz-checksum-crc32',
        ...chunked,
      };
      const head = bytesOf(await stack.s3({ method: 'PUT', path: stack.own('crumbs'), headers }));
      return [stack.awsPort, Buffer.concat([head, Buffer.from('8\r\n100000\r\n\r\n')])];
    },
  ],
])('a body for %s that comes in crumbs holds little more than its bytes', async (_, open) => {
  const crumbsSent = 100_000;
  const before = await stack.bytes();
  const held = await Promise.all(
    [1, 2].map(async () => {
      const [port, head] = await open();
      const connection = await openRaw(port);
      await connection.send(Buffer.concat([head, crumbs(crumbsSent)]));
      return connection;
    }),
  );
  let most = 0;
  // Others are served meanwhile, and so the crumbs are read.
  for (let round = 0; round < 10; round += 1) {
    expect(await stack.isWell()).toBe(true);
    most = Math.max(most, await stack.bytes());
  }
  // Each crumb as an object of its own would be 40 MB and more.
  expect(most - before).toBeLessThan(16 * mebibyte);
  for (const { socket } of held) socket.destroy();
});

it('the process lives, and calls nothing of it its own fault', async () => {
  expect(await stack.isWell()).toBe(true);
  expect(await stack.faults()).toEqual([]);
});

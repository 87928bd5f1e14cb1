/** Clients that are slow, on purpose or not: each is waited for as long as its limit says, and then its connection is closed. */
import { jest } from '@jest/globals';
import { setTimeout } from 'node:timers/promises';
import type { Sent } from '../../local/gate/fixture.ts';
import { bytesOf, close, startHostileStack } from './hostileStack.ts';
import type { HostileStack } from './hostileStack.ts';
import { exchange, openRaw } from './rawConnection.ts';
import type { RawAnswer } from './rawConnection.ts';

// Long enough for a busy machine to sign in and vend within, each longer than the one before.
const timeouts = { lingering: 300, headers: 800, idle: 1_600, request: 3_000 };
const dribbling = 100;

jest.setTimeout(30_000);
let stack: HostileStack;

/** A request whose body does not come whole. */
const beginning = (request: Sent, length: number): Buffer =>
  bytesOf({ ...request, headers: { ...request.headers, 'content-length': String(length) } });
const plain = (url: string, headers: Record<string, string>): Sent => ({
  method: 'POST',
  url,
  headers: { host: '127.0.0.1', ...headers },
  body: Buffer.from('{'),
});
const upload = (length: number) =>
  stack.s3({ method: 'PUT', path: stack.own('slow.txt'), body: 'slow', headers: { 'content-length': String(length) } });
const page = { origin: 'http://127.0.0.1', 'content-type': 'application/json' };
const cognito = { 'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth' };
const form = { 'content-type': 'multipart/form-data; boundary=x' };

type Client = [port: number, bytes: Buffer | string, rest?: string];

interface Slow {
  readonly what: string;
  /** Which endpoint, what is sent at once, and what is then sent byte by byte. */
  readonly client: () => Client | Promise<Client>;
  /** Undefined: the connection is closed without an answer. */
  readonly status: number | undefined;
  readonly body?: RegExp;
}

const clients: readonly Slow[] = [
  { what: 'sends nothing to the AWS endpoint', client: () => [stack.awsPort, ''], status: 408 },
  { what: 'sends nothing to the GraphQL endpoint', client: () => [stack.port, ''], status: 408 },
  { what: 'stops within its headers', client: () => [stack.awsPort, 'GET / HTTP/1.1\r\nhost: '], status: 408 },
  {
    what: 'sends headers byte by byte to the AWS endpoint',
    client: () => [stack.awsPort, 'GET / HTTP/1.1\r\nx: ', 'a'.repeat(1_000)],
    status: 408,
  },
  {
    what: 'sends headers byte by byte to the GraphQL endpoint',
    client: () => [stack.port, 'GET / HTTP/1.1\r\nx: ', 'a'.repeat(1_000)],
    status: 408,
  },
  {
    what: 'stops within an upload',
    client: async () => [stack.awsPort, bytesOf(await upload(1_000))],
    status: 400,
    body: /<Code>RequestTimeout</,
  },
  {
    what: 'sends an upload byte by byte',
    client: async () => [stack.awsPort, bytesOf(await upload(1_000)), 'a'.repeat(900)],
    status: 408,
  },
  {
    what: 'stops within a request to DynamoDB',
    client: async () => [stack.awsPort, bytesOf(await stack.dynamodb('GetItem', '{', { 'content-length': '9' }))],
    status: 400,
    body: /#RequestTimeout"/,
  },
  {
    what: 'stops within a form',
    client: () => [stack.awsPort, beginning(plain(`/${stack.bucket}`, form), 100)],
    status: 400,
    body: /<Code>RequestTimeout</,
  },
  {
    what: 'does not send the body of what is refused',
    client: () => [stack.awsPort, beginning(plain(`/${stack.bucket}/x`, {}), 100)],
    status: 403,
    body: /<Code>AccessDenied</,
  },
  {
    what: 'stops within a request to Cognito',
    client: () => [stack.awsPort, beginning(plain('/', cognito), 100)],
    status: undefined,
  },
  {
    what: 'stops within a query',
    client: () => [stack.port, beginning(stack.graphql('{'), 100)],
    status: undefined,
  },
  {
    what: 'sends a query byte by byte',
    client: () => [stack.port, beginning(stack.graphql('{'), 1_000), ' '.repeat(900)],
    status: 408,
  },
  {
    what: 'stops at the sign-in of the page',
    client: () => [stack.port, beginning(plain('/token', page), 100)],
    status: undefined,
  },
];

const answers = new Map<string, Promise<RawAnswer>>();
const idle: Promise<RawAnswer>[] = [];

const begin = async ({ client }: Slow): Promise<RawAnswer> => {
  const [port, bytes, rest = ''] = await client();
  const { send, closed, socket } = await openRaw(port);
  await send(bytes);
  let at = 0;
  const timer = setInterval(() => {
    if (at < rest.length) socket.write(rest.charAt(at));
    at += 1;
  }, dribbling);
  return closed.finally(() => {
    clearInterval(timer);
  });
};

beforeAll(async () => {
  stack = await startHostileStack(timeouts);
  // All at once: it takes as long as the most patient limit.
  for (const slow of clients) answers.set(slow.what, begin(slow));
  for (let count = 0; count < 200; count += 1) {
    const { closed } = await openRaw(count % 2 === 0 ? stack.awsPort : stack.port);
    idle.push(closed);
  }
});
afterAll(() => stack.close());

it('others are served meanwhile', async () => {
  expect(await stack.isWell()).toBe(true);
});

it.each(clients)('a client that $what', async ({ what, status, body = /^$/ }) => {
  expect(await answers.get(what)).toMatchObject({ status, body: expect.stringMatching(body) });
});

it('200 connections on which nothing comes are closed', async () => {
  const statuses = new Set((await Promise.all(idle)).map(({ status }) => status));
  expect(statuses).toEqual(new Set([408]));
});

it('a client that does not read its 20 MB is left', async () => {
  const large = { method: 'PUT', path: stack.own('large'), body: Buffer.alloc(20 * 1024 * 1024) };
  expect((await exchange(stack.awsPort, bytesOf(await stack.s3(large), close))).status).toBe(200);
  const { send, closed, socket } = await openRaw(stack.awsPort);
  await send(bytesOf(await stack.s3({ path: stack.own('large') })));
  socket.pause();
  while ((await stack.connections()) > 0) await setTimeout(50);
  socket.resume();
  expect((await closed).body.length).toBeLessThan(20 * 1024 * 1024);
});

it('none of it is a fault of the stack, nothing is half written, and nobody stays connected', async () => {
  expect(await stack.statusOf('slow.txt')).toBe(403);
  expect(await stack.isWell()).toBe(true);
  expect(await stack.faults()).toEqual([]);
  while ((await stack.connections()) > 0) await setTimeout(50);
});

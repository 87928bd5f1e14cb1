/** Warming up can fail in every way without anybody noticing, but for a line of log. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jest } from '@jest/globals';
import { captureLog } from '../test/logWatch.ts';
import { accessClaims, CLIENT, ISSUER } from '../test/signedTokens.ts';
import { createTestKey } from '../test/testKey.ts';
import { stsClient } from './assumeRole.ts';
import { vendHandler } from './vendHandler.ts';
import { warmUp } from './warmUp.ts';

let lines: string[];
beforeEach(() => {
  lines = captureLog('log');
});
afterEach(() => {
  jest.restoreAllMocks();
});

const credentials = { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 'not a secret', sessionToken: 'not one either' };

/** A server that answers as told, or never; counts connections and operations. */
const startServer = async (status: number | undefined) => {
  const seen = { connections: 0, operations: [] as (string | null)[] };
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      seen.operations.push(new URLSearchParams(body).get('Action'));
      if (status !== undefined)
        response.writeHead(status, { 'content-type': 'text/xml' }).end('<GetCallerIdentityResponse/>');
    });
  });
  server.on('connection', () => (seen.connections += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { seen, endpoint, close };
};

const clientAt = (endpoint: string) => stsClient({ endpoint, region: 'us-east-1', credentials });

it('makes one call, and leaves its connection to the next', async () => {
  const { seen, endpoint, close } = await startServer(200);
  const client = clientAt(endpoint);
  await warmUp(client);
  await warmUp(client);
  client.destroy();
  close();
  expect(seen).toEqual({ connections: 1, operations: ['GetCallerIdentity', 'GetCallerIdentity'] });
  expect(lines).toEqual([]);
});

it.each([
  { why: 'STS refuses', status: 403, causeName: expect.any(String) as unknown },
  { why: 'STS fails, every time', status: 500, causeName: expect.any(String) as unknown },
  {
    why: 'STS says nothing within a second',
    status: undefined,
    causeName: expect.stringMatching(/TimeoutError|AbortError/) as unknown,
  },
])('says so in one line when $why', async ({ status, causeName }) => {
  const { endpoint, close } = await startServer(status);
  const client = clientAt(endpoint);
  await expect(warmUp(client)).resolves.toBeUndefined();
  client.destroy();
  close();
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    { level: 'INFO', time: expect.any(String) as unknown, outcome: 'not warmed up', causeName },
  ]);
});

it('gives up after a second when credentials are never found, and writes where it is told', async () => {
  const client = stsClient({ region: 'us-east-1', credentials: () => new Promise(() => undefined) });
  const written: string[] = [];
  await warmUp(client, (line) => void written.push(line));
  expect(written.map((line) => JSON.parse(line) as unknown)).toMatchObject([{ outcome: 'not warmed up' }]);
  expect(lines).toEqual([]);
});

it.each([
  { why: 'nobody listens', client: clientAt('http://127.0.0.1:9') },
  {
    why: 'there are no credentials',
    client: stsClient({ region: 'us-east-1', credentials: () => Promise.reject(new Error('eyJhbGciOi')) }),
  },
  {
    why: 'the client fails with nothing',
    client: {
      send: () => ({
        then: (_: unknown, fail: () => void) => {
          fail();
        },
      }),
    },
  },
  {
    why: 'the client throws',
    client: {
      send: () => {
        throw new TypeError('eyJhbGciOi');
      },
    },
  },
])('is silent but for a line without the message when $why', async ({ client }) => {
  await expect(warmUp(client as never)).resolves.toBeUndefined();
  expect(lines).toHaveLength(1);
  expect(lines[0]).not.toContain('eyJ');
});

it('is waited for by the first vend, which takes its connection', async () => {
  const { seen, endpoint, close } = await startServer(200);
  const key = createTestKey('warm');
  const invoke = vendHandler({
    environment: {
      AWS_REGION: 'eu-central-1',
      USER_POOL_ISSUER: ISSUER,
      USER_POOL_CLIENT_ID: CLIENT,
      VEND_ROLE_ARN: 'arn:aws:iam::123456789012:role/vend',
      RESOURCES: JSON.stringify({
        uploads: { name: 'uploads-bucket' },
        notes: { name: 'notes-table' },
        reporting: { name: 'arn:aws:iam::123456789012:role/reporting' },
      }),
    },
    jwks: key.jwks,
    sts: { endpoint, credentials, maxAttempts: 1 },
    warmUp,
  });
  const authorization = key.token(accessClaims({ 'cognito:groups': ['members'], tenant: 'acme' }));
  await invoke(
    { field: 'vendCredentials', arguments: {}, authorization },
    { awsRequestId: 'first', getRemainingTimeInMillis: () => 10_000 },
  );
  close();
  expect(seen).toEqual({ connections: 1, operations: ['GetCallerIdentity', 'AssumeRole'] });
});

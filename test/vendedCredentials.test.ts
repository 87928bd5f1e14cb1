/** The published provider under AWS's own clients, against the local stack: how often it vends, for whom, and what it refuses. */
import { jest } from '@jest/globals';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CredentialsProviderError, vendedCredentials, vendedCredentialsFor } from '../client/index.ts';
import type { ScopeInput, SharedCredentials } from '../client/index.ts';
import { signIn } from '../local/calls/signIn.ts';
import { sampleUsers } from '../local/cognito/sampleUsers.ts';
import type { LocalStack } from '../local/stack.ts';
import { startLocalStack } from '../local/stack.ts';
import type { StsCall } from '../local/sts/sts.ts';
import { captureLog } from './logWatch.ts';
import { refusal, subOf } from './vendedStack.ts';

jest.setTimeout(60_000);

let stack: LocalStack;
let ahead = 0;
const calls: StsCall[] = [];
const vends = () => calls.filter(({ operation }) => operation === 'AssumeRole').length;
const clients: { destroy(): void }[] = [];
const own = `users/${subOf('member')}/`;

beforeAll(async () => {
  captureLog('log');
  stack = await startLocalStack({
    port: 0,
    awsPort: 0,
    clock: () => Date.now() + ahead,
    onStsCall: (call) => calls.push(call),
  });
});

beforeEach(() => {
  calls.length = 0;
});

afterAll(async () => {
  jest.restoreAllMocks();
  for (const client of clients) client.destroy();
  await stack.close();
});

/** The access token of a sample user, got anew each time. */
const token =
  (username = 'member') =>
  async () => {
    const user = sampleUsers.find((sample) => sample.username === username);
    const place = { awsUrl: stack.awsUrl, clientId: stack.service.userPool.client.id };
    return (await signIn(place, user ?? { username, password: '' })).accessToken;
  };
const service = (username?: string) => ({ endpoint: stack.graphqlUrl, token: token(username) });

const place = (credentials: SharedCredentials) => ({
  endpoint: stack.awsUrl,
  region: 'us-east-1',
  credentials,
  maxAttempts: 1,
});
const s3With = (credentials: SharedCredentials): S3Client => {
  const client = new S3Client({ ...place(credentials), forcePathStyle: true });
  clients.push(client);
  return client;
};
const dynamodbWith = (credentials: SharedCredentials): DynamoDBClient => {
  const client = new DynamoDBClient(place(credentials));
  clients.push(client);
  return client;
};
const bucket = () => stack.service.buckets[0]?.name ?? '';
const table = () => stack.service.tables[0]?.name ?? '';
const read = (s3: S3Client, Key = `${own}hello.txt`) =>
  refusal(s3.send(new GetObjectCommand({ Bucket: bucket(), Key })));
const note = (dynamodb: DynamoDBClient, owner = subOf('member')) =>
  refusal(dynamodb.send(new GetItemCommand({ TableName: table(), Key: { owner: { S: owner }, id: { S: 'first' } } })));

it('vends once for 100 parallel calls on five clients', async () => {
  const credentials = vendedCredentials(service());
  const [s3, dynamodb] = [[1, 2, 3].map(() => s3With(credentials)), [4, 5].map(() => dynamodbWith(credentials))];
  const outcomes = await Promise.all(
    Array.from({ length: 20 }, () => [
      ...s3.map((client) => read(client)),
      ...dynamodb.map((client) => note(client)),
    ]).flat(),
  );
  expect(outcomes).toEqual(Array.from({ length: 100 }, () => 'allowed'));
  expect(vends()).toBe(1);
});

it('gives credentials that can do what the scope says, and nothing else', async () => {
  const scope: ScopeInput = { s3: [{ resource: 'uploads', prefix: `${own}plans/`, access: ['READ'] }] };
  const credentials = vendedCredentials({ ...service(), scope, durationSeconds: 900 });
  const s3 = s3With(credentials);
  expect(await read(s3, `${own}plans/draft.txt`)).toBe('allowed');
  expect(await read(s3)).toBe('AccessDenied');
  expect(await refusal(s3.send(new PutObjectCommand({ Bucket: bucket(), Key: `${own}plans/b`, Body: 'b' })))).toBe(
    'AccessDenied',
  );
  const { scope: effective, expiration } = await credentials.vended();
  expect(effective.s3).toMatchObject([{ bucket: bucket(), prefix: `${own}plans/`, access: ['READ'] }]);
  expect(Math.abs(expiration.getTime() - Date.now() - 900_000)).toBeLessThan(30_000);
});

it('fails the call of an SDK client with the service’s refusal', async () => {
  const credentials = vendedCredentials({ ...service(), scope: { s3: [{ resource: 'payroll', access: ['READ'] }] } });
  const call = s3With(credentials).send(new ListObjectsV2Command({ Bucket: bucket() }));
  await expect(call).rejects.toBeInstanceOf(CredentialsProviderError);
  await expect(call).rejects.toMatchObject({
    code: 'NotGranted',
    tryNextLink: false,
    info: { path: 'scope.s3[0]', resource: 'payroll' },
  });
  expect(vends()).toBe(0);
});

it('takes a new token once the service refuses the first', async () => {
  const given: boolean[] = [];
  const credentials = vendedCredentials({
    ...service(),
    token: ({ forceRefresh }) => {
      given.push(forceRefresh);
      return forceRefresh ? token()() : 'eyJ.stale.token';
    },
  });
  expect(await read(s3With(credentials))).toBe('allowed');
  expect(given).toEqual([false, true]);
});

it('gives the next user nothing of the last one, after a purge', async () => {
  let username = 'member';
  const credentials = vendedCredentials({ ...service(), token: () => token(username)() });
  const s3 = s3With(credentials);
  expect(await read(s3)).toBe('allowed');
  credentials.purge();
  username = 'rival';
  expect([await read(s3), await read(s3, `users/${subOf('rival')}/hello.txt`)]).toEqual(['AccessDenied', 'allowed']);
  expect(vends()).toBe(2);
});

it.each([10, -10])('knows when credentials end though the service’s clock is %d minutes off', async (minutes) => {
  ahead = minutes * 60_000;
  try {
    const credentials = vendedCredentials({ ...service(), durationSeconds: 900 });
    expect(await read(s3With(credentials))).toBe('allowed');
    const life = (await credentials()).expiration.getTime() - Date.now();
    expect(Math.abs(life - 900_000)).toBeLessThan(30_000);
  } finally {
    ahead = 0;
  }
});

it('vends what is too large as the service splits it, and each request has the part that is meant for it', async () => {
  const names = Array.from({ length: 60 }, (_, index) => `${own}folder-${String(index)}/`);
  const asks: ScopeInput[] = [
    { s3: names.map((prefix) => ({ resource: 'uploads', prefix, access: ['READ', 'WRITE', 'LIST'] })) },
    { dynamodb: [{ resource: 'notes', access: ['READ'] }] },
  ];
  const several = vendedCredentialsFor({ ...service(), asks });
  const [first = '', last = ''] = [names[0], names.at(-1)];
  const write = (Key: string, prefix: string) =>
    refusal(
      s3With(several.for({ resource: 'uploads', prefix })).send(
        new PutObjectCommand({ Bucket: bucket(), Key, Body: 'a' }),
      ),
    );
  expect(await write(`${first}a`, first)).toBe('allowed');
  expect(await write(`${last}a`, last)).toBe('allowed');
  expect(await write(`${last}a`, first)).toBe('AccessDenied');
  expect(vends()).toBe(2);
  expect(await note(dynamodbWith(several.for({ resource: 'notes', leadingKey: subOf('member') })))).toBe('allowed');
  await expect(several.for({ resource: 'notes', leadingKey: subOf('rival') })()).rejects.toMatchObject({
    code: 'NotCovered',
  });
  expect(vends()).toBe(3);
});

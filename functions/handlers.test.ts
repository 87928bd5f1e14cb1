/** The two handlers as Lambda runs them, with real JWTs, against an HTTP server that counts what reaches STS. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { STSClientConfig } from '@aws-sdk/client-sts';
import { jest } from '@jest/globals';
import { FetchError } from 'aws-jwt-verify/error';
import type { Jwks } from 'aws-jwt-verify/jwk';
import { SUB } from '../test/fixtures.ts';
import { captureLog, secretIn } from '../test/logWatch.ts';
import { accessClaims, CLIENT, idClaims, ISSUER } from '../test/signedTokens.ts';
import { createTestKey, unsignedToken } from '../test/testKey.ts';
import { previewHandler } from './previewHandler.ts';
import { vendHandler } from './vendHandler.ts';

const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const TOKEN = `IQoJb3JpZ2luX2VjEXAMPLE${'f0kEn/+x'.repeat(60)}==`;
const key = createTestKey('pool-key');
const forger = createTestKey('pool-key');
const environment = {
  AWS_REGION: 'eu-central-1',
  USER_POOL_ISSUER: ISSUER,
  USER_POOL_CLIENT_ID: CLIENT,
  VEND_ROLE_ARN: 'arn:aws:iam::123456789012:role/vend',
  RESOURCES: JSON.stringify({
    uploads: { name: 'uploads-bucket' },
    notes: { name: 'notes-table' },
    reporting: { name: 'arn:aws:iam::123456789012:role/reporting' },
  }),
};
const context = { awsRequestId: '0b0b6c4e-8f43-4a55-9c57-6f7b0d1f8d11', getRemainingTimeInMillis: () => 10_000 };
const members = { 'cognito:groups': ['members'], tenant: 'acme' };

let server: Server;
let calls: URLSearchParams[];
let answers: boolean;
let lines: string[];
let stsConfig: STSClientConfig;
let vendCredentials: ReturnType<typeof vendHandler>;
const preview = previewHandler({ environment, jwks: key.jwks });

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      calls.push(new URLSearchParams(Buffer.concat(chunks).toString()));
      if (!answers) return;
      response
        .writeHead(200, { 'content-type': 'text/xml' })
        .end(
          `<AssumeRoleResponse><AssumeRoleResult><AssumedRoleUser><Arn>arn:aws:sts::123456789012:assumed-role/vend/x</Arn></AssumedRoleUser><Credentials><AccessKeyId>ASIAEXAMPLE</AccessKeyId><SecretAccessKey>${SECRET}</SecretAccessKey><SessionToken>${TOKEN}</SessionToken><Expiration>2026-11-23T12:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
        );
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const endpoint = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  stsConfig = { endpoint, credentials: { accessKeyId: 'AKIA', secretAccessKey: 'x' } };
  vendCredentials = vendHandler({ environment, jwks: key.jwks, sts: stsConfig });
});
beforeEach(() => {
  calls = [];
  answers = true;
  lines = captureLog('log');
});
afterEach(() => {
  jest.restoreAllMocks();
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const invoke = (authorization: string | undefined, args: Readonly<Record<string, unknown>> = {}) =>
  vendCredentials({ field: 'vendCredentials', arguments: args, authorization }, context);

describe('vendCredentials', () => {
  it('calls AssumeRole with what identifies and bounds the session, and no more', async () => {
    const { data } = await invoke(key.token(accessClaims(members)), { durationSeconds: 900 });
    expect(data).toMatchObject({
      vendId: context.awsRequestId,
      accessKeyId: 'ASIAEXAMPLE',
      secretAccessKey: SECRET,
      sessionToken: TOKEN,
      expiration: '2026-11-23T12:00:00.000Z',
    });
    expect(Object.fromEntries(calls[0] ?? [])).toEqual({
      Action: 'AssumeRole',
      Version: '2011-06-15',
      RoleArn: environment.VEND_ROLE_ARN,
      RoleSessionName: context.awsRequestId,
      SourceIdentity: SUB,
      DurationSeconds: '900',
      Policy: data?.sessionPolicy,
      'Tags.member.1.Key': 'vend:sub',
      'Tags.member.1.Value': SUB,
      'Tags.member.2.Key': 'vend:tenant',
      'Tags.member.2.Value': 'acme',
    });
  });

  it('passes a role on without a session policy', async () => {
    const { data } = await invoke(key.token(accessClaims({ 'cognito:groups': ['editors'] })), {
      scope: { role: 'reporting' },
    });
    expect(data).toMatchObject({ sessionPolicy: null, scope: { s3: [], role: { resource: 'reporting' } } });
    expect([calls[0]?.has('Policy'), calls[0]?.get('RoleArn')]).toEqual([
      false,
      'arn:aws:iam::123456789012:role/reporting',
    ]);
  });

  it.each([
    ['an access token', key.token(accessClaims(members))],
    ['an ID token', key.token(idClaims(members))],
    ['Bearer in front', `Bearer ${key.token(idClaims(members))}`],
  ])('takes %s, with the same answer', async (_, authorization) => {
    const { data } = await invoke(authorization);
    expect(data?.scope.s3.map(({ prefix }) => prefix)).toEqual([`users/${SUB}/`, 'tenants/acme/shared/']);
  });

  const now = Math.floor(Date.now() / 1000);
  const claims = accessClaims(members);
  const good = key.token(claims);
  const [header = '', , signature = ''] = good.split('.');
  // Of the last letter only some bits count.
  const respelled =
    good.slice(0, -1) +
    (Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_').find(
      (letter) =>
        letter !== signature.slice(-1) &&
        Buffer.from(signature.slice(0, -1) + letter, 'base64url').equals(Buffer.from(signature, 'base64url')),
    ) ?? '');
  const refused: readonly (readonly [string, string | undefined])[] = [
    ['no JWT', undefined],
    ['an empty header', ''],
    ['only the word Bearer', 'Bearer '],
    ['what is no JWT', 'a.b.c'],
    ['a JWT signed with another key', forger.token(claims)],
    ['a JWT of a key that is unknown', createTestKey('unknown').token(claims)],
    ['alg none', unsignedToken('pool-key', claims, 'none')],
    ['HS256 with the public key', key.hmacToken(claims)],
    [
      'a payload that was changed',
      `${header}.${Buffer.from(JSON.stringify({ ...claims, sub: 'somebody-else' })).toString('base64url')}.${signature}`,
    ],
    ...['=', '\n', '!', respelled.slice(-1)].map((end): [string, string] => [
      `a signature that ends in ${JSON.stringify(end)} and is read alike`,
      end === respelled.slice(-1) ? respelled : good + end,
    ]),
    ['an expired JWT', key.token({ ...claims, exp: now - 1 })],
    ['a JWT that is not yet valid', key.token({ ...claims, nbf: now + 600 })],
    ['a JWT without expiry', key.token({ ...claims, exp: undefined })],
    [
      'another issuer',
      key.token({ ...claims, iss: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Other' }),
    ],
    [
      'the pool’s other form of issuer, which is not ours',
      key.token({ ...claims, iss: 'https://issuer-cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Pool' }),
    ],
    ['another app client, access token', key.token(accessClaims({ ...members, client_id: 'another' }))],
    ['another app client, ID token', key.token(idClaims({ ...members, aud: 'another' }))],
    ['an app client of which ours is a prefix', key.token(accessClaims({ ...members, client_id: `${CLIENT}0` }))],
    ['another token use', key.token({ ...claims, token_use: 'refresh' })],
    ['a token of no user', key.token(accessClaims({ username: undefined, sub: CLIENT }))],
  ];

  it.each(refused)('refuses %s without any STS call, whatever identity the event claims', async (_, authorization) => {
    const event = {
      field: 'vendCredentials',
      arguments: {},
      authorization,
      identity: { sub: SUB, claims, groups: ['members', 'editors'] },
      claims,
    };
    const { error } = await vendCredentials(event, context);
    expect([error?.code, calls.length]).toEqual(['Unauthorized', 0]);
  });

  it('answers before Lambda ends it when STS does not answer', async () => {
    answers = false;
    const start = performance.now();
    const event = { field: 'vendCredentials', arguments: {}, authorization: good } as const;
    const { error } = await vendCredentials(event, { ...context, getRemainingTimeInMillis: () => 800 });
    expect(performance.now() - start).toBeLessThan(800);
    expect([error?.code, calls.length]).toEqual(['StsUnavailable', 1]);
  });

  it('refuses an event that is not ours without any STS call', async () => {
    expect((await vendCredentials({}, context)).error?.code).toBe('Unauthorized');
    expect(calls).toEqual([]);
  });

  it('answers a refused scope with its code and information, without any STS call', async () => {
    const { error } = await invoke(good, {
      scope: { s3: [{ resource: 'uploads', prefix: 'users/other/', access: ['READ'] }] },
    });
    expect(error).toMatchObject({
      code: 'NotGranted',
      info: { vendId: context.awsRequestId, path: 'scope.s3[0]', access: 'READ', prefix: 'users/other/' },
    });
    expect(calls).toEqual([]);
  });

  it('writes one line a vend: who, which grants, what they give, when it ends', async () => {
    await invoke(good);
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      {
        level: 'INFO',
        time: expect.any(String) as string,
        outcome: 'answered',
        vendId: context.awsRequestId,
        sub: SUB,
        grants: ['own-files', 'tenant-shared', 'own-notes'],
        scope: 's3 uploads-bucket READ WRITE DELETE LIST (2 parts), dynamodb notes-table READ WRITE',
        role: environment.VEND_ROLE_ARN,
        policyTags: 0,
        expiration: '2026-11-23T12:00:00.000Z',
      },
    ]);
  });

  it('never writes the JWT, the event or the answer', async () => {
    const hostile = 'hunter2-from-the-client';
    await invoke(good);
    await invoke(good, { scope: { s3: [{ resource: hostile, prefix: `${hostile}/`, access: ['READ'] }] } });
    await invoke(good, { scope: { s3: [{ resource: 'uploads', prefix: hostile, access: ['READ'] }] } });
    await invoke(forger.token(claims));
    const log = lines.join('\n');
    expect(lines).toHaveLength(4);
    for (const secret of [SECRET, TOKEN, good, good.split('.')[1] ?? '', signature, hostile])
      expect(log).not.toContain(secret);
    // And so the watch would know them, had they been written.
    expect([SECRET, TOKEN, good].map(secretIn)).toEqual(['secret access key', 'session token', 'JWT']);
  });
});

describe('a user pool whose keys cannot be fetched', () => {
  const good = key.token(accessClaims(members));

  it.each([
    {
      why: 'nobody answers',
      keysThen: () => {
        throw new FetchError(`https://keys.example/${SECRET}`, `${TOKEN} ${good}`);
      },
    },
    { why: 'the answer is no set of keys', keysThen: () => ({ message: SECRET }) },
    { why: 'a key is none', keysThen: () => ({ keys: [{ kty: 7, kid: 'pool-key' }] }) },
  ])(
    'is an Internal error when $why, without any STS call, of which the log says only what failed, until they can be',
    async ({ keysThen }) => {
      let reachable = false;
      const jwks: Jwks = Object.defineProperty({ ...key.jwks }, 'toJSON', {
        value: () => {
          return reachable ? key.jwks : keysThen();
        },
      });
      const handler = vendHandler({ environment, jwks, sts: stsConfig });
      const ask = () => handler({ field: 'vendCredentials', arguments: {}, authorization: good }, context);
      expect((await ask()).error).toEqual({
        code: 'Internal',
        message: expect.stringContaining('vendId') as string,
        info: { vendId: context.awsRequestId },
      });
      expect(calls).toEqual([]);
      expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
        expect.objectContaining({
          level: 'ERROR',
          outcome: 'Internal',
          error: 'KeysNotFetched',
          vendId: context.awsRequestId,
        }),
      ]);
      for (const secret of [SECRET, TOKEN, good, 'keys.example']) expect(lines.join()).not.toContain(secret);
      reachable = true;
      expect((await ask()).error).toBeUndefined();
    },
  );
});

describe('the preview function', () => {
  const good = key.token(accessClaims(members));

  it('answers previewCredentials with what the vend then does', async () => {
    const { data } = await preview(
      { field: 'previewCredentials', arguments: { durationSeconds: 1000 }, authorization: good },
      context,
    );
    const vended = (await invoke(good, { durationSeconds: 1000 })).data;
    expect(data).toMatchObject({
      sessionPolicy: vended?.sessionPolicy,
      scope: vended?.scope,
      roleArn: calls[0]?.get('RoleArn'),
      durationSeconds: 1000,
    });
  });

  it('answers a refused scope with the error that the vend gives', async () => {
    const args = { scope: { role: 'reporting' } };
    expect(
      (await preview({ field: 'previewCredentials', arguments: args, authorization: good }, context)).error,
    ).toEqual((await invoke(good, args)).error);
  });

  it('answers myGrants with the caller’s own values', async () => {
    const { data } = await preview({ field: 'myGrants', arguments: {}, authorization: good }, context);
    expect(data).toMatchObject([
      { name: 'own-files', s3: { prefix: `users/${SUB}/` } },
      { name: 'tenant-shared', s3: { prefix: 'tenants/acme/shared/' } },
      { name: 'own-notes', s3: null, dynamodb: { table: 'notes-table', leadingKeys: [SUB], index: null } },
    ]);
  });

  it.each(['vendCredentials', 'constructor', ''])('does not serve %j', async (field) => {
    expect((await preview({ field, arguments: {}, authorization: good }, context)).error).toMatchObject({
      code: 'Internal',
      info: { vendId: context.awsRequestId },
    });
  });

  it('answers and writes nothing foreign whatever goes wrong', async () => {
    const hostile = Object.assign(new Error('boom\n    at SECRET'), { name: 'Hostile' });
    hostile.cause = { self: hostile, token: 'SECRET', size: 10n };
    const args = {
      get scope() {
        throw hostile;
      },
    };
    const { error } = await preview({ field: 'previewCredentials', arguments: args, authorization: good }, context);
    expect(error).toEqual({
      code: 'Internal',
      message: expect.stringContaining('vendId') as string,
      info: { vendId: context.awsRequestId },
    });
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      expect.objectContaining({ level: 'ERROR', outcome: 'Internal', error: 'Hostile', vendId: context.awsRequestId }),
    ]);
    expect(lines.join()).not.toContain('SECRET');
  });

  it('refuses a forged JWT', async () => {
    expect(
      (await preview({ field: 'myGrants', arguments: {}, authorization: forger.token(accessClaims(members)) }, context))
        .error?.code,
    ).toBe('Unauthorized');
  });
});

describe('at start', () => {
  it('fetches the user pool’s keys once, and not again for each token', async () => {
    const fetched: string[] = [];
    const keys = Object.defineProperty({ ...key.jwks }, 'toJSON', {
      value: () => {
        fetched.push('keys');
        return key.jwks;
      },
    });
    const handler = previewHandler({ environment, jwks: keys });
    expect(fetched).toHaveLength(1);
    for (const token of [accessClaims(members), idClaims(members)].map((claims) => key.token(claims))) {
      expect(
        (await handler({ field: 'myGrants', arguments: {}, authorization: token }, context)).error,
      ).toBeUndefined();
    }
    expect(fetched).toHaveLength(1);
  });

  it.each([
    ['VEND_ROLE_ARN', 'vend'],
    ['VEND_ROLE_ARN', undefined],
    ['AWS_REGION', ''],
    ['RESOURCES', '{'],
    ['RESOURCES', '[]'],
    ['USER_POOL_ISSUER', undefined],
    ['USER_POOL_ISSUER', 'eu-central-1_Pool'],
    ['USER_POOL_CLIENT_ID', ''],
  ])('%s = %j is refused by name', (name, value) => {
    expect(() => vendHandler({ environment: { ...environment, [name]: value }, jwks: key.jwks })).toThrow(
      expect.objectContaining({ name: 'GrantsError', path: name }) as Error,
    );
  });
});

/**
 * Every error code, as a client of the GraphQL API sees it: over HTTP, through the deployed resolvers and the real
 * handlers, with an STS that fails as each case says.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { jest } from '@jest/globals';
import { previewHandler } from '../functions/previewHandler.ts';
import { vendHandler } from '../functions/vendHandler.ts';
import { createAppSync } from '../local/appsync/appsync.ts';
import { bundleResolver } from '../local/appsync/bundle.ts';
import { createLambda } from '../local/lambda.ts';
import { type Listening, listen } from '../local/ports.ts';
import { readService } from '../local/service.ts';
import { accessClaims, CLIENT, ISSUER } from './signedTokens.ts';
import { createTestKey } from './testKey.ts';

const project = path.resolve(import.meta.dirname, '..');
const key = createTestKey('pool-key');
const members = { 'cognito:groups': ['members'], tenant: 'acme' };
const jwt = (claims: Readonly<Record<string, unknown>> = members) => key.token(accessClaims(claims));
const READ = { resource: 'uploads', access: ['READ'] };

let stsAnswer: { status: number; code: string };
let stsCalls: number;
let sts: Listening;
let api: Listening;

beforeAll(async () => {
  jest.spyOn(console, 'log').mockImplementation(() => undefined);
  sts = await listen(
    (_, response) => {
      stsCalls += 1;
      response
        .writeHead(stsAnswer.status, { 'content-type': 'text/xml' })
        .end(`<ErrorResponse><Error><Code>${stsAnswer.code}</Code><Message>m</Message></Error></ErrorResponse>`);
    },
    0,
    'AWS_PORT',
  );
  const service = await readService({ project });
  const environment = {
    ...service.functions['vend']?.environment,
    AWS_REGION: service.region,
    USER_POOL_ISSUER: ISSUER,
    USER_POOL_CLIENT_ID: CLIENT,
  };
  const limits = { name: 'function', timeoutSeconds: 10 };
  const functions = {
    vend: createLambda(
      limits,
      vendHandler({
        environment,
        jwks: key.jwks,
        sts: { endpoint: sts.url, credentials: { accessKeyId: 'AKIA', secretAccessKey: 'x' } },
      }),
    ),
    preview: createLambda(limits, previewHandler({ environment, jwks: key.jwks })),
  };
  api = await listen(
    createAppSync({
      api: { ...service.api, appIdClientRegex: `^${CLIENT}$` },
      schema: await readFile(path.join(project, 'schema.graphql'), 'utf8'),
      userPool: { id: 'eu-central-1_Pool', issuer: ISSUER },
      jwks: { keys: [...key.jwks.keys] },
      resolvers: await Promise.all(
        service.resolvers.map(async ({ type, field, code, function: name }) => ({
          type,
          field,
          code: await bundleResolver(code, project),
          invoke: functions[name as keyof typeof functions],
        })),
      ),
    }),
    0,
    'PORT',
  );
});
beforeEach(() => {
  stsCalls = 0;
  stsAnswer = { status: 500, code: 'InternalFailure' };
});
afterAll(async () => {
  jest.restoreAllMocks();
  await Promise.all([api.close(), sts.close()]);
});

interface GraphQLAnswer {
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly {
    readonly errorType: string;
    readonly errorInfo: Readonly<Record<string, unknown>>;
    readonly message: string;
    readonly path: readonly string[];
  }[];
}

const ask = async (
  field: 'vendCredentials' | 'previewCredentials',
  variables: Readonly<Record<string, unknown>>,
  token = jwt(),
): Promise<GraphQLAnswer> => {
  const operation = field === 'vendCredentials' ? 'mutation' : 'query';
  const selection = field === 'vendCredentials' ? 'vendId secretAccessKey' : 'sessionPolicy';
  const query = `${operation} Ask($scope: ScopeInput, $durationSeconds: Int) { ${field}(scope: $scope, durationSeconds: $durationSeconds) { ${selection} } }`;
  const response = await fetch(`${api.url}/graphql`, {
    method: 'POST',
    headers: { authorization: token },
    body: JSON.stringify({ query, variables }),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as GraphQLAnswer;
};

const refusedByUs: readonly {
  readonly code: string;
  readonly why: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly info: object;
  readonly token?: string;
}[] = [
  {
    code: 'Unauthorized',
    why: 'a token that names no user',
    variables: {},
    info: {},
    token: jwt({ ...members, username: undefined }),
  },
  { code: 'InvalidScope', why: 'an empty scope', variables: { scope: {} }, info: { path: 'scope' } },
  {
    code: 'InvalidScope',
    why: 'prefix and key both',
    variables: { scope: { s3: [{ ...READ, prefix: 'a/', key: 'a' }] } },
    info: { path: 'scope.s3[0]' },
  },
  {
    code: 'InvalidScope',
    why: 'a way up',
    variables: { scope: { s3: [{ ...READ, prefix: '../' }] } },
    info: { path: 'scope.s3[0].prefix' },
  },
  {
    code: 'NotGranted',
    why: 'another tenant',
    variables: { scope: { s3: [{ ...READ, prefix: 'tenants/globex/shared/' }] } },
    info: { resource: 'uploads', access: 'READ' },
  },
  {
    code: 'NotGranted',
    why: 'an unknown alias',
    variables: { scope: { s3: [{ ...READ, resource: 'nothing' }] } },
    info: { resource: 'nothing' },
  },
  {
    code: 'ClaimUnusable',
    why: 'a token without the claim',
    variables: { scope: { s3: [{ ...READ, prefix: 'tenants/acme/shared/' }] } },
    info: { claim: 'tenant' },
    token: jwt({ 'cognito:groups': ['members'] }),
  },
  ...[0, -1, 899, 3601].map((durationSeconds) => ({
    code: 'InvalidDuration',
    why: `a duration of ${String(durationSeconds)}`,
    variables: { durationSeconds },
    info: { asked: durationSeconds, min: 900, max: 3600 },
  })),
  {
    code: 'MixedRoles',
    why: 'a role and asks',
    variables: { scope: { role: 'reporting', s3: [READ] } },
    info: { path: 'scope.role' },
  },
  {
    code: 'ScopeTooLarge',
    why: '500 asks',
    variables: {
      scope: {
        s3: Array.from({ length: 500 }, (_, index) => ({ ...READ, prefix: `tenants/acme/shared/${String(index)}/` })),
      },
    },
    info: { limit: 2048, split: expect.any(Array) as unknown[] },
  },
];

describe('an error that the service decides', () => {
  it.each(refusedByUs)(
    'is $code for $why, alike for vend and preview, without AssumeRole',
    async ({ code, variables, info, token }) => {
      for (const field of ['vendCredentials', 'previewCredentials'] as const) {
        const { data, errors } = await ask(field, variables, token);
        expect(data).toBeNull();
        expect(errors).toMatchObject([
          { errorType: code, errorInfo: { ...info, vendId: expect.any(String) as string }, path: [field] },
        ]);
        expect(errors?.[0]?.message.length).toBeGreaterThan(20);
      }
      expect(stsCalls).toBe(0);
    },
  );

  it('is GraphQL’s own for a duration that is no Int', async () => {
    const { data, errors } = await ask('vendCredentials', { durationSeconds: 2 ** 31 });
    expect([data, errors?.length, stsCalls]).toEqual([null, 1, 0]);
  });
});

describe('an error of STS', () => {
  it.each([
    { status: 403, code: 'AccessDenied', expected: 'VendRoleNotAssumable', info: {} },
    { status: 400, code: 'Throttling', expected: 'StsThrottled', info: { retryAfterSeconds: 5 } },
    {
      status: 400,
      code: 'PackedPolicyTooLarge',
      expected: 'ScopeTooLarge',
      info: { split: expect.any(Array) as unknown[] },
    },
    { status: 500, code: 'InternalFailure', expected: 'StsUnavailable', info: {} },
    { status: 400, code: 'ExpiredToken', expected: 'StsUnavailable', info: {} },
    { status: 400, code: 'ValidationError', expected: 'Internal', info: {} },
  ])('$code is $expected', async ({ status, code, expected, info }) => {
    stsAnswer = { status, code };
    const { data, errors } = await ask('vendCredentials', {});
    expect(data).toBeNull();
    expect(errors).toMatchObject([
      { errorType: expected, errorInfo: { ...info, vendId: expect.any(String) as string } },
    ]);
    expect(stsCalls).toBeGreaterThan(0);
  });
});

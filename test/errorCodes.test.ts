/**
 * Every error code, as a client of the GraphQL API sees it: over HTTP, through the deployed resolvers and the real
 * handlers, with an STS that fails as each case says.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { jest } from '@jest/globals';
import { errorCodes } from '../core/errors.ts';
import { previewHandler } from '../functions/previewHandler.ts';
import { vendHandler } from '../functions/vendHandler.ts';
import { createAppSync } from '../local/appsync/appsync.ts';
import { bundleResolver } from '../local/appsync/bundle.ts';
import { createLambda } from '../local/lambda.ts';
import { type Listening, listen } from '../local/ports.ts';
import { readService } from '../local/readService.ts';
import { captureLog } from './logWatch.ts';
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
  captureLog('log');
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
    readonly errorType?: string;
    readonly errorInfo?: Readonly<Record<string, unknown>>;
    readonly message: string;
    readonly path: readonly string[];
  }[];
}

/** The codes that came over HTTP. */
const seen = new Set<string>();

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
  const answer = (await response.json()) as GraphQLAnswer;
  for (const { errorType } of answer.errors ?? []) if (errorType !== undefined) seen.add(errorType);
  return answer;
};

const manyAsks = {
  s3: Array.from({ length: 500 }, (_, index) => ({ ...READ, prefix: `tenants/acme/shared/${String(index)}/` })),
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
    variables: { scope: manyAsks },
    info: { limit: 2048, split: expect.any(Array) as unknown[] },
  },
];

describe('an error that the service decides', () => {
  it.each(refusedByUs)(
    'is $code for $why, without AssumeRole, and alike for a preview but when it is a matter of size',
    async ({ code, variables, info, token }) => {
      const fields = ['vendCredentials', ...(code === 'ScopeTooLarge' ? [] : ['previewCredentials' as const])] as const;
      for (const field of fields) {
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
    expect([data, stsCalls]).toEqual([null, 0]);
    // All of it: no errorType and no errorInfo.
    expect(errors).toStrictEqual([
      {
        message: "Variable 'durationSeconds' has an invalid value. Expected type 'Int' but was 'Long'.",
        locations: [{ line: 1, column: 34, sourceName: null }],
        path: null,
      },
    ]);
  });

  it('of too large a scope comes with scopes that each succeed, and together ask for as much', async () => {
    const { errors } = await ask('vendCredentials', { scope: manyAsks });
    const split = errors?.[0]?.errorInfo?.['split'] as readonly (typeof manyAsks)[];
    const preview = await ask('previewCredentials', { scope: manyAsks });
    expect(preview).toMatchObject({ data: { previewCredentials: { sessionPolicy: null } } });
    expect(preview.errors).toBeUndefined();
    expect(split.length).toBeGreaterThan(1);
    expect(split.flatMap(({ s3 }) => s3)).toEqual(manyAsks.s3);
    // With the STS of these tests no vend succeeds; a preview decides alike.
    for (const scope of split) {
      const { data, errors: refusals } = await ask('previewCredentials', { scope });
      expect(refusals).toBeUndefined();
      expect(data).toEqual({ previewCredentials: { sessionPolicy: expect.any(String) as string } });
    }
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

describe('the codes', () => {
  it('have all been seen by a client in the tests above, and no others', () => {
    expect([...seen].sort()).toEqual([...errorCodes].sort());
  });

  it('are those of the table in docs/design.md, in its order', async () => {
    const [, section = ''] = (await readFile(path.join(project, 'docs/design.md'), 'utf8')).split('\n## Errors\n');
    const [table = ''] = section.split('\n## ');
    expect([...table.matchAll(/^\| (\w+) +\|/gm)].map(([, code]) => code)).toEqual(['code', ...errorCodes]);
  });
});

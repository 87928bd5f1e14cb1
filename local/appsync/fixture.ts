/** An API for tests, for what the project's own schema cannot show: denied fields, failing resolvers, every limit. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAppSync } from './appsync.ts';
import type { AppSyncOptions } from './appsync.ts';
import type { ApiRequest } from './conformance/case.ts';
import { createTestKey } from '../../test/testKey.ts';
import { accessClaims, idClaims, testClientId, testNow, testPool } from './testTokens.ts';
import type { TestKey } from '../../test/testKey.ts';
import type { Resolver } from './unitResolver.ts';

export const fixtureSchema = /* GraphQL */ `
  schema {
    query: Query
    mutation: Mutation
  }
  type Query {
    echo(
      s: String
      n: Int
      at: AWSDateTime
      json: AWSJSON
      access: Access
      scope: ScopeInput
      scopes: [ScopeInput!]
      limit: Int = 7
    ): String
    context: AWSJSON
    required(s: String!): String
    nn: String!
    layer: Layer
    thing: Thing
    things: [Thing!]
    wrong: [Thing]
    at: AWSDateTime
    count: Int
    access: Access
    fail: String
    timeout: String
    plain: String
    raise: Thing
    bare: String
    append: Thing
    deny: String
    broken: String
    early: String
    noInvoke: String
    iamOnly: String @aws_iam
    editorsOnly: String @aws_cognito_user_pools(cognito_groups: ["editors"])
    membersOnly: String @aws_cognito_user_pools(cognito_groups: ["editors", "members"])
    legacyEditors: String @aws_auth(cognito_groups: ["editors"])
    secret: Secret @aws_cognito_user_pools
    opened: Thing @aws_iam
    mixed: Mixed
  }
  type Mutation {
    count(to: Int): Int
  }
  type Layer {
    value: String
    nextLayer: Layer
  }
  type Thing {
    a: String!
    b: String
  }
  type Secret @aws_iam {
    a: String!
    b: String!
    c: String @aws_cognito_user_pools
  }
  type Mixed @aws_iam @aws_cognito_user_pools(cognito_groups: ["members"]) {
    a: String
    b: String @aws_iam
  }
  enum Access {
    READ
    WRITE
  }
  input ScopeInput {
    part: String!
    at: AWSDateTime
    access: Access
    role: String
  }
`;

/** A resolver's bundle, as esbuild writes one. */
export const bundleOf = (request: string, response: string): string => `// resolvers/fixture.ts
import { util, runtime as flow } from "@aws-appsync/utils";
function request(ctx) {
  ${request}
}
function response(ctx) {
  ${response}
}
export {
  request,
  response
};
`;

const INVOKE = 'return { operation: "Invoke", payload: { arguments: ctx.args } };';
const RESULT = 'if (ctx.error) util.error(ctx.error.message, ctx.error.type);\n  return ctx.result;';

const answering = (value: unknown): [string, string] => [INVOKE, `return ${JSON.stringify(value)};`];

const codes: Readonly<Record<string, [request: string, response: string]>> = {
  echo: [INVOKE, 'return JSON.stringify(ctx.args);'],
  context: [INVOKE, 'return ctx;'],
  required: answering('yes'),
  nn: answering(null),
  layer: answering({ value: '1', nextLayer: { value: '2', nextLayer: { value: '3', nextLayer: { value: '4' } } } }),
  thing: [INVOKE, RESULT],
  things: answering([{ a: 'x' }, { b: 'y' }]),
  wrong: answering({ a: 'x' }),
  at: answering('None'),
  count: answering('many'),
  access: answering('NOPE'),
  fail: [INVOKE, RESULT],
  timeout: [INVOKE, RESULT],
  plain: [INVOKE, RESULT],
  raise: [INVOKE, 'util.error("No.", "NotGranted", { a: "x", b: "y" }, { ask: 1 });'],
  bare: ['util.error("No.");', RESULT],
  append: [INVOKE, 'util.appendError("Mind.", "Warning", { a: "x" }, { ask: 1 });\n  return { a: "kept" };'],
  deny: [INVOKE, 'util.unauthorized();'],
  broken: [INVOKE, 'return missing.field;'],
  early: ['flow.earlyReturn("early");', 'return "late";'],
  noInvoke: ['return { operation: "Scan" };', RESULT],
  secret: answering({ a: '1', b: '2', c: '3' }),
  iamOnly: answering('iam'),
  editorsOnly: answering('editors'),
  membersOnly: answering('members'),
  legacyEditors: answering('editors'),
  opened: answering({ a: 'x' }),
  mixed: answering({ a: 'x', b: 'y' }),
};

const lambdaFailure = (name: string, message: string): Error => Object.assign(new Error(message), { name });

/** What came back. */
export interface FixtureAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export interface Fixture {
  readonly key: TestKey;
  readonly url: string;
  /** `field` and payload of every function call so far. */
  readonly invocations: readonly unknown[];
  send(request: ApiRequest): Promise<FixtureAnswer>;
  close(): Promise<void>;
}

/** Options of a fixture that need nothing but to be changed. */
export const fixtureOptions = (key: TestKey, resolvers: readonly Resolver[] = []): AppSyncOptions => ({
  api: { appIdClientRegex: `^${testClientId}$`, introspection: true, queryDepthLimit: 0, resolverCountLimit: 0 },
  schema: fixtureSchema,
  userPool: testPool,
  jwks: { keys: [key.jwk] },
  resolvers,
  clock: () => testNow,
});

/** Starts the fixture on a port of its own. */
export const startFixture = async (api: Partial<AppSyncOptions['api']> = {}): Promise<Fixture> => {
  const key = createTestKey('test-key');
  const invocations: unknown[] = [];
  const invokeOf = (field: string) => (payload: unknown) => {
    invocations.push({ field, payload });
    if (field === 'fail') return Promise.reject(lambdaFailure('Lambda:Unhandled', 'It broke.'));
    if (field === 'timeout')
      return Promise.reject(lambdaFailure('Lambda:ExecutionTimeoutException', 'Execution timed out.'));
    if (field === 'plain') return Promise.reject(new TypeError('It broke too.'));
    return Promise.resolve({ a: 'from the function' });
  };
  const resolvers = Object.entries(codes).map(([field, [request, response]]) => ({
    type: 'Query',
    field,
    code: bundleOf(request, response),
    invoke: invokeOf(field),
  }));
  const mutation = {
    type: 'Mutation',
    field: 'count',
    code: bundleOf(INVOKE, 'return ctx.args.to;'),
    invoke: invokeOf('Mutation.count'),
  };
  const options = fixtureOptions(key, [...resolvers, mutation]);
  const server = createServer(createAppSync({ ...options, api: { ...options.api, ...api } }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const idToken = key.token(idClaims);

  return {
    key,
    url,
    invocations,
    async send({ method = 'POST', path = '/graphql', authorization = idToken, headers = {}, body }) {
      const raw = typeof body === 'string' || body instanceof Uint8Array;
      const response = await fetch(url + path, {
        method,
        headers: {
          'content-type': 'application/json',
          ...headers,
          ...(authorization === null ? {} : { authorization }),
        },
        ...(body === undefined ? {} : { body: raw ? body : JSON.stringify(body) }),
      });
      return { status: response.status, headers: response.headers, text: await response.text() };
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
};

/** The fixture's tokens by what is right or wrong about them. */
export const tokensOf = (
  key: TestKey,
): Readonly<
  Record<'id' | 'access' | 'badSignature' | 'expired' | 'wrongIssuer' | 'wrongClient' | 'wrongClientAccess', string>
> => ({
  id: key.token(idClaims),
  access: key.token(accessClaims),
  badSignature: createTestKey('test-key').token(idClaims),
  expired: key.token({ ...idClaims, exp: testNow / 1000 - 1 }),
  wrongIssuer: key.token({ ...idClaims, iss: testPool.issuer.replace('LocalPool', 'OtherPool') }),
  wrongClient: key.token({ ...idClaims, aud: `${testClientId}x` }),
  wrongClientAccess: key.token({ ...accessClaims, client_id: 'another' }),
});

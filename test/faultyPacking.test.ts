/** Faults put into packing: each ends in Internal, is logged, and no credentials are asked for. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jest } from '@jest/globals';
import type { Statement } from '../core/policy/document.ts';
import { listOf } from '../core/policy/oneOrMany.ts';
import type { PackedPolicy } from '../core/policy/withTags.ts';
import { scopes } from '../core/scopes/index.ts';
import { SUB } from './fixtures.ts';
import { captureLog } from './logWatch.ts';
import { accessClaims, CLIENT, ISSUER } from './signedTokens.ts';
import { createTestKey } from './testKey.ts';

type Statements = readonly Statement[];

const sound = {
  pack: (statements: Statements): Statements => statements,
  withTags: (packed: PackedPolicy): PackedPolicy => packed,
};
let fault: Partial<typeof sound> = {};

const packing = await import('../core/policy/pack.ts');
const tagging = await import('../core/policy/withTags.ts');
jest.unstable_mockModule('../core/policy/pack.ts', () => ({
  ...packing,
  pack: (...permissions: Parameters<typeof packing.pack>) =>
    ({ ...sound, ...fault }).pack(packing.pack(...permissions)),
}));
jest.unstable_mockModule('../core/policy/withTags.ts', () => ({
  ...tagging,
  withTags: (...statements: Parameters<typeof tagging.withTags>) => {
    const packed = tagging.withTags(...statements);
    return packed && { ...sound, ...fault }.withTags(packed);
  },
}));
const { vendHandler } = await import('../functions/vendHandler.ts');

const key = createTestKey('pool-key');
const environment = {
  AWS_REGION: 'eu-central-1',
  USER_POOL_ISSUER: ISSUER,
  USER_POOL_CLIENT_ID: CLIENT,
  VEND_ROLE_ARN: 'arn:aws:iam::123456789012:role/vend',
  SESSION_TOKEN_OVERHEAD: '0',
  RESOURCES: JSON.stringify({
    uploads: { name: 'uploads-bucket' },
    notes: { name: 'notes-table' },
    reporting: { name: 'arn:aws:iam::123456789012:role/reporting' },
  }),
};

let calls = 0;
let lines: string[] = [];
const sts = createServer((_request, response) => {
  calls += 1;
  response
    .writeHead(403, { 'content-type': 'text/xml' })
    .end('<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>');
});
let vend: ReturnType<typeof vendHandler>;
beforeAll(async () => {
  await new Promise<void>((listening) => sts.listen(0, '127.0.0.1', listening));
  const endpoint = `http://127.0.0.1:${String((sts.address() as AddressInfo).port)}`;
  const credentials = { accessKeyId: 'AKIA', secretAccessKey: 'x' };
  vend = vendHandler({ environment, jwks: key.jwks, sts: { endpoint, credentials } });
});
beforeEach(() => {
  calls = 0;
  lines = captureLog('log');
});
afterEach(() => {
  fault = {};
  jest.restoreAllMocks();
});
afterAll(() => {
  sts.closeAllConnections();
  sts.close();
});

const own = `users/${SUB}/`;
const ask = (prefix: string, ...access: readonly string[]) => ({ resource: 'uploads', prefix, access });
const few = {
  s3: [ask(own, 'READ', 'LIST'), ask('tenants/acme/shared/', 'READ')],
  dynamodb: [{ resource: 'notes', access: ['READ', 'WRITE'] }],
};
const long = (at: number) => `${own}${'a long name '.repeat(5)}${String(at)}/`;
const many = { s3: Array.from({ length: 9 }, (_, at) => ask(long(at), 'LIST', at === 0 ? 'READ' : 'DELETE')) };

const vended = async (scope: unknown): Promise<{ readonly code: string | undefined; readonly why: unknown }> => {
  const authorization = key.token(accessClaims({ 'cognito:groups': ['members'], tenant: 'acme' }));
  const context = { awsRequestId: '0b0b6c4e-8f43-4a55-9c57-6f7b0d1f8d11', getRemainingTimeInMillis: () => 10_000 };
  const { error } = await vend({ field: 'vendCredentials', arguments: { scope }, authorization }, context);
  const line = JSON.parse(lines[0] ?? '{}') as Readonly<Record<string, unknown>>;
  return { code: error?.code, why: [line['level'], line['causeName']] };
};

it.each([
  ['few', few],
  ['many', many],
])('asks STS for %s asks while packing is sound', async (_name, scope) => {
  // The server of this test lets nobody have the role.
  expect((await vended(scope)).code).toBe('VendRoleNotAssumable');
  expect(calls).toBeGreaterThan(0);
});

const [to, from] = ['"s3:GetObject"', '"s3:DeleteObject"'];
const rewriting = (change: (text: string) => string) => (statements: Statements) =>
  JSON.parse(change(JSON.stringify(statements))) as Statements;
const tagsWith =
  (change: (tags: PackedPolicy['tags']) => PackedPolicy['tags']) =>
  (packed: PackedPolicy): PackedPolicy => ({ ...packed, tags: change(packed.tags) });
const first = (change: (value: string) => string) =>
  tagsWith((tags) => tags.map(({ Key, Value }, at) => ({ Key, Value: at === 0 ? change(Value) : Value })));

it.each<readonly [why: string, scope: unknown, fault: Partial<typeof sound>]>([
  ['a statement dropped', few, { pack: (statements) => statements.slice(1) }],
  ['a resource dropped', few, { pack: ([one, ...rest]) => [{ ...one, Resource: listOf(one?.Resource)[0] } as Statement, ...rest] }],
  ['an action in place of another', few, { pack: rewriting((text) => text.replace(to, from)) }],
  ['conditions dropped', few, { pack: (statements) => statements.map((one) => ({ ...one, Condition: {} })) }],
  [
    'two statements under the conditions of one',
    few,
    { pack: (statements) => statements.map((one) => (one.Condition ? { ...one, Condition: statements.at(-1)?.Condition ?? {} } : one)) },
  ],
  ['a segment cut short', few, { pack: rewriting((text) => text.replace(`${own}*`, `${own.slice(0, -1)}*`)) }],
  ['a statement that allows everything', few, { pack: (statements) => [...statements, { Effect: 'Allow', Action: '*', Resource: '*' }] }],
  ['tags left out', many, { withTags: tagsWith(() => []) }],
  [
    'the values of two tags swapped',
    many,
    { withTags: tagsWith(([one, other, ...rest]) => (one && other ? [{ ...one, Value: other.Value }, { ...other, Value: one.Value }, ...rest] : [])) },
  ],
  [
    'a space at the end of a tag, not of the name',
    many,
    { withTags: first((value) => `${value} `) },
  ],
  [
    'a space at the end of a tag, which the name has',
    many,
    { withTags: (packed) => first((value) => value.slice(0, value.lastIndexOf(' ') + 1))({ ...packed, text: packed.text.replace(/\$\{aws:PrincipalTag\/v0\}/g, `$&${packed.tags[0]?.Value.split(' ').at(-1) ?? ''}`) }) },
  ],
  [
    'keys that differ only in case',
    many,
    { withTags: ({ text, tags }) => ({ text: text.replaceAll('PrincipalTag/v1}', 'PrincipalTag/V0}'), tags: tags.map((tag) => ({ ...tag, Key: tag.Key.replace('v1', 'V0') })) }) },
  ],
])('vends nothing with %s', async (_why, scope, injected) => {
  fault = injected;
  expect(await vended(scope)).toEqual({ code: 'Internal', why: ['ERROR', 'UnpackMismatch'] });
  expect(calls).toBe(0);
}); // prettier-ignore

it('vends nothing with a part left out as if another part covered it', async () => {
  jest.spyOn(scopes.s3.part as { covers: (outer: unknown, inner: unknown) => boolean }, 'covers').mockReturnValue(true);
  const scope = { s3: [ask(own, 'READ'), ask('tenants/acme/shared/', 'READ')] };
  expect(await vended(scope)).toEqual({ code: 'Internal', why: ['ERROR', 'UnpackMismatch'] });
  expect(calls).toBe(0);
});

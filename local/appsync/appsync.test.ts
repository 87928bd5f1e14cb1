import { createAppSync } from './appsync.ts';
import { bundleOf, fixtureOptions, fixtureSchema, startFixture } from './fixture.ts';
import type { Fixture } from './fixture.ts';
import { createTestKey } from '../../test/testKey.ts';

let fixture: Fixture;
let limited: Fixture;
beforeAll(async () => {
  fixture = await startFixture();
  limited = await startFixture({ resolverCountLimit: 2, queryDepthLimit: 2, introspection: false });
});
afterAll(() => Promise.all([fixture.close(), limited.close()]));

interface Answer {
  readonly data: unknown;
  readonly errors?: readonly { readonly path: unknown; readonly errorType?: string; readonly message: string }[];
}
const ask = async (query: string, to = fixture, variables?: unknown): Promise<Answer> =>
  JSON.parse((await to.send({ body: { query, variables } })).text) as Answer;

describe('limits', () => {
  it('runs no resolver past the resolver count limit, aliases counted', async () => {
    const before = limited.invocations.length;
    const { data, errors } = await ask('{a:thing{a} b:thing{a} c:thing{a} d:thing{a}}', limited);
    expect(data).toEqual({ a: { a: 'from the function' }, b: { a: 'from the function' }, c: null, d: null });
    expect(errors?.map(({ path, errorType }) => [path, errorType])).toEqual([
      [['c'], 'ResolverExecutionLimitReached'],
      [['d'], 'ResolverExecutionLimitReached'],
    ]);
    expect(limited.invocations).toHaveLength(before + 2);
  });

  it('counts aliases of a mutation too, one after the other', async () => {
    const before = limited.invocations.length;
    const { data } = await ask('mutation{a:count(to:1) b:count(to:2) c:count(to:3)}', limited);
    expect(data).toEqual({ a: 1, b: 2, c: null });
    expect(limited.invocations).toHaveLength(before + 2);
  });

  it('counts anew for each request', async () => {
    for (const round of [1, 2, 3])
      expect([round, (await ask('{thing{a}}', limited)).errors]).toEqual([round, undefined]);
  });

  it('denies fields below the depth limit and keeps the rest', async () => {
    const { data, errors } = await ask('{layer{value nextLayer{value}}}', limited);
    expect(data).toEqual({ layer: { value: '1', nextLayer: { value: null } } });
    expect(errors).toMatchObject([{ path: ['layer', 'nextLayer', 'value'], errorType: 'QueryDepthLimitReached' }]);
  });

  it('has no limits where none are set', async () => {
    const aliases = Array.from({ length: 50 }, (_, index) => `a${String(index)}:early`).join(' ');
    expect((await ask(`{${aliases} layer{nextLayer{nextLayer{nextLayer{value}}}}}`)).errors).toBeUndefined();
  });
});

describe('introspection', () => {
  it('is answered when it is on', async () => {
    const { data, errors } = await ask('{__schema{queryType{name}} __type(name:"Access"){enumValues{name}}}');
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      __schema: { queryType: { name: 'Query' } },
      __type: { enumValues: [{ name: 'READ' }, { name: 'WRITE' }] },
    });
  });

  it('knows no fields of the schema when it is off, but __typename', async () => {
    const { errors } = await ask('{__typename __schema{types{name}}}', limited);
    expect(errors?.map(({ message }) => message)).toEqual([
      "Validation error of type FieldUndefined: Field 'types' in type '__Schema' is undefined @ '__schema/types'",
    ]);
    expect(await ask('{__typename}', limited)).toEqual({ data: { __typename: 'Query' } });
  });
});

describe('authorization', () => {
  it.each([
    [
      'a type without a directive has the default mode, not its parent field’s',
      '{opened{a}}',
      'Not Authorized to access opened on type Query',
    ],
    ['@aws_auth', '{legacyEditors}', 'Not Authorized to access legacyEditors on type Query'],
    ['a field’s directive goes before its type’s', '{mixed{a b}}', 'Not Authorized to access b on type Mixed'],
  ])('%s', async (_, query, message) => {
    expect((await ask(query)).errors?.map((error) => error.message)).toEqual([message]);
  });

  it('does not run the resolver of a denied field', async () => {
    const before = fixture.invocations.length;
    await ask('{iamOnly editorsOnly opened{a}}');
    expect(fixture.invocations).toHaveLength(before);
  });
});

describe('resolvers', () => {
  it('earlyReturn skips the function and the response handler', async () => {
    const before = fixture.invocations.length;
    expect(await ask('{early}')).toEqual({ data: { early: 'early' } });
    expect(fixture.invocations).toHaveLength(before);
  });

  it('an error in the request handler skips the function', async () => {
    const before = fixture.invocations.length;
    await ask('{bare}');
    expect(fixture.invocations).toHaveLength(before);
  });

  it('refuses a request that a Lambda data source does not have', async () => {
    expect((await ask('{noInvoke}')).errors).toMatchObject([{ errorType: 'Code' }]);
  });

  it('gives the function the payload', async () => {
    await ask('query($s:ScopeInput){echo(scope:$s,n:1)}', fixture, { s: { part: 'p', access: 'READ' } });
    expect(fixture.invocations.at(-1)).toEqual({
      field: 'echo',
      payload: { arguments: { limit: 7, n: 1, scope: { part: 'p', access: 'READ' } } },
    });
  });

  it('tells the resolver what is selected', async () => {
    const { data } = await ask(
      'query($yes:Boolean!){thing{...F x:b @include(if:$yes) b @skip(if:$yes)}} fragment F on Thing{a}',
      fixture,
      {
        yes: true,
      },
    );
    expect(data).toEqual({ thing: { a: 'from the function', x: null } });
  });
});

describe('a schema or resolver that AppSync would refuse', () => {
  const key = createTestKey('k');
  const QUERY = 'type Query { a: String }';
  const code = bundleOf('return null;', 'return null;');
  const invoke = (): Promise<null> => Promise.resolve(null);

  it.each([
    ['no Query', 'type Mutation { a: String }', /no Query type/],
    ['@oneOf', `${QUERY} input I @oneOf { a: String }`, /@oneOf/],
    ['a custom directive', `directive @own on FIELD_DEFINITION type Query { a: String @own }`, /@own/],
    ['a directive that nobody declares', 'type Query { a: String @own }', /@own/],
    ['a custom scalar', `${QUERY} scalar Money`, /scalar Money/],
    [
      'a scalar with a specification',
      `${QUERY} scalar Money @specifiedBy(url: "https://x.example")`,
      /Money|@specifiedBy/,
    ],
    ['a type name that begins with AWS', `${QUERY} type AWSThing { a: String }`, /AWSThing/],
    ['an input name that begins with AWS', `${QUERY} input AWSThing { a: String }`, /AWSThing/],
    ['an own AWSJSON', `${QUERY} scalar AWSJSON`, /AWSJSON/],
    ['a type that is not there', 'type Query { a: Missing }', /Missing/],
    ['subscriptions, which are not served here', `${QUERY} type Subscription { a: String }`, /Subscription/],
    ['more than 1 MB', `${QUERY} # ${'x'.repeat(1024 * 1024)}`, /1048576/],
  ])('%s', (_, schema, message) => {
    expect(() => createAppSync({ ...fixtureOptions(key), schema })).toThrow(message);
  });

  it.each([
    ['on a missing field', [{ type: 'Query', field: 'nope', code, invoke }], /Query\.nope/],
    ['on a missing type', [{ type: 'Nope', field: 'a', code, invoke }], /Nope\.a/],
    ['on an input', [{ type: 'ScopeInput', field: 'part', code, invoke }], /ScopeInput\.part/],
    ['on an inherited name', [{ type: 'Query', field: 'constructor', code, invoke }], /Query\.constructor/],
    ['twice', [1, 2].map(() => ({ type: 'Query', field: 'echo', code, invoke })), /Query\.echo has two resolvers/],
    [
      'with code that is no resolver',
      [{ type: 'Query', field: 'echo', code: 'export {};', invoke }],
      /Query\.echo.*"request"/,
    ],
  ])('a resolver %s', (_, resolvers, message) => {
    expect(() => createAppSync(fixtureOptions(key, resolvers))).toThrow(message);
  });

  it('takes what AppSync takes', () => {
    expect(() => createAppSync({ ...fixtureOptions(key), schema: fixtureSchema })).not.toThrow();
  });
});

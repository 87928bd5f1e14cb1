/**
 * As exactness.test.ts, for tables: judged by the evaluator, a session policy allows a DynamoDB request if and only if the
 * scope, read as typed values, means it and a grant covers it. The meaning is test/tableMeaning.ts.
 */
import fc from 'fast-check';
import { callerWith, serviceWith, SUB, tagContext } from '../test/fixtures.ts';
import { runs } from '../test/runs.ts';
import {
  type Access,
  allows,
  contextOf,
  type Given,
  isKey,
  meaning,
  type Part,
  READS,
  type TestAsk,
  type TestRequest,
  valid,
  WRITES,
} from '../test/tableMeaning.ts';
import { myGrants } from './preview.ts';
import { planVend } from './plan.ts';
import type { PolicyDocument } from './policy/document.ts';
import { evaluate } from './policy/evaluate.ts';
import { codeOf } from '../test/refusal.ts';

const HOSTILE = [
  '*', '?', '${aws:username}', '${*}', '${?}', '${$}', '$', '${', '{}', '..', '', 'x\ny', 'a"b', "a'b", 'a\\b', '🙈', '%2e%2e', 'é', 'e\u0301', '東京',
  'foo', 'foobar', 'FOO', 'fo', 'foo*', 'f?o', ' ', 'foo ', 'x'.repeat(2048), 'x'.repeat(2049), '\u0000', '\u007f', '\ud800', SUB, SUB.toUpperCase(), '#',
  'T#', 'T#acme', 'T#acme2', 'T#acme#x', 't#acme', 'T#globex', 'T#*', 'acme', '__proto__', 'constructor', 'dynamodb:LeadingKeys', 'false',
]; // prettier-ignore
const TENANTS = ['acme', 'acme', 'acme2', 'globex', 'T', '*', '', '#', 'a#b', '${sub}', 'ac me', '..'];
const TEMPLATES = [
  '${sub}',
  'T#${claims.tenant}',
  'T#${claims.tenant}#x',
  '${claims.tenant}',
  'foo',
  'a"b',
  '東京',
  'T#',
];
const ATTRIBUTES = ['owner', 'id', 'title', 'body', 'Title'];
const OTHERS = [
  'dynamodb:PartiQLSelect', 'dynamodb:PartiQLInsert', 'dynamodb:PartiQLUpdate', 'dynamodb:PartiQLDelete', 'dynamodb:DescribeTable',
  'dynamodb:DeleteTable', 'dynamodb:UpdateTable', 'dynamodb:ExportTableToPointInTime', 'dynamodb:GetRecords', 'dynamodb:PutResourcePolicy', 's3:GetObject',
]; // prettier-ignore
const TABLE = 'arn:aws:dynamodb:eu-central-1:123456789012:table/notes-table';

interface TestGrant extends Omit<Part, 'key'> {
  readonly group: string | null;
  readonly template: string | null;
  readonly access: readonly Access[];
}
const usableClaim = (value: string) => /^[\p{L}\p{N}_.:=+\-@ ]+$/u.test(value) && value !== '..';

const declaration = (grants: readonly TestGrant[]) => ({
  resources: { notes: { kind: 'dynamodb' } },
  grants: grants.map(({ group, template, index, attributes, access }, at) => ({
    name: `g${String(at)}`,
    to: group === null ? 'everyone' : { group },
    resource: 'notes',
    access,
    ...(template === null ? { whole: true } : { leadingKey: template }),
    ...(index !== null && { index }),
    ...(attributes !== null && { attributes }),
  })),
});

const accesses = fc.uniqueArray(fc.constantFrom<Access>('READ', 'WRITE'), { minLength: 1, maxLength: 2 });
const names = fc.uniqueArray(fc.constantFrom(...ATTRIBUTES), { minLength: 1, maxLength: 4 });
const orNull = <Value>(arbitrary: fc.Arbitrary<Value>, weight = 2) =>
  fc.oneof({ weight, arbitrary: fc.constant(null) }, { weight: 1, arbitrary });
const grant: fc.Arbitrary<TestGrant> = fc
  .record({
    group: fc.constantFrom(null, null, 'members', 'editors'),
    template: fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...TEMPLATES) }, fc.constant(null)),
    index: orNull(fc.constantFrom('byTenant', 'byTenantX'), 2),
    attributes: orNull(names),
    access: accesses,
  })
  .map((made) => (made.index === null ? made : { ...made, access: ['READ' as const] }));

const keyOf = (template: string | null, tenant: string): string | null | undefined => {
  if (template === null) return null;
  if (template.includes('tenant') && !usableClaim(tenant)) return undefined;
  return template.replaceAll('${claims.tenant}', () => tenant).replaceAll('${sub}', () => SUB);
};

const scenario = fc
  .record({
    grants: fc.array(grant, { minLength: 1, maxLength: 5 }),
    tenant: fc.constantFrom(...TENANTS),
    groups: fc.subarray(['members', 'editors']),
  })
  .chain((world) => {
    const given = world.grants
      .filter(({ group }) => group === null || world.groups.includes(group))
      .flatMap(({ template, index, attributes, access }): Given[] => {
        const key = keyOf(template, world.tenant);
        return key === undefined ? [] : [{ index, key, attributes, access }];
      });
    const own = [...given.flatMap(({ key }) => key ?? []), 'foo'];
    // Keys near what is granted find more than random ones do.
    const key = fc.oneof(
      { weight: 12, arbitrary: fc.constantFrom(...own) },
      { weight: 2, arbitrary: fc.constantFrom(...HOSTILE) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 4 }).map((tail) => `${own[0] ?? ''}${tail}`) },
    );
    const hostile = fc.oneof(fc.constantFrom(...own), fc.constantFrom(...HOSTILE.filter(isKey)));
    const wild: fc.Arbitrary<TestAsk> = fc.record(
      {
        index: fc.constantFrom('byTenant', 'by*', ''),
        leadingKeys: fc.array(key, { maxLength: 3 }),
        attributes: fc.array(fc.constantFrom(...ATTRIBUTES, ...HOSTILE, 'a.b', 'a[0]'), { maxLength: 3 }),
        access: accesses,
      },
      { requiredKeys: ['access'] },
    );
    // Asks for some of what a grant gives, or for a little more.
    const near = ({ index, key: granted, attributes, access }: Given): fc.Arbitrary<TestAsk> =>
      fc
        .record({
          leadingKeys: orNull(
            fc.uniqueArray(granted === null ? hostile : fc.constantFrom(...own), { minLength: 1, maxLength: 3 }),
            1,
          ),
          attributes: orNull(attributes === null ? names : fc.subarray([...attributes], { minLength: 1 }), 2),
          access: fc.oneof({ weight: 6, arbitrary: fc.subarray([...access], { minLength: 1 }) }, accesses),
        })
        .map((made) => ({
          access: made.access,
          ...(index !== null && { index }),
          ...(made.leadingKeys && { leadingKeys: made.leadingKeys }),
          ...(made.attributes && { attributes: made.attributes }),
        }));
    const ask = fc.oneof(
      { weight: 1, arbitrary: wild },
      { weight: 8, arbitrary: given.length > 0 ? fc.constantFrom(...given).chain(near) : wild },
    );
    return fc.record({
      world: fc.constant(world),
      given: fc.constant(given),
      asks: fc.array(ask, { minLength: 1, maxLength: 3 }),
    });
  })
  .chain(({ world, given, asks }) => {
    const own = [...given.flatMap((one) => one.key ?? []), ...asks.flatMap((one) => one.leadingKeys ?? [])];
    const key = fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom('foo', ...own) },
      { weight: 1, arbitrary: fc.constantFrom(...HOSTILE) },
    );
    const request: fc.Arbitrary<TestRequest> = fc
      .record({
        action: fc.constantFrom(...READS, ...WRITES),
        index: orNull(fc.constantFrom('byTenant', 'byTenantX'), 3),
        keys: fc.uniqueArray(key, { maxLength: 3 }),
        attributes: fc.oneof(fc.constant([]), names),
        select: fc.constantFrom('SPECIFIC_ATTRIBUTES', 'SPECIFIC_ATTRIBUTES', 'ALL_ATTRIBUTES', 'COUNT'),
        returnValues: fc.constantFrom(undefined, 'NONE', 'ALL_OLD', 'ALL_NEW', 'UPDATED_OLD', 'UPDATED_NEW'),
      })
      .map((made) =>
        ['PutItem', 'UpdateItem', 'DeleteItem'].includes(made.action) ? made : { ...made, returnValues: undefined },
      );
    return fc.record({
      world: fc.constant(world),
      given: fc.constant(given),
      asks: fc.constant(asks),
      requests: fc.array(request, { minLength: 30, maxLength: 30 }),
    });
  });

describe('a session policy on tables', () => {
  it('allows a request if and only if the scope means it and a grant covers it', () => {
    const seen = new Map<string, number>();
    const count = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1);
    fc.assert(
      fc.property(scenario, ({ world, given, asks, requests }) => {
        const service = serviceWith(declaration(world.grants));
        const caller = callerWith({ 'cognito:groups': world.groups, tenant: world.tenant });
        const asked = { scope: { dynamodb: asks.map((ask) => ({ resource: 'notes', ...ask })) } };
        const means = asks.every(valid) ? meaning(asks, given) : undefined;
        const code = codeOf(() => planVend(service, caller, asked));
        count(code);

        if (!asks.every(valid)) {
          // Whether an ask makes sense is told to those only who have some grant on the service.
          expect(code).toBe(myGrants(service, caller).length > 0 ? 'InvalidScope' : 'NotGranted');
          return;
        }
        if (means === undefined) {
          expect(['NotGranted', 'ClaimUnusable']).toContain(code);
          return;
        }
        expect(['none', 'ScopeTooLarge']).toContain(code);
        if (code !== 'none') return;

        const { sessionPolicy: text = '', sessionTags } = planVend(service, caller, asked);
        const tagged = tagContext(sessionTags);
        expect(text).toMatch(/^[\t\n\r -\u00ff]{1,2048}$/);
        const policy = JSON.parse(text) as PolicyDocument;
        for (const request of requests) {
          const context = { ...tagged, ...contextOf(request) };
          const resource = request.index === null ? TABLE : `${TABLE}/index/${request.index}`;
          const action = `dynamodb:${request.action}`;
          const expected = allows(means, request) ? 'Allow' : 'ImplicitDeny';
          expect([request, evaluate(policy, { action, resource, context })]).toEqual([request, expected]);
          if (expected === 'Allow') {
            count(request.action);
            if (request.keys.length > 1) count(`${request.action} of several keys`);
            if (request.returnValues?.startsWith('ALL_') === true) count('whole items returned');
            if (request.returnValues?.startsWith('UPDATED_') === true) count('updated values returned');
            if (request.index !== null) count('an index');
          }
        }
        const [request] = requests;
        if (request === undefined) return;
        const context = { ...tagged, ...contextOf(request) };
        for (const resource of [
          `${TABLE}2`,
          `${TABLE}/index/other`,
          `${TABLE}/stream/s`,
          TABLE.replace('eu-central-1', 'eu-west-1'),
        ])
          expect(evaluate(policy, { action: `dynamodb:${request.action}`, resource, context })).toBe('ImplicitDeny');
        for (const action of OTHERS)
          expect(evaluate(policy, { action, resource: TABLE, context })).toBe('ImplicitDeny');
      }),
      runs(2000),
    );
    // A property that never gets past the refusals, or sees nothing allowed, shows nothing.
    for (const what of ['none', 'NotGranted', 'InvalidScope', ...READS, ...WRITES])
      expect([what, (seen.get(what) ?? 0) > 40]).toEqual([what, true]);
    for (const what of [
      'an index',
      'BatchGetItem of several keys',
      'BatchWriteItem of several keys',
      'whole items returned',
      'updated values returned',
    ])
      expect([what, (seen.get(what) ?? 0) > 10]).toEqual([what, true]);
  });
});

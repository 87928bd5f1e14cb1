/**
 * The heart of the service: judged by the evaluator, a session policy allows a request if and only if the scope, read as
 * typed values, means it and a grant covers it. The meaning is written here a second time, plainly, from the design.
 */
import fc from 'fast-check';
import {
  type Access,
  ACTIONS,
  type Given,
  givenTo,
  isListing,
  meaning,
  type TestAsk,
  type TestCaller,
  type TestGrant,
  valid,
  type Who,
} from '../test/bucketMeaning.ts';
import { callerWith, serviceWith, SUB, tagContext } from '../test/fixtures.ts';
import { codeOf } from '../test/refusal.ts';
import { runs } from '../test/runs.ts';
import { myGrants } from './preview.ts';
import { planVend } from './plan.ts';
import type { PolicyDocument } from './policy/document.ts';
import { evaluate } from './policy/evaluate.ts';
import { scopes } from './scopes/index.ts';

const HOSTILE = [
  '*', '?', '${aws:username}', '${*}', '${?}', '${$}', '$', '{', '}', '${', '..', '.', '', 'x\ny', 'a"b', "a'b", 'a\\b', '🙈', '%2e%2e', '%2F', 'é', '東京',
  'foo', 'foobar', 'fo', 'foo*', 'f?o', ' ', 'foo ', 'x'.repeat(1024), '\u0000', '\ud800', SUB, 'acme', 'acme2', 'globex', 'users', 'tenants', '__proto__', 'constructor',
]; // prettier-ignore
const TENANTS = ['acme', 'acme2', 'globex', ...HOSTILE];
const ALL_ACCESS = Object.keys(ACTIONS) as Access[];
const OTHER_ACTIONS = [
  's3:GetObjectAcl',
  's3:PutObjectAcl',
  's3:GetObjectVersionTagging',
  's3:PutObjectVersionTagging',
  's3:ListBucketMultipartUploads',
  's3:DeleteBucket',
  'sts:AssumeRole',
];

const segment = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...HOSTILE) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 5 }) },
);
const path = fc.array(segment, { minLength: 1, maxLength: 4 }).map((segments) => segments.join('/'));
const access = fc.uniqueArray(fc.constantFrom(...ALL_ACCESS), { minLength: 1, maxLength: 4 });
const templateSegment = fc.constantFrom(
  'users',
  'tenants',
  'foo',
  'foobar',
  'a"b',
  '%2e%2e',
  '東京',
  '${sub}',
  '${claims.tenant}',
);
const grant: fc.Arbitrary<TestGrant> = fc
  .record({
    who: fc.constantFrom<Who[]>('everyone', 'members', 'editors', 'the user', 'the tenant acme'),
    template: fc.array(templateSegment, { maxLength: 3 }).map((segments) => segments.join('/')),
    exact: fc.boolean(),
    access,
  })
  .map((made) =>
    made.exact && made.template !== ''
      ? { ...made, access: made.access.filter((value) => !isListing(value)) }
      : { ...made, exact: false },
  )
  .filter((made) => made.access.length > 0);

// Asks and requests near what is granted find more than random ones do.
const near = (texts: readonly string[]) =>
  fc
    .record({
      base: fc.constantFrom(...texts),
      tail: fc.oneof(fc.constant(''), path, fc.constantFrom(...HOSTILE)),
      cut: fc.nat(2),
    })
    .map(({ base, tail, cut }) => base.slice(0, base.length - cut) + tail);

const TO: Readonly<Record<Who, unknown>> = {
  everyone: 'everyone',
  members: { group: 'members' },
  editors: { group: 'editors' },
  'the user': { sub: SUB },
  'the tenant acme': { claim: 'tenant', equals: 'acme' },
};

const declaration = (grants: readonly TestGrant[]) => ({
  resources: { uploads: { kind: 's3' } },
  grants: grants.map(({ who, template, exact: one, access: values }, index) => ({
    name: `g${String(index)}`,
    to: TO[who],
    resource: 'uploads',
    access: values,
    ...(template === '' ? { whole: true } : one ? { key: template } : { prefix: `${template}/` }),
  })),
});

// Subs that are prefixes of one another, or names that grants have.
const SUBS = [SUB, SUB, SUB, SUB.slice(0, -1), `${SUB}0`, 'acme', 'users', 'foo'];

const scenario = fc
  .record({
    grants: fc.array(grant, { minLength: 1, maxLength: 4 }),
    caller: fc.record({
      sub: fc.constantFrom(...SUBS),
      tenant: fc.constantFrom(...TENANTS),
      groups: fc
        .tuple(fc.subarray(['members', 'editors']), fc.subarray(HOSTILE, { maxLength: 2 }))
        .map(([ours, others]) => [...ours, ...others]),
    }),
    username: fc.constantFrom(...HOSTILE),
    // Mostly ours: with another alias there is nothing left to judge.
    alias: fc.oneof({ weight: 12, arbitrary: fc.constant('uploads') }, { weight: 1, arbitrary: segment }),
    everything: fc.nat(9).map((die) => die === 0),
  })
  .chain((world) => {
    const given = givenTo(world.caller, world.grants, SUB);
    const texts = ['', ...given.map(({ part }) => part.text)];
    const prefix = fc.oneof(near(texts), path).map((text) => `${text}${text.endsWith('/') ? '' : '/'}`);
    // Access that somebody has, more often than any.
    const values = fc.oneof(access, fc.constantFrom(...given.map((one) => one.access), ['READ'] as const));
    const ask = fc.oneof(
      { weight: 4, arbitrary: fc.record({ prefix, access: values }) },
      { weight: 4, arbitrary: fc.record({ key: fc.oneof(near(texts), path), access: values }) },
      { weight: 3, arbitrary: fc.record({ access: values }) },
      { weight: 1, arbitrary: fc.record({ prefix, key: path, access: values }) },
    );
    return fc.record({
      world: fc.constant(world),
      given: fc.constant(given),
      asks: fc.oneof(fc.array(ask, { minLength: 1, maxLength: 1 }), fc.array(ask, { minLength: 2, maxLength: 3 })),
    });
  })
  .chain(
    ({
      world,
      given,
      asks,
    }: {
      world: { grants: TestGrant[]; caller: TestCaller; username: string; alias: string; everything: boolean };
      given: Given[];
      asks: TestAsk[];
    }) => {
      const texts = [
        '',
        ...given.map(({ part }) => part.text),
        ...asks.flatMap(({ prefix, key }) => [prefix ?? '', key ?? '']),
      ];
      return fc.record({
        world: fc.constant(world),
        given: fc.constant(given),
        asks: fc.constant(asks),
        names: fc.array(fc.oneof(near(texts), path), { minLength: 8, maxLength: 8 }),
      });
    },
  );

describe('a session policy', () => {
  it('knows the actions that this test knows', () => {
    const part = { segments: ['a'], exact: false };
    const resource = {
      alias: 'a',
      kind: 's3',
      name: 'bucket',
      partition: 'aws',
      region: 'r',
      account: '1',
      vendRoleArn: '',
    };
    expect(
      Object.fromEntries(
        Object.entries(scopes.s3.access).map(([value, permissions]) => [
          value,
          permissions(resource, part, () => false).flatMap(({ actions }) => actions),
        ]),
      ),
    ).toEqual(ACTIONS);
  });

  it('allows a request if and only if the scope means it and a grant covers it', () => {
    const seen: Record<string, number> = {};
    fc.assert(
      fc.property(scenario, ({ world, given, asks, names }) => {
        const service = serviceWith(declaration(world.grants));
        const { sub, tenant, groups } = world.caller;
        const caller = callerWith({ sub, username: world.username, 'cognito:groups': groups, tenant });
        const request = world.everything
          ? {}
          : { scope: { s3: asks.map((ask) => ({ resource: world.alias, ...ask })) } };
        const isValid = world.everything || (world.alias !== '' && asks.every(valid));
        const whole = given.flatMap(({ part, access: values }) => values.map((value) => ({ part, access: value })));
        const granted = world.everything ? (whole.length > 0 ? whole : undefined) : meaning(asks, given);
        const means = world.everything || world.alias === 'uploads' ? granted : undefined;
        const code = codeOf(() => planVend(service, caller, request));
        seen[code] = (seen[code] ?? 0) + 1;

        if (!isValid) {
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

        const { sessionPolicy: text = '', sessionTags } = planVend(service, caller, request);
        const tagged = tagContext(sessionTags);
        expect(text).toMatch(/^[\t\n\r -\u00ff]{1,2048}$/);
        const policy = JSON.parse(text) as PolicyDocument;
        for (const name of names) {
          for (const value of ALL_ACCESS) {
            const asked = means.filter((one) => one.access === value).map(({ part }) => part);
            const listing = isListing(value);
            const expected = asked.some((part) =>
              part.exact ? !listing && name === part.text : name.startsWith(part.text),
            )
              ? 'Allow'
              : 'ImplicitDeny';
            for (const action of ACTIONS[value]) {
              const resource = listing ? 'arn:aws:s3:::uploads-bucket' : `arn:aws:s3:::uploads-bucket/${name}`;
              expect([
                name,
                action,
                evaluate(policy, { action, resource, context: { ...tagged, ...(listing && { 's3:prefix': name }) } }),
              ]).toEqual([name, action, expected]);
            }
          }
          for (const action of OTHER_ACTIONS) {
            expect(
              evaluate(policy, {
                action,
                resource: `arn:aws:s3:::uploads-bucket/${name}`,
                context: { ...tagged, 's3:prefix': name },
              }),
            ).toBe('ImplicitDeny');
          }
          expect(
            evaluate(policy, {
              action: 's3:GetObject',
              resource: `arn:aws:s3:::uploads-bucket2/${name}`,
              context: tagged,
            }),
          ).toBe('ImplicitDeny');
        }
        for (const value of ALL_ACCESS.filter(isListing)) {
          const listsAll = means.some((one) => one.access === value && one.part.text === '');
          const [action] = ACTIONS[value];
          expect(evaluate(policy, { action, resource: 'arn:aws:s3:::uploads-bucket', context: tagged })).toBe(
            listsAll ? 'Allow' : 'ImplicitDeny',
          );
        }
      }),
      runs(3000),
    );
    // A property that never gets past the refusals shows nothing.
    expect(seen['none']).toBeGreaterThan(300);
    expect(seen['NotGranted']).toBeGreaterThan(100);
    expect(seen['InvalidScope']).toBeGreaterThan(100);
  });
});

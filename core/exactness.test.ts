/**
 * The heart of the service: judged by the evaluator, a session policy allows a request if and only if the scope, read as
 * typed values, means it and a grant covers it. The meaning is written here a second time, plainly, from the design.
 */
import fc from 'fast-check';
import { callerWith, serviceWith, SUB } from '../test/fixtures.ts';
import { planVend } from './plan.ts';
import type { PolicyDocument } from './policy/document.ts';
import { evaluate } from './policy/evaluate.ts';
import { scopes } from './scopes/index.ts';
import { codeOf } from '../test/refusal.ts';

const HOSTILE = [
  '*', '?', '${aws:username}', '${*}', '${?}', '${$}', '$', '{', '}', '${', '..', '.', '', 'x\ny', 'a"b', "a'b", 'a\\b', '🙈', '%2e%2e', '%2F', 'é', '東京',
  'foo', 'foobar', 'fo', 'foo*', 'f?o', ' ', 'foo ', 'x'.repeat(1024), '\u0000', '\ud800', SUB, 'acme', 'acme2', 'globex', 'users', 'tenants', '__proto__', 'constructor',
]; // prettier-ignore
const TENANTS = ['acme', 'acme2', 'globex', ...HOSTILE];
const ACTIONS = {
  READ: ['s3:GetObject'],
  WRITE: ['s3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
  DELETE: ['s3:DeleteObject'],
  LIST: ['s3:ListBucket'],
} as const;
type Access = keyof typeof ACTIONS;
const ALL_ACCESS = Object.keys(ACTIONS) as Access[];
const OTHER_ACTIONS = [
  's3:GetObjectAcl',
  's3:PutObjectAcl',
  's3:GetObjectVersion',
  's3:ListBucketMultipartUploads',
  's3:ListBucketVersions',
  's3:DeleteBucket',
  'sts:AssumeRole',
];

interface TestGrant {
  readonly group: string | null;
  readonly template: string;
  readonly exact: boolean;
  readonly access: readonly Access[];
}
interface TestAsk {
  readonly prefix?: string;
  readonly key?: string;
  readonly access: readonly Access[];
}
interface Part {
  readonly text: string;
  readonly exact: boolean;
}

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
    group: fc.constantFrom(null, 'members', 'editors'),
    template: fc.array(templateSegment, { maxLength: 3 }).map((segments) => segments.join('/')),
    exact: fc.boolean(),
    access,
  })
  .map((made) =>
    made.exact && made.template !== ''
      ? { ...made, access: made.access.filter((value) => value !== 'LIST') }
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

// The meaning, in strings: a prefix ends with "/", so what begins with it is under it by whole segments.
const within = (outer: Part, inner: Part): boolean =>
  outer.exact
    ? inner.exact && inner.text === outer.text
    : inner.exact
      ? inner.text.startsWith(outer.text) && inner.text !== outer.text
      : inner.text.startsWith(outer.text);

const usableClaim = (value: string) =>
  /^[\p{L}\p{N}_.:=+\-@ ]+$/u.test(value) &&
  value.trim() === value &&
  value !== '.' &&
  value !== '..' &&
  value.length <= 256;

const partOf = ({ template, exact }: TestGrant, tenant: string): Part | undefined => {
  if (template.includes('${claims.tenant}') && !usableClaim(tenant)) return undefined;
  const text = template.split('${claims.tenant}').join(tenant).split('${sub}').join(SUB);
  return { text: exact || text === '' ? text : `${text}/`, exact };
};

const exact = (text: string): boolean =>
  text !== '' &&
  Buffer.byteLength(text) <= 1024 &&
  !/[\u0000-\u001f\u007f-\u009f]|\p{Cs}/u.test(text) &&
  text.split('/').every((one) => one !== '' && one !== '.' && one !== '..');

const valid = (ask: TestAsk): boolean => {
  if (ask.prefix !== undefined && ask.key !== undefined) return false;
  if (ask.key !== undefined) return exact(ask.key) && !ask.access.includes('LIST');
  return (
    ask.prefix === undefined ||
    (ask.prefix.endsWith('/') && Buffer.byteLength(ask.prefix) <= 1024 && exact(ask.prefix.slice(0, -1)))
  );
};

/** What the scope means: parts with one access each; undefined when an ask is not covered. */
const meaning = (
  asks: readonly TestAsk[],
  given: readonly { part: Part; access: readonly Access[] }[],
): { part: Part; access: Access }[] | undefined => {
  const means: { part: Part; access: Access }[] = [];
  for (const ask of asks) {
    for (const value of ask.access) {
      const giving = given.filter((one) => one.access.includes(value)).map(({ part }) => part);
      const text = ask.prefix ?? ask.key;
      const asked = text === undefined ? undefined : { text, exact: ask.key !== undefined };
      const parts = asked ? (giving.some((outer) => within(outer, asked)) ? [asked] : []) : giving;
      if (parts.length === 0) return undefined;
      means.push(...parts.map((part) => ({ part, access: value })));
    }
  }
  return means;
};

const declaration = (grants: readonly TestGrant[]) => ({
  resources: { uploads: { kind: 's3' } },
  grants: grants.map(({ group, template, exact: one, access: values }, index) => ({
    name: `g${String(index)}`,
    to: group === null ? 'everyone' : { group },
    resource: 'uploads',
    access: values,
    ...(template === '' ? { whole: true } : one ? { key: template } : { prefix: `${template}/` }),
  })),
});

const scenario = fc
  .record({
    grants: fc.array(grant, { minLength: 1, maxLength: 4 }),
    tenant: fc.constantFrom(...TENANTS),
    groups: fc.subarray(['members', 'editors']),
  })
  .chain((world) => {
    const given = world.grants
      .filter(({ group }) => group === null || world.groups.includes(group))
      .flatMap((one) => {
        const part = partOf(one, world.tenant);
        return part ? [{ part, access: one.access }] : [];
      });
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
      world: { grants: TestGrant[]; tenant: string; groups: string[] };
      given: { part: Part; access: readonly Access[] }[];
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
        const caller = callerWith({ 'cognito:groups': world.groups, tenant: world.tenant });
        const request = { scope: { s3: asks.map((ask) => ({ resource: 'uploads', ...ask })) } };
        const means = asks.every(valid) ? meaning(asks, given) : undefined;
        const code = codeOf(() => planVend(service, caller, request));
        seen[code] = (seen[code] ?? 0) + 1;

        if (!asks.every(valid)) {
          expect(code).toBe('InvalidScope');
          return;
        }
        if (means === undefined) {
          expect(['NotGranted', 'ClaimUnusable']).toContain(code);
          return;
        }
        expect(['none', 'ScopeTooLarge']).toContain(code);
        if (code !== 'none') return;

        const text = planVend(service, caller, request).sessionPolicy ?? '';
        expect(text).toMatch(/^[\t\n\r -\u00ff]{1,2048}$/);
        const policy = JSON.parse(text) as PolicyDocument;
        for (const name of names) {
          for (const value of ALL_ACCESS) {
            const asked = means.filter((one) => one.access === value).map(({ part }) => part);
            const listing = value === 'LIST';
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
                evaluate(policy, { action, resource, context: listing ? { 's3:prefix': name } : {} }),
              ]).toEqual([name, action, expected]);
            }
          }
          for (const action of OTHER_ACTIONS) {
            expect(
              evaluate(policy, {
                action,
                resource: `arn:aws:s3:::uploads-bucket/${name}`,
                context: { 's3:prefix': name },
              }),
            ).toBe('ImplicitDeny');
          }
          expect(
            evaluate(policy, { action: 's3:GetObject', resource: `arn:aws:s3:::uploads-bucket2/${name}`, context: {} }),
          ).toBe('ImplicitDeny');
        }
        const listsAll = means.some((one) => one.access === 'LIST' && one.part.text === '');
        expect(
          evaluate(policy, { action: 's3:ListBucket', resource: 'arn:aws:s3:::uploads-bucket', context: {} }),
        ).toBe(listsAll ? 'Allow' : 'ImplicitDeny');
      }),
      { numRuns: 3000 },
    );
    // A property that never gets past the refusals shows nothing.
    expect(seen['none']).toBeGreaterThan(300);
    expect(seen['NotGranted']).toBeGreaterThan(100);
    expect(seen['InvalidScope']).toBeGreaterThan(100);
  });
});

import { callerWith, editor, grantOn, guest, member, sampleGrants, serviceWith, SUB } from '../test/fixtures.ts';
import { VendError } from './errors.ts';
import { planVend, type VendRequest } from './plan.ts';
import type { PolicyDocument } from './policy/document.ts';
import type { ScopeInput } from './schema.ts';
import { POLICY_LIMIT } from './sessionPolicy.ts';

const service = serviceWith();
const own = `users/${SUB}/`;
const shared = 'tenants/acme/shared/';
const uploads = (ask: Readonly<Record<string, unknown>>) => ({
  s3: [{ resource: 'uploads', access: ['READ'], ...ask }],
});

const refusalOf = (work: () => unknown): VendError => {
  try {
    work();
  } catch (error) {
    if (error instanceof VendError) return error;
    throw error;
  }
  throw new Error('was not refused');
};

const partsOf = (request: VendRequest, caller = member) =>
  planVend(service, caller, request).parts.map(({ part, access, service: { part: language } }) => [
    language.identity(part),
    access.join(' '),
  ]);

describe('what is vended', () => {
  it.each([
    [
      'the whole part that the grants allow, when the part is left out',
      uploads({}),
      [
        [`prefix ${own}`, 'READ'],
        [`prefix ${shared}`, 'READ'],
      ],
    ],
    ['only the parts where every grant has the access', uploads({ access: ['WRITE'] }), [[`prefix ${own}`, 'WRITE']]],
    [
      'access value by access value',
      uploads({ access: ['LIST', 'DELETE'] }),
      [
        [`prefix ${own}`, 'DELETE LIST'],
        [`prefix ${shared}`, 'LIST'],
      ],
    ],
    ['a prefix below a grant', uploads({ prefix: `${own}a/b/` }), [[`prefix ${own}a/b/`, 'READ']]],
    ['one key', uploads({ key: `${own}a` }), [[`key ${own}a`, 'READ']]],
    [
      'null as if left out',
      { ...uploads({ prefix: null, key: null }), role: null },
      [
        [`prefix ${own}`, 'READ'],
        [`prefix ${shared}`, 'READ'],
      ],
    ],
    [
      'everything, when the scope is left out',
      undefined,
      [
        [`prefix ${own}`, 'READ WRITE DELETE LIST'],
        [`prefix ${shared}`, 'READ LIST'],
      ],
    ],
    [
      'everything, when the scope is an unset variable',
      null,
      [
        [`prefix ${own}`, 'READ WRITE DELETE LIST'],
        [`prefix ${shared}`, 'READ LIST'],
      ],
    ],
    [
      'duplicate asks once',
      { s3: [...uploads({ prefix: own }).s3, ...uploads({ prefix: own, access: ['WRITE', 'READ', 'READ'] }).s3] },
      [[`prefix ${own}`, 'READ WRITE']],
    ],
  ])('is %s', (_, scope, parts) => {
    expect(partsOf({ scope })).toEqual(parts);
  });

  it('is stated once where one part covers another', () => {
    const wide = planVend(service, member, { scope: uploads({ prefix: own }) });
    const both = planVend(service, member, {
      scope: { s3: [...uploads({ prefix: `${own}a/` }).s3, ...uploads({ prefix: own }).s3] },
    });
    expect(both.sessionPolicy).toBe(wide.sessionPolicy);
  });

  it('reads WRITE from one grant and READ from another', () => {
    const plan = planVend(service, editor, { scope: uploads({ prefix: shared, access: ['READ', 'WRITE'] }) });
    expect(plan.admissions.map(({ access, grant }) => [access, grant.name])).toEqual([
      ['READ', 'tenant-shared'],
      ['WRITE', 'tenant-editing'],
    ]);
  });

  it('is stated in the smallest form', () => {
    expect(planVend(service, member, { scope: uploads({ key: `${own}a b` }) }).sessionPolicy).toBe(
      `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::uploads-bucket/${own}a b"}}`,
    );
  });

  it('has characters above U+00FF escaped, as STS takes them', () => {
    const policy = planVend(service, member, { scope: uploads({ key: `${own}é東🙈` }) }).sessionPolicy ?? '';
    expect(policy).toContain(`${own}é\\u6771\\ud83d\\ude48"`);
    expect((JSON.parse(policy) as PolicyDocument).Statement).toMatchObject({
      Resource: `arn:aws:s3:::uploads-bucket/${own}é東🙈`,
    });
  });

  it('is a role without a session policy where a grant passes it on', () => {
    expect(planVend(service, editor, { scope: { role: 'reporting' } })).toMatchObject({
      roleArn: 'arn:aws:iam::123456789012:role/reporting',
      sessionPolicy: undefined,
      sessionTags: [
        { Key: 'vend:sub', Value: SUB },
        { Key: 'vend:tenant', Value: 'acme' },
      ],
    });
  });
});

describe('what is refused', () => {
  const refused: readonly { why: string; scope: unknown; code: string; says: string | RegExp }[] = [
    { why: 'an empty scope', scope: {}, code: 'InvalidScope', says: 'asks for nothing' },
    { why: 'a scope of empty lists', scope: { s3: [] }, code: 'InvalidScope', says: 'asks for nothing' },
    { why: 'a scope that is text', scope: 's3', code: 'InvalidScope', says: 'not a scope' },
    { why: 'an unknown service', scope: { s4: [] }, code: 'InvalidScope', says: '"s4"' },
    {
      why: 'a service that every object has',
      scope: { constructor: [{}] },
      code: 'InvalidScope',
      says: '"constructor"',
    },
    {
      why: 'asks that are no list',
      scope: { s3: { resource: 'uploads' } },
      code: 'InvalidScope',
      says: 'scope.s3 is not a list',
    },
    { why: 'an ask that is none', scope: { s3: [null] }, code: 'InvalidScope', says: 'scope.s3[0]' },
    { why: 'a field that is not known', scope: uploads({ bucket: 'b' }), code: 'InvalidScope', says: '"bucket"' },
    { why: 'no access', scope: uploads({ access: [] }), code: 'InvalidScope', says: 'READ, WRITE, DELETE, LIST' },
    { why: 'unknown access', scope: uploads({ access: ['ADMIN'] }), code: 'InvalidScope', says: '"ADMIN"' },
    { why: 'no resource', scope: uploads({ resource: '' }), code: 'InvalidScope', says: 'alias' },
    {
      why: 'prefix and key both',
      scope: uploads({ prefix: 'a/', key: 'a' }),
      code: 'InvalidScope',
      says: 'both prefix and key',
    },
    { why: 'an empty prefix', scope: uploads({ prefix: '' }), code: 'InvalidScope', says: 'Leave it out' },
    { why: 'an empty key', scope: uploads({ key: '' }), code: 'InvalidScope', says: 'Leave it out' },
    {
      why: 'a prefix without its slash',
      scope: uploads({ prefix: `users/${SUB}` }),
      code: 'InvalidScope',
      says: `Write "users/${SUB}/"`,
    },
    { why: 'a key that is a prefix', scope: uploads({ key: own }), code: 'InvalidScope', says: 'use a prefix' },
    { why: 'the root', scope: uploads({ prefix: '/' }), code: 'InvalidScope', says: 'empty segment' },
    { why: 'a leading slash', scope: uploads({ prefix: `/${own}` }), code: 'InvalidScope', says: 'empty segment' },
    { why: 'a double slash', scope: uploads({ prefix: `${own}/a/` }), code: 'InvalidScope', says: 'empty segment' },
    { why: 'a way up', scope: uploads({ prefix: `${own}../` }), code: 'InvalidScope', says: '".."' },
    { why: 'a way round', scope: uploads({ key: `${own}./a` }), code: 'InvalidScope', says: '"."' },
    {
      why: '101 segments',
      scope: uploads({ key: `${own}${'a/'.repeat(99)}a` }),
      code: 'InvalidScope',
      says: '100 segments',
    },
    {
      why: 'access that is no text',
      scope: uploads({ access: [undefined] }),
      code: 'InvalidScope',
      says: 'none of READ',
    },
    { why: 'a list with a hole', scope: uploads({ access: new Array(1) }), code: 'InvalidScope', says: 'none of READ' },
    { why: 'a newline', scope: uploads({ key: `${own}a\nb` }), code: 'InvalidScope', says: 'control character' },
    {
      why: 'half a character',
      scope: uploads({ key: `${own}\ud800` }),
      code: 'InvalidScope',
      says: 'half a character',
    },
    {
      why: 'a key of 1,025 bytes',
      scope: uploads({ key: own + 'é'.repeat(491) + 'x' }),
      code: 'InvalidScope',
      says: 'longer than 1024 bytes',
    },
    {
      why: 'a list of one key',
      scope: uploads({ key: `${own}a`, access: ['LIST'] }),
      code: 'InvalidScope',
      says: 'LIST goes with a prefix',
    },
    {
      why: '501 asks',
      scope: { s3: Array.from({ length: 501 }, () => uploads({}).s3[0]) },
      code: 'InvalidScope',
      says: 'more than 500 asks',
    },
    { why: 'a role and asks', scope: { ...uploads({}), role: 'reporting' }, code: 'MixedRoles', says: 'separately' },
    { why: 'an empty role', scope: { role: '' }, code: 'InvalidScope', says: 'scope.role' },
    { why: 'a role that is not granted', scope: { role: 'reporting' }, code: 'NotGranted', says: '"reporting"' },
    {
      why: 'another user’s prefix',
      scope: uploads({ prefix: 'users/other/' }),
      code: 'NotGranted',
      says: 'READ on "uploads" at "users/other/"',
    },
    {
      why: 'another tenant',
      scope: uploads({ prefix: 'tenants/globex/shared/' }),
      code: 'NotGranted',
      says: 'myGrants',
    },
    { why: 'the prefix above', scope: uploads({ prefix: 'users/' }), code: 'NotGranted', says: 'myGrants' },
    {
      why: 'a name of which the own one is a prefix',
      scope: uploads({ prefix: `users/${SUB}0/` }),
      code: 'NotGranted',
      says: 'myGrants',
    },
    { why: 'the prefix as a key', scope: uploads({ key: `users/${SUB}` }), code: 'NotGranted', says: 'myGrants' },
    {
      why: 'access that the grant does not give',
      scope: uploads({ prefix: shared, access: ['READ', 'WRITE'] }),
      code: 'NotGranted',
      says: 'WRITE',
    },
    {
      why: 'one of several asks',
      scope: { s3: [...uploads({}).s3, ...uploads({ prefix: 'x/' }).s3] },
      code: 'NotGranted',
      says: 'scope.s3[1]',
    },
    {
      why: 'a role’s alias as a bucket',
      scope: uploads({ resource: 'reporting' }),
      code: 'NotGranted',
      says: 'myGrants',
    },
  ];

  it.each(refused)('is $why: $code', ({ scope, code, says }) => {
    const refusal = refusalOf(() => planVend(service, member, { scope }));
    expect([refusal.code, refusal.message]).toEqual([code, expect.stringContaining(says as string)]);
  });

  it('is said alike for an alias that is unknown and one that is not granted', () => {
    const withArchive = serviceWith({
      ...sampleGrants,
      resources: { ...sampleGrants.resources, archive: { kind: 's3' } },
    });
    const say = (resource: string) => {
      const { code, message, info } = refusalOf(() =>
        planVend(withArchive, member, { scope: uploads({ resource, prefix: 'a/' }) }),
      );
      return JSON.stringify([code, message, info]).replaceAll(resource, 'ALIAS');
    };
    expect(say('archive')).toBe(say('nothing'));
  });

  it('is said alike for a role that is unknown and one that is not granted', () => {
    const say = (role: string) =>
      JSON.stringify(refusalOf(() => planVend(service, member, { scope: { role } }))).replaceAll(role, 'ROLE');
    expect(say('reporting')).toBe(say('nothing'));
  });

  it('is everything for a caller without any grant', () => {
    expect(refusalOf(() => planVend(service, guest, {}))).toMatchObject({
      code: 'NotGranted',
      message: expect.stringContaining('group') as string,
    });
  });

  it('is a scope over two Vend roles, with the groups to vend', () => {
    const mixed = serviceWith({
      resources: { uploads: { kind: 's3' }, foreign: { kind: 's3' } },
      grants: ['uploads', 'foreign'].map((resource) => ({
        name: resource,
        to: 'everyone',
        resource,
        prefix: 'a/',
        access: ['READ'],
      })),
    });
    expect(refusalOf(() => planVend(mixed, guest, {}))).toMatchObject({
      code: 'MixedRoles',
      info: { resources: [['uploads'], ['foreign']] },
    });
    expect(planVend(mixed, guest, { scope: uploads({ resource: 'foreign' }) }).roleArn).toBe(
      'arn:aws:iam::210987654321:role/other-vend',
    );
  });
});

describe('a claim', () => {
  const members = { 'cognito:groups': ['members'] };
  const hostile = [
    '*',
    '?',
    '${sub}',
    '$',
    'a/b',
    '/',
    '..',
    '.',
    '',
    ' ',
    'a ',
    'a\nb',
    'a*',
    '🙈',
    'a\\b',
    "a'b",
    'a,b',
    'x'.repeat(257),
  ];

  it.each(hostile)('with the value %j is not used, and the error says which claim', (tenant) => {
    const caller = callerWith({ ...members, tenant });
    expect(refusalOf(() => planVend(service, caller, { scope: uploads({ prefix: shared }) }))).toMatchObject({
      code: 'ClaimUnusable',
      info: { claim: 'tenant' },
    });
    expect(partsOf({ scope: uploads({}) }, caller)).toEqual([[`prefix ${own}`, 'READ']]);
  });

  it.each(['acme', 'Acme & Co'.replace(' & ', ' and '), 'société', '東京', 'a.b', 'x'.repeat(256)])(
    'with the value %j fills one segment',
    (tenant) => {
      expect(partsOf({ scope: uploads({ access: ['LIST'] }) }, callerWith({ ...members, tenant }))).toContainEqual([
        `prefix tenants/${tenant}/shared/`,
        'LIST',
      ]);
    },
  );

  it('that is missing is said with what to set up', () => {
    expect(
      refusalOf(() => planVend(service, callerWith(members), { scope: uploads({ prefix: shared }) })),
    ).toMatchObject({
      code: 'ClaimUnusable',
      message: expect.stringMatching(/"tenant".*custom:tenant.*sign in again/) as string,
    });
  });

  it('that is missing does not hide that another part is not granted at all', () => {
    expect(
      refusalOf(() => planVend(service, callerWith(members), { scope: uploads({ prefix: 'users/other/' }) })).code,
    ).toBe('NotGranted');
  });

  it('that is missing is told with everything that is vended without it', () => {
    const plan = planVend(service, callerWith(members), {});
    expect(plan.unusable.map(({ grant, unusable }) => [grant.name, unusable.claim])).toEqual([
      ['tenant-shared', 'tenant'],
    ]);
  });
});

describe('a duration', () => {
  const withLimits = serviceWith({
    resources: { uploads: { kind: 's3' } },
    grants: [
      {
        name: 'short',
        to: 'everyone',
        resource: 'uploads',
        prefix: 'a/',
        access: ['READ', 'WRITE'],
        maxDurationSeconds: 1200,
      },
      { name: 'long', to: 'everyone', resource: 'uploads', prefix: 'a/', access: ['READ'] },
    ],
  });
  const durationOf = (access: readonly string[], durationSeconds?: unknown) =>
    planVend(withLimits, guest, { scope: uploads({ prefix: 'a/', access }), durationSeconds }).durationSeconds;

  it.each([
    ['left out: the longest', ['READ'], undefined, 3600],
    ['null: the longest', ['READ'], null, 3600],
    ['of the grant that lasts longest', ['READ'], 3600, 3600],
    ['of the shortest of the grants that are needed', ['READ', 'WRITE'], undefined, 1200],
    ['the least that AWS allows', ['READ'], 900, 900],
  ])('is %s', (_, access, asked, expected) => {
    expect(durationOf(access, asked)).toBe(expected);
  });

  it.each([0, -1, 899, 3601, 1e9, 900.5, NaN, Infinity, '900', {}, true])(
    'of %j is refused with the bounds',
    (asked) => {
      expect(refusalOf(() => durationOf(['READ'], asked))).toMatchObject({
        code: 'InvalidDuration',
        info: { min: 900, max: 3600 },
      });
    },
  );

  it('over the grant’s is refused with the grant’s bounds', () => {
    expect(refusalOf(() => durationOf(['WRITE'], 1201))).toMatchObject({
      code: 'InvalidDuration',
      info: { asked: 1201, min: 900, max: 1200 },
    });
  });
});

describe('a scope that is too large', () => {
  const asks = (count: number, access = ['READ', 'WRITE', 'LIST']) => ({
    s3: Array.from({ length: count }, (_, index) => ({
      resource: 'uploads',
      prefix: `${own}folder-${String(index)}/`,
      access,
    })),
  });

  it.each([50, 500])('with %i asks is refused with a split that fits and means the same', (count) => {
    const { code, info } = refusalOf(() => planVend(service, member, { scope: asks(count) }));
    expect([code, info['limit']]).toEqual(['ScopeTooLarge', POLICY_LIMIT]);
    expect(info['characters']).toBeGreaterThan(POLICY_LIMIT);
    const split = info['split'] as ScopeInput[];
    const policies = split.map((scope) => planVend(service, member, { scope }).sessionPolicy ?? '');
    expect(policies.every(({ length }) => length <= POLICY_LIMIT)).toBe(true);
    expect(split.flatMap((scope) => scope.s3)).toEqual(asks(count).s3);
  });

  it('fills each of the split’s policies', () => {
    const split = refusalOf(() => planVend(service, member, { scope: asks(100) })).info['split'] as ScopeInput[];
    const [first, second] = split;
    expect(
      refusalOf(() =>
        planVend(service, member, { scope: { s3: [...(first?.s3 ?? []), ...(second?.s3 ?? []).slice(0, 1)] } }),
      ).code,
    ).toBe('ScopeTooLarge');
  });

  it('is refused in little time, however deep and alike its parts are', () => {
    const scope = {
      s3: Array.from({ length: 500 }, (_, index) => ({
        resource: 'uploads',
        prefix: `${own}${'a/'.repeat(97)}${String(index)}/`,
        access: ['READ'],
      })),
    };
    const start = performance.now();
    expect(refusalOf(() => planVend(service, member, { scope })).code).toBe('ScopeTooLarge');
    expect(performance.now() - start).toBeLessThan(1000);
  });

  it('with one ask that is too large by itself has no split', () => {
    const key = `${own}${'🙈'.repeat(240)}`;
    expect(refusalOf(() => planVend(service, member, { scope: uploads({ key }) }))).toMatchObject({
      code: 'ScopeTooLarge',
      info: { split: null },
    });
  });

  it('is refused, never widened, at the very limit', () => {
    const scope = (length: number) => uploads({ key: `${own}${'$'.repeat(length)}` });
    const fits = Array.from({ length: 500 }, (_, length) => length + 1).filter((length) => {
      try {
        return planVend(service, member, { scope: scope(length) }).sessionPolicy !== undefined;
      } catch {
        return false;
      }
    });
    const most = Math.max(...fits);
    expect(planVend(service, member, { scope: scope(most) }).sessionPolicy?.length).toBeGreaterThan(POLICY_LIMIT - 4);
    expect(refusalOf(() => planVend(service, member, { scope: scope(most + 1) })).code).toBe('ScopeTooLarge');
  });
});

describe('a grant of a whole bucket', () => {
  const whole = serviceWith(grantOn({ whole: true }));

  it('admits any prefix, and lists without one', () => {
    expect(planVend(whole, guest, { scope: uploads({ prefix: 'any/' }) }).sessionPolicy).toContain('bucket/any/*');
    expect(planVend(whole, guest, { scope: uploads({ access: ['LIST'] }) }).sessionPolicy).not.toContain('Condition');
  });

  it('still refuses an empty prefix', () => {
    expect(refusalOf(() => planVend(whole, guest, { scope: uploads({ prefix: '' }) })).code).toBe('InvalidScope');
  });
});

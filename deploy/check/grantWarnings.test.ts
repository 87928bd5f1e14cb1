/** Warnings about grants.ts: what adds nothing, what nobody can use, what does not fit. */
import { audiencesOf, whoText } from './audience.ts';
import { readDeployed } from './deployed.ts';
import { deployed, grantsWith, project, sampleAnd, sampleGrants } from './fixture.ts';
import { grantWarnings } from './grantWarnings.ts';
import { deploymentIn } from './namedGrants.ts';
import { overlappingGrants } from './overlappingGrants.ts';
import { unusedGrants } from './unusedGrants.ts';
import { wholeScope } from './wholeScope.ts';

const pool = { groups: ['members', 'editors'], claims: ['tenant'] };
const members = { group: 'members' };
const onUploads = (more: Readonly<Record<string, unknown>>) => ({
  name: 'more',
  to: members,
  resource: 'uploads',
  access: ['READ'],
  ...more,
});

const overlapsOf = (grant: Readonly<Record<string, unknown>>) => {
  const declaration = sampleAnd(grant);
  return overlappingGrants(grantsWith(declaration), audiencesOf(declaration)).map(
    ({ where, what }) => `${where} ${what}`,
  );
};
const unusedOf = (grant: Readonly<Record<string, unknown>>, known: Parameters<typeof unusedGrants>[2] = pool) => {
  const declaration = sampleAnd(grant);
  return unusedGrants(grantsWith(declaration), audiencesOf(declaration), known).map(
    ({ where, what }) => `${where} ${what}`,
  );
};

it('finds nothing in the sample', async () => {
  expect(await grantWarnings(deployed, grantsWith(sampleGrants), audiencesOf(sampleGrants))).toEqual([]);
});

it('knows groups and claims of the template, and nothing of a pool that it does not make', async () => {
  const declaration = sampleAnd(onUploads({ to: { group: 'nobody' }, prefix: '${claims.team}/' }));
  const existing = await readDeployed({
    project,
    stage: 'dev',
    parameters: { userPoolId: 'us-east-1_Existing', userPoolClientId: 'x' },
  });
  const found = async (of: typeof deployed) =>
    (await grantWarnings(of, grantsWith(declaration, of), audiencesOf(declaration))).length;
  expect([await found(deployed), await found(existing)]).toEqual([2, 0]);
});

describe('overlappingGrants', () => {
  it.each([
    { why: 'the same', grant: onUploads({ prefix: 'users/${sub}/' }), names: ['more', 'own-files'] },
    { why: 'a part within', grant: onUploads({ prefix: 'users/${sub}/a/' }), names: ['more', 'own-files'] },
    {
      why: 'one key within',
      grant: onUploads({ key: 'users/${sub}/a', access: ['READ', 'WRITE'] }),
      names: ['more', 'own-files'],
    },
    {
      why: 'a shorter time',
      grant: onUploads({ prefix: 'users/${sub}/', maxDurationSeconds: 900 }),
      names: ['more', 'own-files'],
    },
    {
      why: 'all that others have',
      grant: onUploads({ to: 'everyone', prefix: 'tenants/', access: ['READ', 'LIST'] }),
      names: ['tenant-shared', 'more'],
    },
    {
      why: 'a key of a table',
      grant: {
        name: 'more',
        to: members,
        resource: 'notes',
        leadingKey: '${sub}',
        attributes: ['a'],
        access: ['READ'],
      },
      names: ['more', 'own-notes'],
    },
    {
      why: 'a role',
      grant: { name: 'more', to: { group: 'editors' }, role: 'reporting' },
      names: ['more', 'reporting'],
    },
  ])('finds $why', ({ grant, names: [inner, outer] }) => {
    expect(overlapsOf(grant)).toEqual([
      expect.stringMatching(`^grants.ts, the grant "${inner ?? ''}" adds nothing to the grant "${outer ?? ''}"`),
    ]);
  });

  it.each([
    { why: 'another audience', grant: onUploads({ to: { group: 'editors' }, prefix: 'users/${sub}/' }) },
    { why: 'a wider audience', grant: onUploads({ to: 'everyone', prefix: 'users/${sub}/' }) },
    { why: 'more access', grant: onUploads({ prefix: 'tenants/${claims.tenant}/shared/', access: ['READ', 'WRITE'] }) },
    { why: 'a longer time', grant: onUploads({ prefix: 'elsewhere/', access: ['READ'] }) },
    { why: 'a neighbour', grant: onUploads({ prefix: 'users/${claims.tenant}/' }) },
    { why: 'a fixed name', grant: onUploads({ prefix: 'users/x/' }) },
    { why: 'one that begins alike', grant: onUploads({ prefix: 'users/', access: ['READ'] }) },
  ])('takes $why', ({ grant }) => {
    expect(overlapsOf(grant)).toEqual([]);
  });
});

describe('unusedGrants', () => {
  it('finds nothing in the sample', () => {
    expect(unusedGrants(grantsWith(sampleGrants), audiencesOf(sampleGrants), pool)).toEqual([]);
  });

  it.each([
    {
      grant: onUploads({ to: { group: 'member' }, prefix: 'a/' }),
      what: /is for the group "member", .* \(its groups: members, editors\)$/,
    },
    {
      grant: onUploads({ to: { sub: 'anna' }, prefix: 'a/' }),
      what: /is for the sub "anna", and no user has such a one/,
    },
    {
      grant: onUploads({ to: { claim: 'team', equals: 'x' }, prefix: 'a/' }),
      what: /needs the claim "team", .* \(it puts: tenant\)$/,
    },
    { grant: onUploads({ prefix: '${claims.team}/' }), what: /needs the claim "team"/ },
  ])('finds $grant', ({ grant, what }) => {
    expect(unusedOf(grant)).toEqual([expect.stringMatching(what)]);
  });

  it.each([
    onUploads({ to: { sub: '6c1f0e52-8f3b-4f0c-9a57-2d4e6b7a1c01' }, prefix: 'a/' }),
    onUploads({ to: { claim: 'tenant', equals: 'x' }, prefix: '${sub}/' }),
    onUploads({ to: 'everyone', prefix: '${claims.tenant}/' }),
  ])('takes %j', (grant) => {
    expect(unusedOf(grant)).toEqual([]);
  });

  it('says nothing of claims that are not known', () => {
    expect(unusedOf(onUploads({ prefix: '${claims.team}/' }), { ...pool, claims: undefined })).toEqual([]);
  });
});

describe('wholeScope', () => {
  const many = (count: number, to: unknown) => ({
    ...sampleGrants,
    grants: [
      ...sampleGrants.grants,
      ...Array.from({ length: count }, (_, at) => ({
        name: `g${String(at)}`,
        to,
        resource: 'uploads',
        prefix: `${'x'.repeat(60)}${String(at)}/\${claims.tenant}/`,
        access: ['READ', 'LIST'],
      })),
    ],
  });
  const found = (declaration: unknown) =>
    wholeScope(grantsWith(declaration), audiencesOf(declaration), deploymentIn(deployed)).map(({ what }) => what);

  it.each([
    { why: 'the sample', declaration: sampleGrants, whats: [] },
    {
      why: 'a group',
      declaration: many(30, { group: 'editors' }),
      whats: [/in editors may have makes a session policy of \d{4,5} characters, AWS takes 2048/],
    },
    { why: 'everyone', declaration: many(30, 'everyone'), whats: [/in no group/] },
    {
      why: 'a claim',
      declaration: many(30, { claim: 'tenant', equals: 'acme' }),
      whats: [/in no group/],
    },
  ])('$why', ({ declaration, whats }) => {
    expect(found(declaration)).toEqual(whats.map((what) => expect.stringMatching(what) as unknown));
  });

  it('finds what is too large only for a caller in all groups', () => {
    const declaration = {
      ...sampleGrants,
      grants: ['members', 'editors'].flatMap((group) =>
        many(7, { group })
          .grants.slice(5)
          .map((grant) => ({
            ...grant,
            name: `${group}-${grant.name}`,
            prefix: `${group}/${(grant as unknown as { prefix: string }).prefix}`,
          })),
      ),
    };
    expect(found(declaration)).toEqual([expect.stringMatching(/in members and editors may have/)]);
  });
});

it.each([
  ['everyone', 'everyone'],
  [{ group: 'a' }, 'group a'],
  [{ sub: 'b' }, 'sub b'],
  [{ claim: 'tenant', equals: 'acme' }, 'tenant = acme'],
] as const)('words %j', (to, text) => {
  expect(whoText(to)).toBe(text);
});

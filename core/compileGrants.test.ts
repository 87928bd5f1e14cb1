import { callerWith, deployment, grantOn, resources, sampleGrants, SUB } from '../test/fixtures.ts';
import { compileGrants } from './compileGrants.ts';

const compile = (declaration: unknown, named: Readonly<Record<string, unknown>> = resources) =>
  compileGrants(declaration, named, deployment);
const withGrant = (grant: Readonly<Record<string, unknown>>) => ({ ...sampleGrants, grants: [grant] });
const role = { name: 'pass', to: 'everyone', role: 'reporting' };

const mistakes: readonly {
  path: string;
  why: string;
  declaration: unknown;
  named?: Readonly<Record<string, unknown>>;
}[] = [
  { path: 'grants.ts', why: 'nothing at all', declaration: undefined },
  { path: 'grants.ts.grant', why: 'a misspelt field', declaration: { ...sampleGrants, grant: [] } },
  { path: 'grants', why: 'no list of grants', declaration: { resources: {}, grants: {} } },
  {
    path: 'resources.9',
    why: 'an alias that is no name',
    declaration: { resources: { 9: { kind: 's3' } }, grants: [] },
  },
  {
    path: 'resources.uploads.kind',
    why: 'an unknown service',
    declaration: { resources: { uploads: { kind: 's4' } }, grants: [] },
  },
  {
    path: 'resources.uploads.kind',
    why: 'a kind that every object has',
    declaration: { resources: { uploads: { kind: 'constructor' } }, grants: [] },
  },
  {
    path: 'RESOURCES.uploads',
    why: 'a resource that is not deployed',
    declaration: sampleGrants,
    named: { reporting: resources.reporting },
  },
  {
    path: 'RESOURCES.uploads.name',
    why: 'a wildcard for a bucket',
    declaration: sampleGrants,
    named: { ...resources, uploads: { name: '*' } },
  },
  {
    path: 'RESOURCES.uploads.name',
    why: 'an ARN for a bucket',
    declaration: sampleGrants,
    named: { ...resources, uploads: { name: 'arn:aws:s3:::b' } },
  },
  {
    path: 'RESOURCES.uploads.names',
    why: 'a misspelt field',
    declaration: sampleGrants,
    named: { ...resources, uploads: { names: 'bucket' } },
  },
  {
    path: 'RESOURCES.uploads.region',
    why: 'an empty Region',
    declaration: sampleGrants,
    named: { ...resources, uploads: { name: 'bucket', region: '' } },
  },
  ...['*', 'eu-*', 'eu-central-1:*', 'eu-central-?', '${aws:RequestedRegion}'].map((region) => ({
    path: 'RESOURCES.uploads.region',
    why: `the Region ${region}`,
    declaration: sampleGrants,
    named: { ...resources, uploads: { name: 'bucket', region } },
  })),
  ...['*', '12345678901?', 'acme'].map((account) => ({
    path: 'RESOURCES.uploads.account',
    why: `the account ${account}`,
    declaration: sampleGrants,
    named: { ...resources, uploads: { name: 'bucket', account } },
  })),
  {
    path: 'RESOURCES.uploads.vendRoleArn',
    why: 'a role that is none',
    declaration: sampleGrants,
    named: { ...resources, uploads: { name: 'bucket', vendRoleArn: 'vend' } },
  },
  {
    path: 'RESOURCES.reporting.name',
    why: 'a name for a role',
    declaration: sampleGrants,
    named: { ...resources, reporting: { name: 'reporting' } },
  },
  { path: 'grants[0].name', why: 'no name', declaration: grantOn({ name: undefined }) },
  { path: 'grants[1].name', why: 'a name twice', declaration: { ...sampleGrants, grants: [role, role] } },
  { path: 'grants[0].to', why: 'nobody', declaration: grantOn({ to: undefined }) },
  { path: 'grants[0].to', why: 'everybody misspelt', declaration: grantOn({ to: 'all' }) },
  { path: 'grants[0].to', why: 'two of them', declaration: grantOn({ to: { group: 'a', sub: 'b' } }) },
  { path: 'grants[0].to.groups', why: 'a misspelt field', declaration: grantOn({ to: { groups: ['a'] } }) },
  { path: 'grants[0].to.group', why: 'an empty group', declaration: grantOn({ to: { group: '' } }) },
  { path: 'grants[0].to.equals', why: 'a claim without a value', declaration: grantOn({ to: { claim: 'tenant' } }) },
  {
    path: 'grants[0].to.claim',
    why: 'a user name',
    declaration: grantOn({ to: { claim: 'cognito:username', equals: 'bob' } }),
  },
  {
    path: 'grants[0].to.claim',
    why: 'a claim of ID tokens',
    declaration: grantOn({ to: { claim: 'custom:tenant', equals: 'acme' } }),
  },
  {
    path: 'grants[0].resource',
    why: 'an alias that is not declared',
    declaration: grantOn({ resource: 'others', prefix: 'a/' }),
  },
  {
    path: 'grants[0].resource',
    why: 'a role as a resource',
    declaration: withGrant({ name: 'x', to: 'everyone', resource: 'reporting' }),
  },
  { path: 'grants[0].role', why: 'a bucket as a role', declaration: withGrant({ ...role, role: 'uploads' }) },
  { path: 'grants[0].prefix', why: 'a part of a role', declaration: withGrant({ ...role, prefix: 'a/' }) },
  { path: 'grants[0].acess', why: 'a misspelt field', declaration: grantOn({ prefix: 'a/', acess: [] }) },
  { path: 'resources', why: 'no resources', declaration: { grants: [] } },
  { path: 'grants[0]', why: 'no grant in a list of grants', declaration: { resources: {}, grants: [null] } },
  { path: 'grants[0]', why: 'a hole in the list of grants', declaration: { resources: {}, grants: new Array(1) } },
  {
    path: 'grants[0].access[0]',
    why: 'a hole in the list of access',
    declaration: grantOn({ prefix: 'a/', access: new Array(1) }),
  },
  {
    path: 'RESOURCES.reporting.name',
    why: 'the Vend role to be passed on directly',
    declaration: sampleGrants,
    named: { ...resources, reporting: { name: deployment.vendRoleArn } },
  },
  ...[
    'name',
    'email',
    'phone_number',
    'preferred_username',
    'Nickname',
    'identities',
    'cognito:roles',
    'dev:custom:x',
  ].map((claim) => ({
    path: 'grants[0]',
    why: `the claim ${claim}, which users can change or only some tokens have`,
    declaration: grantOn({ prefix: `teams/\${claims.${claim}}/` }),
  })),
  ...['users/$sub/', 'users/{sub}/', 'users/$ {sub}/', 'users/<sub>/'].map((prefix) => ({
    path: 'grants[0].prefix',
    why: `${prefix}, a variable that is none and would be one part for all`,
    declaration: grantOn({ prefix }),
  })),
  { path: 'grants[0].access', why: 'no access', declaration: grantOn({ prefix: 'a/', access: [] }) },
  {
    path: 'grants[0].access[1]',
    why: 'unknown access',
    declaration: grantOn({ prefix: 'a/', access: ['READ', 'read'] }),
  },
  { path: 'grants[0].access', why: 'LIST on one key', declaration: grantOn({ key: 'a', access: ['LIST'] }) },
  { path: 'grants[0]', why: 'no part', declaration: grantOn({}) },
  { path: 'grants[0]', why: 'two parts', declaration: grantOn({ prefix: 'a/', whole: true }) },
  { path: 'grants[0].whole', why: 'a whole that is not said', declaration: grantOn({ whole: false }) },
  { path: 'grants[0].prefix', why: 'an empty prefix', declaration: grantOn({ prefix: '' }) },
  {
    path: 'grants[0].prefix',
    why: 'a prefix that ends within a segment',
    declaration: grantOn({ prefix: 'users/${sub}' }),
  },
  { path: 'grants[0].prefix', why: 'a wildcard', declaration: grantOn({ prefix: 'users/*/' }) },
  { path: 'grants[0].prefix', why: 'a leading slash', declaration: grantOn({ prefix: '/users/' }) },
  { path: 'grants[0].prefix', why: 'a way up', declaration: grantOn({ prefix: 'users/../' }) },
  { path: 'grants[0].prefix', why: 'a variable within a segment', declaration: grantOn({ prefix: 'user-${sub}/' }) },
  {
    path: 'grants[0].prefix',
    why: 'two variables in a segment',
    declaration: grantOn({ prefix: '${claims.a}${claims.b}/' }),
  },
  { path: 'grants[0].prefix', why: 'an unknown variable', declaration: grantOn({ prefix: '${username}/' }) },
  { path: 'grants[0].prefix', why: 'an IAM variable', declaration: grantOn({ prefix: '${aws:username}/' }) },
  { path: 'grants[0]', why: 'a user name in a part', declaration: grantOn({ prefix: '${claims.username}/' }) },
  {
    path: 'grants[0].maxDurationSeconds',
    why: 'less than AWS allows',
    declaration: grantOn({ prefix: 'a/', maxDurationSeconds: 899 }),
  },
  {
    path: 'grants[0].maxDurationSeconds',
    why: 'more than a Lambda can',
    declaration: grantOn({ prefix: 'a/', maxDurationSeconds: 3601 }),
  },
  {
    path: 'grants[0].maxDurationSeconds',
    why: 'half a second',
    declaration: grantOn({ prefix: 'a/', maxDurationSeconds: 1000.5 }),
  },
  {
    path: 'sessionTags.tenant',
    why: 'a tag that is no claim',
    declaration: { ...sampleGrants, sessionTags: { tenant: 'acme' } },
  },
  {
    path: 'sessionTags.Sub',
    why: 'the tag of the sub in another case',
    declaration: { ...sampleGrants, sessionTags: { Sub: '${claims.tenant}' } },
  },
  {
    path: 'sessionTags.a*',
    why: 'a tag key with a wildcard',
    declaration: { ...sampleGrants, sessionTags: { 'a*': '${claims.tenant}' } },
  },
];

/** What RESOURCES says of the uploads bucket. */
const deployed = (uploads: Readonly<Record<string, unknown>>, more: Readonly<Record<string, unknown>> = {}) =>
  ({ named: { ...resources, uploads: { name: 'uploads-bucket', ...uploads }, ...more } }) as const;
const OTHER = { account: '210987654321', vendRoleArn: 'arn:aws:iam::210987654321:role/other-vend' };
const twoBuckets = { resources: { uploads: { kind: 's3' }, foreign: { kind: 's3' } }, grants: [] };

const wrongRoles: typeof mistakes = [
  {
    path: 'RESOURCES.uploads.vendRoleArn',
    why: 'a Vend role of an account that is not said to be the resource’s',
    ...deployed({ vendRoleArn: OTHER.vendRoleArn }),
  },
  {
    path: 'RESOURCES.uploads.vendRoleArn',
    why: 'a Vend role of the service’s account for a resource of another',
    ...deployed({ account: OTHER.account, vendRoleArn: deployment.vendRoleArn }),
  },
  {
    path: 'RESOURCES.uploads.vendRoleArn',
    why: 'a Vend role of another partition',
    ...deployed({ ...OTHER, vendRoleArn: 'arn:aws-cn:iam::210987654321:role/other-vend' }),
  },
  {
    path: 'RESOURCES.uploads.externalId',
    why: 'an external id for the service’s own Vend role',
    ...deployed({ externalId: 'as-agreed' }),
  },
  {
    path: 'RESOURCES.uploads.externalId',
    why: 'an external id that AWS does not take',
    ...deployed({ ...OTHER, externalId: 'as agreed' }),
  },
  {
    path: 'RESOURCES.uploads.externalId',
    why: 'an external id that is no text',
    ...deployed({ ...OTHER, externalId: ['as-agreed'] }),
  },
  {
    path: 'RESOURCES.foreign.externalId',
    why: 'two external ids for one role',
    declaration: twoBuckets,
    ...deployed({ ...OTHER, externalId: 'one' }),
  },
  {
    path: 'RESOURCES.foreign.externalId',
    why: 'a role once with and once without an external id',
    declaration: twoBuckets,
    ...deployed(OTHER),
  },
].map((mistake) => ({ declaration: sampleGrants, ...mistake }));

describe('the roles of RESOURCES', () => {
  it.each(wrongRoles)('are refused with $why, at $path', ({ path, declaration, named }) => {
    expect(() => compile(declaration, named)).toThrow(expect.objectContaining({ name: 'GrantsError', path }) as Error);
  });

  it('are taken with an external id, for a resource and for a role that is passed on', () => {
    const roleArn = 'arn:aws:iam::210987654321:role/reports';
    const { named } = deployed(
      { ...OTHER, externalId: 'as-agreed' },
      { reporting: { name: roleArn, externalId: 'for-reports' } },
    );
    const known = compile(sampleGrants, named).grants.map(({ name, resource: { externalId } }) => [name, externalId]);
    expect(known).toEqual(
      expect.arrayContaining([
        ['own-files', 'as-agreed'],
        ['own-notes', undefined],
        ['reporting', 'for-reports'],
      ]),
    );
  });

  it('keep an external id out of the message that refuses it', () => {
    const { named } = deployed({ ...OTHER, externalId: 'not to be shown' });
    expect(() => compile(sampleGrants, named)).toThrow(expect.not.stringContaining('not to be shown') as string);
  });
});

describe('grants.ts', () => {
  it('is usable as it is', () => {
    expect(compile(sampleGrants).grants.map(({ name }) => name)).toEqual([
      'own-files',
      'tenant-shared',
      'tenant-editing',
      'own-notes',
      'reporting',
    ]);
  });

  it.each(mistakes)('is refused with $why, at $path', ({ path, declaration, named }) => {
    expect(() => compile(declaration, named)).toThrow(expect.objectContaining({ name: 'GrantsError', path }) as Error);
  });
});

describe('who a grant is for', () => {
  const admits = (to: unknown, claims: Readonly<Record<string, unknown>>) =>
    compile(grantOn({ prefix: 'a/', to })).grants[0]?.admits(callerWith(claims));

  it.each<{ to: unknown; claims: Readonly<Record<string, unknown>>; expected: boolean }>([
    { to: 'everyone', claims: {}, expected: true },
    { to: { group: 'members' }, claims: { 'cognito:groups': ['members'] }, expected: true },
    { to: { group: 'members' }, claims: { 'cognito:groups': ['Members', 'members2'] }, expected: false },
    { to: { group: 'members' }, claims: {}, expected: false },
    { to: { sub: SUB }, claims: {}, expected: true },
    { to: { sub: SUB.toUpperCase() }, claims: {}, expected: false },
    { to: { claim: 'tenant', equals: 'acme' }, claims: { tenant: 'acme' }, expected: true },
    { to: { claim: 'tenant', equals: 'acme' }, claims: { tenant: 'acme2' }, expected: false },
    { to: { claim: 'tenant', equals: 'acme' }, claims: { tenant: ['acme'] }, expected: false },
    { to: { claim: 'tenant', equals: '*' }, claims: { tenant: 'acme' }, expected: false },
  ])('$to and $claims: $expected', ({ to, claims, expected }) => {
    expect(admits(to, claims)).toBe(expected);
  });
});

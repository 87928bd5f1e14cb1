/** The answers as clients get them, whole. */
import { callerWith, editor, member, noPart, noScope, serviceWith, SUB } from '../test/fixtures.ts';
import type { RoleSession } from './assumeRole.ts';
import { vended } from './answers.ts';
import { planVend } from './plan.ts';
import type { S3Scope, ScopeInput } from './schema.ts';
import { myGrants, previewCredentials } from './preview.ts';

const service = serviceWith();
const tenantless = callerWith({ 'cognito:groups': ['members'] });
const own = `users/${SUB}/`;
const onUploads = (prefix: string, access: S3Scope['access']): S3Scope => ({
  resource: 'uploads',
  bucket: 'uploads-bucket',
  region: 'eu-central-1',
  prefix,
  key: null,
  access,
});
const sharedNeedsTenant = {
  name: 'tenant-shared',
  claim: 'tenant',
  reason: expect.stringContaining('"tenant"') as string,
};
const session: RoleSession = {
  accessKeyId: 'ASIAEXAMPLE',
  secretAccessKey: 'the-secret',
  sessionToken: 'the-token',
  expiration: new Date('2026-11-23T12:00:00Z'),
  assumedRoleArn: 'arn:aws:sts::123456789012:assumed-role/vend/a-vend',
  sessionTokenUtilization: 12,
  sessionTokenSize: 1720,
};

describe('vendCredentials answers', () => {
  it('with the session, the effective scope and the policy', () => {
    const plan = planVend(service, member, { scope: { s3: [{ resource: 'uploads', access: ['READ'] }] } });
    expect(vended(plan, session, 'a-vend')).toEqual({
      vendId: 'a-vend',
      accessKeyId: 'ASIAEXAMPLE',
      secretAccessKey: 'the-secret',
      sessionToken: 'the-token',
      expiration: '2026-11-23T12:00:00.000Z',
      assumedRoleArn: 'arn:aws:sts::123456789012:assumed-role/vend/a-vend',
      region: 'eu-central-1',
      scope: { ...noScope, s3: [onUploads(own, ['READ']), onUploads('tenants/acme/shared/', ['READ'])] },
      sessionPolicy: plan.sessionPolicy,
      sessionTokenUtilization: 12,
      unusableGrants: [],
    });
  });

  it('with null where STS does not say, and with the grants that were left out', () => {
    const plan = planVend(service, tenantless, {});
    expect(vended(plan, { ...session, sessionTokenUtilization: undefined }, 'a-vend')).toMatchObject({
      sessionTokenUtilization: null,
      unusableGrants: [sharedNeedsTenant],
    });
  });

  it('with the resource’s own Region', () => {
    const archive = serviceWith({
      resources: { archive: { kind: 's3' } },
      grants: [{ name: 'archive', to: 'everyone', resource: 'archive', prefix: 'a/', access: ['READ'] }],
    });
    expect(vended(planVend(archive, member, {}), session, 'a-vend')).toMatchObject({
      region: 'eu-central-1',
      scope: { s3: [{ bucket: 'archive-bucket', region: 'eu-west-1' }] },
    });
  });
});

const onOwn = (below: string) => ({
  resource: 'uploads',
  prefix: `users/${SUB}/${below}`,
  access: ['READ', 'WRITE', 'DELETE', 'LIST'],
});

describe('previewCredentials answers', () => {
  it('with the policy, its size, who admits what, the role, the tags and the bounds', () => {
    const scope = { s3: [{ resource: 'uploads', prefix: 'tenants/acme/shared/', access: ['READ', 'WRITE'] }] };
    const plan = planVend(service, editor, { scope });
    expect(previewCredentials(service, editor, { scope, durationSeconds: 1000 })).toEqual({
      scope: { ...noScope, s3: [onUploads('tenants/acme/shared/', ['READ', 'WRITE'])] },
      sessionPolicy: plan.sessionPolicy,
      sessionPolicyCharacters: plan.sessionPolicy?.length,
      sessionPolicyLimit: 2048,
      roleArn: 'arn:aws:iam::123456789012:role/vend',
      sessionTags: [`vend:sub=${SUB}`, 'vend:tenant=acme'],
      admissions: [
        { resource: 'uploads', part: 'tenants/acme/shared/', access: 'READ', grant: 'tenant-shared' },
        { resource: 'uploads', part: 'tenants/acme/shared/', access: 'WRITE', grant: 'tenant-editing' },
      ],
      minDurationSeconds: 900,
      maxDurationSeconds: 3600,
      durationSeconds: 1000,
      sessionTokenBound: expect.any(Number) as number,
      sessionTokenLimit: 4096,
      split: null,
      explanations: [],
      unusableGrants: [],
    });
  });

  // Where session tokens have little of their own, tags have much room.
  const roomy = { ...service, tokenOverhead: 100 };

  it('with an upper bound of the token that grows with the policy and its tags', () => {
    const bound = (count: number) =>
      previewCredentials(roomy, member, {
        scope: { s3: Array.from({ length: count }, (_, at) => onOwn(`folder-${String(at)}/`)) },
      }).sessionTokenBound ?? 0;
    expect(bound(1)).toBeGreaterThan(100);
    expect(bound(2)).toBeGreaterThan(bound(1));
    expect(bound(16)).toBeGreaterThan(bound(2));
  });

  it('with the tags of a policy that leans on them', () => {
    const asked = { scope: { s3: Array.from({ length: 16 }, (_, at) => onOwn(`folder-${String(at)}/`)) } };
    const { sessionPolicy, sessionTags } = previewCredentials(roomy, member, asked);
    expect(sessionPolicy).toContain('${aws:PrincipalTag/v0}');
    expect(sessionTags).toContain(`v0=users/${SUB}/folder-10/`);
    expect(sessionTags.slice(0, 2)).toEqual([`vend:sub=${SUB}`, 'vend:tenant=acme']);
  });

  it('with the scopes to vend in the place of one that is too large', () => {
    const asks = Array.from({ length: 60 }, (_, at) => onOwn(`folder-${String(at)}/`));
    const { split, sessionPolicy, sessionPolicyCharacters, scope } = previewCredentials(service, member, {
      scope: { s3: asks },
    });
    expect([sessionPolicy, scope.s3.length]).toEqual([null, 60]);
    expect(sessionPolicyCharacters).toBeGreaterThan(2048);
    const scopes = (split ?? []).map((text) => JSON.parse(text) as ScopeInput);
    expect(scopes.flatMap(({ s3 }) => s3)).toEqual(asks);
    for (const fitting of scopes) expect(previewCredentials(service, member, { scope: fitting }).split).toBeNull();
  });

  it('with no scope at all in the place of one ask that is too large by itself', () => {
    const asked = { s3: [{ resource: 'uploads', key: `users/${SUB}/${'$'.repeat(700)}`, access: ['READ'] }] };
    expect(previewCredentials(service, member, { scope: asked }).split).toEqual([]);
  });

  it('with the role that is passed on, and no policy', () => {
    const role = { resource: 'reporting', roleArn: 'arn:aws:iam::123456789012:role/reporting' };
    expect(previewCredentials(service, editor, { scope: { role: 'reporting' } })).toMatchObject({
      scope: { ...noScope, role },
      sessionPolicy: null,
      sessionPolicyCharacters: null,
      roleArn: role.roleArn,
      admissions: [{ resource: 'reporting', part: null, access: null, grant: 'reporting' }],
    });
  });

  it('with the grants that were left out', () => {
    expect(previewCredentials(service, tenantless, {}).unusableGrants).toEqual([sharedNeedsTenant]);
  });
});

describe('myGrants answers', () => {
  it('with what can be used, roles, and what cannot be used and why', () => {
    const { name, reason } = sharedNeedsTenant;
    const unusable = { ...noPart, name, maxDurationSeconds: 3600, unusable: reason };
    expect(myGrants(service, tenantless)).toContainEqual(unusable);
    expect(myGrants(service, editor)).toContainEqual({
      ...noPart,
      name: 'reporting',
      role: { resource: 'reporting', roleArn: 'arn:aws:iam::123456789012:role/reporting' },
      maxDurationSeconds: 3600,
      unusable: null,
    });
    expect(myGrants(service, member)[0]).toEqual({
      ...noPart,
      name: 'own-files',
      s3: onUploads(own, ['READ', 'WRITE', 'DELETE', 'LIST']),
      maxDurationSeconds: 3600,
      unusable: null,
    });
  });
});

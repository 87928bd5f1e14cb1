/** The answers as clients get them, whole. */
import { callerWith, editor, member, serviceWith, SUB } from '../test/fixtures.ts';
import type { RoleSession } from './assumeRole.ts';
import { vended } from './answers.ts';
import { planVend } from './plan.ts';
import type { S3Scope } from './schema.ts';
import { myGrants, previewCredentials } from './vend.ts';

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
      scope: { s3: [onUploads(own, ['READ']), onUploads('tenants/acme/shared/', ['READ'])], dynamodb: [], role: null },
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

describe('previewCredentials answers', () => {
  it('with the policy, its size, who admits what, the role, the tags and the bounds', () => {
    const scope = { s3: [{ resource: 'uploads', prefix: 'tenants/acme/shared/', access: ['READ', 'WRITE'] }] };
    const plan = planVend(service, editor, { scope });
    expect(previewCredentials(service, editor, { scope, durationSeconds: 1000 })).toEqual({
      scope: { s3: [onUploads('tenants/acme/shared/', ['READ', 'WRITE'])], dynamodb: [], role: null },
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
      unusableGrants: [],
    });
  });

  it('with the role that is passed on, and no policy', () => {
    const role = { resource: 'reporting', roleArn: 'arn:aws:iam::123456789012:role/reporting' };
    expect(previewCredentials(service, editor, { scope: { role: 'reporting' } })).toMatchObject({
      scope: { s3: [], dynamodb: [], role },
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
    const unusable = { name, s3: null, dynamodb: null, role: null, maxDurationSeconds: 3600, unusable: reason };
    expect(myGrants(service, tenantless)).toContainEqual(unusable);
    expect(myGrants(service, editor)).toContainEqual({
      name: 'reporting',
      s3: null,
      dynamodb: null,
      role: { resource: 'reporting', roleArn: 'arn:aws:iam::123456789012:role/reporting' },
      maxDurationSeconds: 3600,
      unusable: null,
    });
    expect(myGrants(service, member)[0]).toEqual({
      name: 'own-files',
      s3: onUploads(own, ['READ', 'WRITE', 'DELETE', 'LIST']),
      dynamodb: null,
      role: null,
      maxDurationSeconds: 3600,
      unusable: null,
    });
  });
});

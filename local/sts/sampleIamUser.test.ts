/** The sample IAM user: as wide as the Vend policy with any tag, and no wider. */
import { evaluate } from '../../core/policy/evaluate.ts';
import { readService } from '../readService.ts';
import type { Service } from '../service.ts';
import { sampleIamUser } from './sampleIamUser.ts';

let service: Service;
beforeAll(async () => {
  service = await readService();
});

const bucket = 'arn:aws:s3:::scopevend-dev-uploadsbucket';
const table = 'arn:aws:dynamodb:us-east-1:000000000000:table/scopevend-dev-NotesTable';
const secure = { 'aws:SecureTransport': 'true' };

it.each([
  { action: 's3:GetObject', resource: `${bucket}/users/anybody/k`, decision: 'Allow' },
  { action: 's3:PutObject', resource: `${bucket}/tenants/any/shared/k`, decision: 'Allow' },
  { action: 's3:GetObject', resource: `${bucket}/reports/acme/k`, decision: 'ImplicitDeny' },
  { action: 's3:ListBucket', resource: bucket, context: { 's3:prefix': 'users/anybody/' }, decision: 'Allow' },
  { action: 's3:ListBucket', resource: bucket, decision: 'ImplicitDeny' },
  {
    action: 's3:PutObject',
    resource: `${bucket}/users/me/k`,
    context: { 's3:x-amz-acl': 'private' },
    decision: 'ExplicitDeny',
  },
  {
    action: 's3:GetObject',
    resource: `${bucket}/users/me/k`,
    context: { 'aws:SecureTransport': 'false' },
    decision: 'ExplicitDeny',
  },
  { action: 'dynamodb:GetItem', resource: table, context: { 'dynamodb:LeadingKeys': ['anybody'] }, decision: 'Allow' },
  { action: 'dynamodb:Scan', resource: table, decision: 'ImplicitDeny' },
  { action: 'sts:GetFederationToken', resource: 'arn:aws:sts::000000000000:federated-user/x', decision: 'Allow' },
  { action: 'sts:TagSession', resource: 'arn:aws:sts::000000000000:federated-user/x', decision: 'Allow' },
  { action: 'sts:AssumeRole', resource: 'arn:aws:iam::000000000000:role/any', decision: 'ImplicitDeny' },
])('$action on $resource: $decision', ({ action, resource, context, decision }) => {
  const { policies } = sampleIamUser(service).user;
  expect(evaluate(policies, { action, resource, context: { ...secure, ...context } })).toBe(decision);
});

it('holds no session tag: the developer has none', () => {
  expect(JSON.stringify(sampleIamUser(service).user)).not.toContain('PrincipalTag');
});

it('is refused for a service without a Vend role', () => {
  expect(() => sampleIamUser({ ...service, roles: [] })).toThrow(/VEND_ROLE_ARN/);
});

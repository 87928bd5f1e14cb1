/** What a service does not take in an ask, no claim can fill in either. */
import { callerWith, deployment } from '../../test/fixtures.ts';
import { refusalOf } from '../../test/refusal.ts';
import { samples } from '../../test/scopes/samples.ts';
import { compileGrants } from '../compileGrants.ts';
import { planVend } from '../plan.ts';
import type { ServiceName } from './index.ts';

type Fields = Readonly<Record<string, unknown>>;

const vendUnder = (kind: ServiceName, grant: Fields, tenant: string) => {
  const grants = compileGrants(
    { resources: { own: { kind } }, grants: [{ name: 'own', to: 'everyone', resource: 'own', ...grant }] },
    { own: samples[kind].resource },
    deployment,
  );
  return planVend({ deployment, grants }, callerWith({ tenant }), {});
};

it.each<[ServiceName, string, string, Fields]>([
  // A version of the parameter acme, for whoever writes names that way.
  ['ssm', 'acme:3', 'acme', { parameter: '${claims.tenant}', access: ['READ'] }],
  ['ssm', 'a b', 'acme', { path: 'tenants/${claims.tenant}/', access: ['READ'] }],
  ['executeApi', 'a+b', 'a-b', { pathPrefix: '${claims.tenant}/', access: ['GET'] }],
  ['cloudwatch', 'AWS', 'acme', { namespace: '${claims.tenant}/web', access: ['PUT'] }],
  ['eventBridge', 'aws.ec2', 'acme', { source: '${claims.tenant}', access: ['PUT'] }],
  ['logs', 'a:b', 'acme', { streamPrefix: '${claims.tenant}/', access: ['WRITE'] }],
  ['lambda', 'a:b', 'live', { qualifier: '${claims.tenant}', access: ['INVOKE'] }],
  ['iotShadow', 'a+b', 'a-b', { thing: '${claims.tenant}', access: ['READ'] }],
  ['kms', 'a b', 'acme', { encryptionContext: '${claims.tenant}/x', access: ['DECRYPT'] }],
  ['bedrock', 'a1:DRAFT', 'a1', { guardrail: '${claims.tenant}', access: ['INVOKE'] }],
])('%s does not take %j from a claim, but %j', (kind, refused, taken, grant) => {
  expect(refusalOf(() => vendUnder(kind, grant, refused))).toMatchObject({
    code: 'ClaimUnusable',
    info: { claim: 'tenant' },
  });
  expect(vendUnder(kind, grant, taken).sessionPolicy).toContain(taken);
});

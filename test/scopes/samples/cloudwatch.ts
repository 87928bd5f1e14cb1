/** Metrics in a tenant's own namespace. */
import type { Statement } from '../../../core/policy/document.ts';
import type { ScopeSample } from '../sample.ts';

const put = (namespace: string): Statement => ({
  Effect: 'Allow',
  Action: 'cloudwatch:PutMetricData',
  Resource: '*',
  Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-central-1', 'cloudwatch:namespace': namespace } },
});

const attempt = (namespace: string | undefined, region = 'eu-central-1', action = 'cloudwatch:PutMetricData') => ({
  action,
  resource: '*',
  context: { 'aws:RequestedRegion': region, ...(namespace !== undefined && { 'cloudwatch:namespace': namespace }) },
});

export const cloudwatch: ScopeSample = {
  resource: {},
  grant: { namespace: 'app/${claims.tenant}', access: ['PUT'] },
  ask: { namespace: 'app/acme', access: ['PUT'] },
  policy: [put('app/acme')],
  vendPolicy: [put('app/${aws:PrincipalTag/vend:tenant}')],
  allowed: [attempt('app/acme')],
  denied: [
    attempt('app/acme2'),
    attempt('app'),
    attempt('App/acme'),
    attempt(undefined),
    attempt('app/acme', 'us-east-1'),
    attempt('app/acme', 'eu-central-1', 'cloudwatch:GetMetricData'),
    attempt('app/acme', 'eu-central-1', 'cloudwatch:PutMetricAlarm'),
  ],
};

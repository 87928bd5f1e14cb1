import { deployment, member } from '../../test/fixtures.ts';
import { refusalOf } from '../../test/refusal.ts';
import { compileGrants } from '../compileGrants.ts';
import { planVend } from '../plan.ts';
import type { PolicyDocument } from '../policy/document.ts';
import { evaluate } from '../policy/evaluate.ts';

const grants = compileGrants(
  {
    resources: { metrics: { kind: 'cloudwatch' } },
    grants: [{ name: 'metrics', to: 'everyone', resource: 'metrics', whole: true, access: ['PUT'] }],
  },
  { metrics: {} },
  deployment,
);
const plan = (...namespaces: readonly (string | undefined)[]) =>
  planVend({ deployment, grants }, member, {
    scope: { cloudwatch: namespaces.map((namespace) => ({ resource: 'metrics', namespace, access: ['PUT'] })) },
  });
const allows = (policy: string | undefined, namespace: string | undefined, region = 'eu-central-1') =>
  evaluate(JSON.parse(policy ?? '') as PolicyDocument, {
    action: 'cloudwatch:PutMetricData',
    resource: '*',
    context: { 'aws:RequestedRegion': region, ...(namespace !== undefined && { 'cloudwatch:namespace': namespace }) },
  }) === 'Allow';

it('states several namespaces together, and none beside them', () => {
  const { sessionPolicy } = plan('shop', 'shop/web');
  const { Statement } = JSON.parse(sessionPolicy ?? '') as PolicyDocument;
  expect([Statement].flat()).toHaveLength(1);
  expect(['shop', 'shop/web', 'shop/', 'other'].map((namespace) => allows(sessionPolicy, namespace))).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect(allows(sessionPolicy, 'shop', 'us-east-1')).toBe(false);
});

it('gives every namespace of the one Region where the grant does', () => {
  const { sessionPolicy } = plan(undefined);
  expect([allows(sessionPolicy, 'other'), allows(sessionPolicy, 'other', 'us-east-1')]).toEqual([true, false]);
});

it.each([[undefined], ['shop'], [undefined, 'shop']])(
  "gives no metrics without a namespace, which are OpenTelemetry's, for %j and %j",
  (...namespaces) => {
    expect(allows(plan(...namespaces).sessionPolicy, undefined)).toBe(false);
  },
);

it.each(['AWS/EC2', ':shop', ' shop', 'shop ', ' AWS/EC2', ' '])('refuses the namespace %j', (namespace) => {
  expect(refusalOf(() => plan(namespace)).code).toBe('InvalidScope');
});

it.each(['s', 'shop/web front', 'shop:web', 'aws', 'AWSome'])('takes the namespace %j', (namespace) => {
  expect(allows(plan(namespace).sessionPolicy, namespace)).toBe(true);
});

/** How fast a scope becomes a session policy: caller → grants → asks → policy, everything that comes before STS. */
import { callerOf } from '../core/caller.ts';
import { compileGrants } from '../core/compileGrants.ts';
import { planVend, type VendRequest } from '../core/plan.ts';
import type { PolicyDocument } from '../core/policy/document.ts';
import { evaluate } from '../core/policy/evaluate.ts';
import { assert, median } from './measure.ts';

const ROUNDS = 15;
const deployment = {
  partition: 'aws',
  region: 'eu-central-1',
  account: '123456789012',
  vendRoleArn: 'arn:aws:iam::123456789012:role/vend',
};
const grant = { name: 'own-files', to: { group: 'members' }, resource: 'uploads', prefix: '${sub}/', access: ['READ'] };
const declaration = { resources: { uploads: { kind: 's3' } }, grants: [grant] };
const service = { deployment, grants: compileGrants(declaration, { uploads: { name: 'uploads' } }, deployment) };
const payload = { iss: 'https://issuer', sub: 'u1', token_use: 'access', username: 'x', 'cognito:groups': ['members'] };

// Short names: fifty asks must fit into one policy.
const asks = (count: number): VendRequest => ({
  scope: {
    s3: Array.from({ length: count }, (_, at) => ({
      resource: 'uploads',
      prefix: `u1/${String(at)}/`,
      access: ['READ'],
    })),
  },
});

const compile = (request: VendRequest): string => planVend(service, callerOf(payload), request).sessionPolicy ?? '';

const assertExact = (request: VendRequest, count: number): void => {
  const policy = JSON.parse(compile(request)) as PolicyDocument;
  const read = (at: number) =>
    evaluate(policy, { action: 's3:GetObject', resource: `arn:aws:s3:::uploads/u1/${String(at)}/x`, context: {} });
  assert(
    read(0) === 'Allow' && read(count - 1) === 'Allow' && read(count) === 'ImplicitDeny',
    'the policy is the scope',
  );
};

/** @returns the median of rounds, in milliseconds a policy */
export const timeCompile = (count: number): number => {
  const request = asks(count);
  assertExact(request, count);
  const each = Math.ceil(20_000 / count);
  const round = (): number => {
    const start = performance.now();
    for (let done = 0; done < each; done += 1) compile(request);
    return (performance.now() - start) / each;
  };
  for (let warm = 0; warm < 5; warm += 1) round();
  return median(Array.from({ length: ROUNDS }, round));
};

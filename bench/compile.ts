/** How fast a scope becomes a session policy: caller → grants → asks → policy, everything that comes before STS. */
import { callerOf } from '../core/caller.ts';
import { compileGrants } from '../core/compileGrants.ts';
import { type Plan, planVend, type VendRequest } from '../core/plan.ts';
import type { PolicyDocument } from '../core/policy/document.ts';
import { evaluate } from '../core/policy/evaluate.ts';
import { assert, median, percentile } from './measure.ts';

const ROUNDS = 15;
const deployment = {
  partition: 'aws',
  region: 'eu-central-1',
  account: '123456789012',
  vendRoleArn: 'arn:aws:iam::123456789012:role/vend',
};
const members = { group: 'members' };
const declaration = {
  resources: { uploads: { kind: 's3' }, notes: { kind: 'dynamodb' } },
  grants: [
    { name: 'own-files', to: members, resource: 'uploads', prefix: '${sub}/', access: ['READ'] },
    { name: 'notes', to: members, resource: 'notes', whole: true, access: ['READ', 'WRITE'] },
  ],
};
const names = { uploads: { name: 'uploads' }, notes: { name: 'notes' } };
// Without an overhead of the session token there is room for tags.
const service = { deployment, grants: compileGrants(declaration, names, deployment), tokenOverhead: 0 };
const payload = { iss: 'https://issuer', sub: 'u1', token_use: 'access', username: 'x', 'cognito:groups': ['members'] };

const onBucket = (prefix: string) => ({ resource: 'uploads', prefix: `u1/${prefix}/`, access: ['READ'] });
const onTable = (key: string) => ({ resource: 'notes', leadingKeys: [key], access: ['READ', 'WRITE'] });

/** A scope, and what of it can be judged. */
interface Asks {
  readonly s3: readonly ReturnType<typeof onBucket>[];
  readonly dynamodb?: readonly ReturnType<typeof onTable>[];
}

const numbered = <Ask>(count: number, ask: (name: string) => Ask, prefix = ''): readonly Ask[] =>
  Array.from({ length: count }, (_, at) => ask(`${prefix}${String(at)}`));

/** Names are short where fifty asks must fit into one policy as they are. */
const kinds = {
  s3: (count) => ({ s3: numbered(count, onBucket) }),
  mixed: (count) => ({ s3: numbered(count / 2, onBucket), dynamodb: numbered(count / 2, onTable) }),
  tagged: (count) => ({ s3: numbered(count, onBucket, 'folder-of-one-of-our-users-') }),
} satisfies Readonly<Record<string, (count: number) => Asks>>;

export type Kind = keyof typeof kinds;

const compile = (request: VendRequest): Plan => planVend(service, callerOf(payload), request);

const assertExact = (scope: Asks, kind: Kind): void => {
  const { sessionPolicy = '', sessionTags } = compile({ scope });
  const policy = JSON.parse(sessionPolicy) as PolicyDocument;
  const tags = Object.fromEntries(sessionTags.map(({ Key, Value }) => [`aws:PrincipalTag/${Key}`, Value]));
  const { s3, dynamodb = [] } = scope;
  const read = (prefix: string) =>
    evaluate(policy, { action: 's3:GetObject', resource: `arn:aws:s3:::uploads/${prefix}x`, context: tags });
  const item = (key: string) =>
    evaluate(policy, {
      action: 'dynamodb:GetItem',
      resource: 'arn:aws:dynamodb:eu-central-1:123456789012:table/notes',
      context: { ...tags, 'dynamodb:LeadingKeys': [key] },
    });
  assert(
    s3.every(({ prefix }) => read(prefix) === 'Allow' && read(prefix.replace(/\/$/, 'y/')) === 'ImplicitDeny') &&
      dynamodb.every(({ leadingKeys: [key = ''] }) => item(key) === 'Allow' && item(`${key}y`) === 'ImplicitDeny'),
    'the policy is the scope',
  );
  assert(sessionTags.length > 1 === (kind === 'tagged'), 'the policy has tags where it needs them');
};

const provenRequest = (kind: Kind, count: number): VendRequest => {
  const scope = kinds[kind](count);
  assertExact(scope, kind);
  return { scope };
};

/** @returns the median of rounds, in milliseconds a policy */
export const timeCompile = (count: number): number => {
  const request = provenRequest('s3', count);
  const each = Math.ceil(20_000 / count);
  const round = (): number => {
    const start = performance.now();
    for (let done = 0; done < each; done += 1) compile(request);
    return (performance.now() - start) / each;
  };
  for (let warm = 0; warm < 5; warm += 1) round();
  return median(Array.from({ length: ROUNDS }, round));
};

/**
 * @returns of single compilations the median and the 95th percentile, in milliseconds of the processor, which another program's load
 * changes less than time by the clock
 */
export const timeEachCompile = (kind: Kind, count: number): { readonly median: number; readonly p95: number } => {
  const request = provenRequest(kind, count);
  const single = (): number => {
    const before = process.cpuUsage();
    compile(request);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  };
  for (let warm = 0; warm < 1_000; warm += 1) single();
  const each = Array.from({ length: 3_000 }, single);
  return { median: median(each), p95: percentile(each, 0.95) };
};

/** Compiles asks of a kind so many times. */
export const compileTimes = (kind: Kind, count: number, times: number): void => {
  const request = provenRequest(kind, count);
  for (let done = 0; done < times; done += 1) compile(request);
};

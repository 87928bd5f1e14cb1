/** Previews explain requests: by which statement they are allowed, or what is missing. */
import fc from 'fast-check';
import { callerWith, editor, grantOn, member, serviceWith, SUB, tagContext } from '../../test/fixtures.ts';
import { codeOf, refusalOf } from '../../test/refusal.ts';
import { runs } from '../../test/runs.ts';
import { planVend } from '../plan.ts';
import type { PolicyDocument } from '../policy/document.ts';
import { evaluate } from '../policy/evaluate.ts';
import { previewCredentials } from '../preview.ts';

const service = serviceWith();
const own = `users/${SUB}/`;
const bucket = 'arn:aws:s3:::uploads-bucket';
const table = 'arn:aws:dynamodb:eu-central-1:123456789012:table/notes-table';
const scope = {
  s3: [{ resource: 'uploads', prefix: own, access: ['READ', 'LIST'] }],
  dynamodb: [{ resource: 'notes', access: ['READ'] }],
};
const explained = (action: string, resource: string, context?: unknown) =>
  previewCredentials(service, member, { scope, requests: [{ action, resource, context }] }).explanations[0];

it('explains nothing when nothing is asked', () => {
  expect(previewCredentials(service, member, { scope }).explanations).toEqual([]);
});

it.each<readonly [action: string, resource: string, arn: string, context: unknown]>([
  ['s3:GetObject', `${bucket}/${own}x`, `${bucket}/${own}x`, null],
  ['s3:GetObject', `uploads/${own}x`, `${bucket}/${own}x`, null],
  ['S3:getobject', `uploads/${own}a/*?$ \u{1F648}`, `${bucket}/${own}a/*?$ \u{1F648}`, null],
  ['s3:ListBucket', `uploads/${own}`, bucket, null],
  ['s3:ListBucket', `uploads/${own}a/`, bucket, null],
  ['s3:ListBucket', 'uploads', bucket, { 's3:prefix': own }],
  ['s3:ListBucket', bucket, bucket, { 'S3:Prefix': own }],
  ['dynamodb:GetItem', `notes/${SUB}`, table, null],
  ['dynamodb:GetItem', 'notes', table, { 'dynamodb:LeadingKeys': [SUB] }],
  ['dynamodb:GetItem', table, table, { 'dynamodb:leadingkeys': [SUB, SUB] }],
])('allows %s on %s', (action, resource, arn, context) => {
  const { statement, ...rest } = explained(action, resource, context) ?? {};
  expect(rest).toEqual({
    action,
    resource: arn,
    allowed: true,
    denial: null,
    unmet: [],
    reason: `A statement allows ${action} on ${arn}.`,
  });
  const { sessionPolicy } = planVend(service, member, { scope });
  expect(sessionPolicy).toContain(String(statement));
});

it.each<{ why: string; action: string; resource: string; context?: unknown; denial: string; reason: RegExp }>([
  { why: 'another action', action: 's3:PutObject', resource: `uploads/${own}x`, denial: 'ACTION', reason: /^No statement has s3:PutObject\./ },
  { why: 'an action of no access', action: 's3:PutObjectAcl', resource: `uploads/${own}x`, denial: 'ACTION', reason: /PutObjectAcl/ },
  { why: 'another object', action: 's3:GetObject', resource: 'uploads/users/1/x', denial: 'RESOURCE', reason: new RegExp(`is allowed on ${bucket}/${own}\\*, but not on ${bucket}/users/1/x\\.$`) },
  { why: 'a list of all', action: 's3:ListBucket', resource: 'uploads', denial: 'CONDITION', reason: new RegExp(`s3:prefix must meet StringLike ${own}\\*, and the request has none\\.$`) },
  { why: 'another prefix', action: 's3:ListBucket', resource: bucket, context: { 's3:prefix': 'users/' }, denial: 'CONDITION', reason: /and the request has users\/\.$/ },
  { why: 'another key', action: 'dynamodb:GetItem', resource: 'notes/x', denial: 'CONDITION', reason: new RegExp(`dynamodb:LeadingKeys must meet ForAllValues:StringEquals ${SUB}, and the request has x\\.$`) },
  { why: 'no key', action: 'dynamodb:GetItem', resource: 'notes', denial: 'CONDITION', reason: /dynamodb:LeadingKeys must be in the request\.$/ },
  { why: 'no resource', action: 's3:GetObject', resource: '*', denial: 'RESOURCE', reason: /but not on \*\.$/ },
])('says why $why is denied', ({ action, resource, context, denial, reason }) => {
  expect(explained(action, resource, context)).toMatchObject({
    allowed: false,
    denial,
    reason: expect.stringMatching(reason),
    statement: denial === 'CONDITION' ? expect.stringMatching(/^\{"Effect":"Allow"/) : null,
  });
}); // prettier-ignore

it('fills in session tags, and takes none from the client', () => {
  const s3 = Array.from({ length: 11 }, (_, at) => ({
    resource: 'uploads',
    prefix: `${own}${'x'.repeat(40)}${String(at)}/`,
    access: ['READ', 'LIST'],
  }));
  const { sessionTags, explanations, sessionPolicy } = previewCredentials(service, member, {
    scope: { s3 },
    requests: [
      { action: 's3:GetObject', resource: `uploads/${s3[0]?.prefix ?? ''}k` },
      { action: 's3:ListBucket', resource: `uploads/${own}` },
    ],
  });
  expect(sessionTags.some((tag) => tag.startsWith('v0='))).toBe(true);
  expect(sessionPolicy).toContain('${aws:PrincipalTag/v0}');
  expect(explanations.map(({ allowed }) => allowed)).toEqual([true, false]);
  expect(explanations[1]?.unmet[0]?.wanted).toEqual(s3.map(({ prefix }) => `${prefix}*`));
});

it('explains a scope that is too large as a whole', () => {
  const s3 = Array.from({ length: 300 }, (_, at) => ({
    resource: 'uploads',
    prefix: `${own}${'x'.repeat(60)}${String(at)}/`,
    access: ['READ'],
  }));
  const { split, explanations } = previewCredentials(service, member, {
    scope: { s3 },
    requests: [0, 299, 300].map((at) => ({
      action: 's3:GetObject',
      resource: `uploads/${own}${'x'.repeat(60)}${String(at)}/k`,
    })),
  });
  expect(split?.length).toBeGreaterThan(1);
  expect(explanations.map(({ allowed }) => allowed)).toEqual([true, true, false]);
  expect(explanations[2]?.reason).toMatch(/, and 280 more, but not on/);
});

const request = { action: 's3:GetObject', resource: `uploads/${own}x` };
it.each<readonly [why: string, path: string, requests: unknown]>([
  ['no list', 'requests', {}],
  ['too many', 'requests', Array.from({ length: 21 }, () => request)],
  ['no request', 'requests[0]', ['s3:GetObject']],
  ['a wildcard', 'requests[0].action', [{ ...request, action: 's3:*' }]],
  ['no action', 'requests[1].action', [request, { resource: 'x' }]],
  ['a long action', 'requests[0].action', [{ ...request, action: `s3:${'x'.repeat(129)}` }]],
  ['no resource', 'requests[0].resource', [{ action: 's3:GetObject' }]],
  ['a long resource', 'requests[0].resource', [{ ...request, resource: `arn:${'x'.repeat(2048)}` }]],
  ['the beginning of an ARN', 'requests[0].resource', [{ ...request, resource: 'arn:aws:s3' }]],
  ['an ARN of no resource', 'requests[0].resource', [{ ...request, resource: 'arn:aws:s3:::' }]],
  ['an ARN of no service', 'requests[0].resource', [{ ...request, resource: 'arn:aws::::x' }]],
  ['an unknown alias', 'requests[0].resource', [{ ...request, resource: 'nothing/x' }]],
  ['an alias that every object has', 'requests[0].resource', [{ ...request, resource: 'constructor/x' }]],
  ['a role', 'requests[0].resource', [{ ...request, resource: 'reporting/x' }]],
  ['many objects', 'requests[0].resource', [{ ...request, resource: `uploads/${own}` }]],
  ['what S3 cannot mean exactly', 'requests[0].resource', [{ ...request, resource: 'uploads/a//b' }]],
  ['a bucket for an object', 'requests[0].resource', [{ ...request, resource: 'uploads' }]],
  ['a text as context', 'requests[0].context', [{ ...request, context: '{}' }]],
  ['a tag', 'requests[0].context', [{ ...request, context: { 'AWS:principaltag/vend:sub': 'x' } }]],
  ['a key of no form', 'requests[0].context', [{ ...request, context: JSON.parse('{"__proto__": "x"}') as unknown }]],
  ['a key twice', 'requests[0].context', [{ ...request, context: { 's3:prefix': 'a', 'S3:PREFIX': 'b' } }]],
  ['many keys', 'requests[0].context', [{ ...request, context: Object.fromEntries(Array.from({ length: 31 }, (_, at) => [`s3:${String(at)}`, 'x'])) }]],
  ['a deep value', 'requests[0].context["s3:prefix"]', [{ ...request, context: { 's3:prefix': { a: 1 } } }]],
  ['a long value', 'requests[0].context["s3:prefix"]', [{ ...request, context: { 's3:prefix': ['x'.repeat(2049)] } }]],
  ['many values', 'requests[0].context["s3:prefix"]', [{ ...request, context: { 's3:prefix': Array.from({ length: 101 }, () => 'x') } }]],
  ['several values of a key that has one', 'requests[0].context', [{ action: 's3:ListBucket', resource: bucket, context: { 's3:prefix': ['a', 'b'] } }]],
])('refuses %s', (_why, path, requests) => {
  const { code, info } = refusalOf(() => previewCredentials(service, member, { scope, requests }));
  expect({ code, path: info['path'] }).toEqual({ code: 'InvalidScope', path });
}); // prettier-ignore

it('answers with less than AppSync takes, however much is asked for and told', () => {
  const prefixes = Array.from({ length: 300 }, (_, at) => `users/${SUB}/${'x'.repeat(900)}${String(at)}/`);
  const asks = prefixes.map((prefix) => ({ resource: 'uploads', prefix, access: ['LIST'] }));
  const told = Array.from({ length: 100 }, (_, at) => `${String(at)}${'y'.repeat(100)}`);
  const listing = { action: 's3:ListBucket', resource: bucket, context: { 's3:prefix': prefixes[0] } };
  const other = { ...listing, context: { 's3:delimiter': told } };
  const granted = serviceWith(grantOn({ prefix: 'users/${sub}/' }));
  const requests = Array.from({ length: 20 }, (_, at) => (at % 2 === 0 ? listing : other));
  const preview = previewCredentials(granted, member, { scope: { s3: asks }, requests });
  expect(preview.explanations.map(({ allowed }) => allowed)).toEqual(requests.map((one) => one === listing));
  expect(preview.explanations.every(({ statement }) => statement === null)).toBe(true);
  expect(JSON.stringify(preview.explanations).length).toBeLessThan(1_000_000);
});

it('refuses to explain a role, and asks nothing of it', () => {
  const role = { role: 'reporting' };
  expect(codeOf(() => previewCredentials(service, editor, { scope: role, requests: [request] }))).toBe('InvalidScope');
  expect(previewCredentials(service, editor, { scope: role }).explanations).toEqual([]);
});

it('answers an alias without a grant as one that there is not', () => {
  const refused = (alias: string, caller = callerWith({ 'cognito:groups': ['members'] })) =>
    refusalOf(() =>
      previewCredentials(serviceWith(), caller, { requests: [{ ...request, resource: `${alias}/x` }] }),
    ).message.replace(alias, '…');
  expect(refused('reporting')).toBe(refused('nothing'));
});

it('says of any request what the evaluator says of the policy that would be vended', () => {
  const texts = ['users', SUB, 'x', '*', '?', '${aws:PrincipalTag/vend:sub}', 'a b', '🙈', '..', '', 'shared'];
  const path = fc.array(fc.constantFrom(...texts), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
  const everything = serviceWith(grantOn({ prefix: 'users/${sub}/' }));
  const { sessionPolicy = '', sessionTags } = planVend(everything, member, {});
  const policy = JSON.parse(sessionPolicy) as PolicyDocument;
  const seen = new Set<boolean>();
  fc.assert(
    fc.property(
      fc.constantFrom('s3:GetObject', 's3:PutObject', 's3:ListBucket', 's3:GetObjectAcl'),
      fc.oneof(path, path.map((end) => `users/${SUB}/${end}`)),
      fc.option(path, { nil: undefined }),
      (action, end, prefix) => {
        const resource = action === 's3:ListBucket' ? bucket : `${bucket}/${end}`;
        const context = prefix === undefined ? {} : { 's3:prefix': prefix };
        const [said] = previewCredentials(everything, member, { requests: [{ action, resource, context }] }).explanations;
        const judged = evaluate(policy, { action, resource, context: { 'aws:SecureTransport': 'true', ...context, ...tagContext(sessionTags) } });
        seen.add(judged === 'Allow');
        expect(said?.allowed).toBe(judged === 'Allow');
      },
    ),
    runs(500),
  ); // prettier-ignore
  expect([...seen].sort()).toEqual([false, true]);
});

/** Policies that were compiled once decide as their documents do, and nothing of a client passes for them. */
import fc from 'fast-check';
import { runs } from '../../test/runs.ts';
import type { PolicyDocument, Statement } from './document.ts';
import type { Policies } from './evaluate.ts';
import { compilePolicies, contextValues, evaluate, evaluateSession, PolicyError } from './evaluate.ts';

const actions = ['s3:GetObject', 's3:PutObject', 'dynamodb:GetItem', 'DYNAMODB:GetItem'];
const resources = ['arn:aws:s3:::b/u1/x', 'arn:aws:s3:::b/u2/x', 'arn:aws:s3:::b'];
const callers = ['u1', 'u2', 'u*'];

const statements = fc.record<Statement>({
  Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
  Action: fc.constantFrom('*', 's3:*', 's3:GetObject', 'dynamodb:Get?tem', ['s3:PutObject', 'sqs:*']),
  Resource: fc.constantFrom('*', 'arn:aws:s3:::b/*', 'arn:aws:s3:::b/${aws:PrincipalTag/sub}/*', 'arn:aws:s3:::b'),
  Condition: fc.constantFrom({}, { StringEquals: { 'aws:PrincipalTag/sub': 'u1' } }, { Null: { 'aws:x': 'true' } }),
});
const documents = fc
  .array(statements, { minLength: 1, maxLength: 4 })
  .map((Statement): PolicyDocument => ({ Version: '2012-10-17', Statement }));

it('they decide as their documents do, for one caller after another', () => {
  const asked = fc.tuple(fc.constantFrom(...actions), fc.constantFrom(...resources), fc.constantFrom(...callers));
  fc.assert(
    fc.property(documents, documents, fc.array(asked, { maxLength: 12 }), (identity, session, requests) => {
      const compiled = {
        identity: compilePolicies([identity], 'identity'),
        session: compilePolicies(session, 'identity'),
      };
      for (const [action, resource, sub] of requests) {
        const context = { 'aws:PrincipalTag/sub': sub };
        const plain = evaluateSession({ identity: [identity], session }, { action, resource, context });
        const known = contextValues(context);
        expect(evaluateSession(compiled, { action, resource, context: {}, known })).toEqual(plain);
      }
    }),
    runs(100),
  );
});

const request = { action: 's3:GetObject', resource: 'arn:aws:s3:::b/k', context: {} };
const open: PolicyDocument = { Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };

it('a document with the elements of a compiled one is refused', () => {
  const forged = { kind: 'identity', statements: [], statementsOn: () => [{ effect: 'Allow' }], ...open } as Policies;
  expect(() => evaluate(forged, request)).toThrow(PolicyError);
});

it('what was compiled as one kind is not judged as another', () => {
  const compiled = compilePolicies(open, 'identity');
  expect(() => evaluate(compiled, { ...request, principal: { AWS: ['1'] } })).toThrow(PolicyError);
});

it('a document that is malformed is refused when it is compiled', () => {
  expect(() => compilePolicies({ Statement: [] }, 'identity')).toThrow(PolicyError);
});

it('what is known holds against what the request says of the same key, in any case', () => {
  const mine: PolicyDocument = {
    Statement: { Effect: 'Allow', Action: '*', Resource: '*', Condition: { StringEquals: { 'aws:userid': 'me' } } },
  };
  const judge = (context: Record<string, string>) =>
    evaluate(mine, { ...request, context, known: contextValues({ 'aws:userid': 'other' }) });
  expect([judge({}), judge({ 'aws:userid': 'me' }), judge({ 'AWS:UserId': 'me' })]).toEqual(
    Array.from({ length: 3 }, () => 'ImplicitDeny'),
  );
});

it.each([
  ['Resource', { Resource: 'arn:aws:s3:::b/${aws:PrincipalTag/sub}/*' }],
  ['a condition', { Resource: '*', Condition: { StringLike: { 's3:prefix': '${aws:PrincipalTag/sub}/*' } } }],
])('a variable in %s is that of each caller, whoever came before', (_where, part) => {
  const own = compilePolicies(
    { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', ...part } },
    'identity',
  );
  const reads = (sub: string, of: string) =>
    evaluate(own, {
      action: 's3:GetObject',
      resource: `arn:aws:s3:::b/${of}/x`,
      context: { 'aws:PrincipalTag/sub': sub, 's3:prefix': `${of}/x` },
    });
  const calls = ['a a', 'b a', 'b b', 'a b', 'a a', 'b a'].map((call) => call.split(' '));
  expect(calls.map(([sub = '', of = '']) => reads(sub, of) === 'Allow')).toEqual(calls.map(([sub, of]) => sub === of));
});

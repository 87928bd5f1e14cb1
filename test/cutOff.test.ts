/** The policies of docs/operations.md that cut sessions off, judged: whom they stop, and whom not. */
import type { PolicyDocument } from '../core/policy/document.ts';
import { evaluate } from '../core/policy/evaluate.ts';
import { textOf } from './projectFiles.ts';

const policies = new Map(
  [...textOf('docs/operations.md').matchAll(/```json\n(\{[^]*?\n\})\n```/g)].map(([, json = '']) => {
    const policy = JSON.parse(json) as PolicyDocument & { readonly Statement: readonly [{ readonly Sid: string }] };
    return [policy.Statement[0].Sid, policy] as const;
  }),
);

const leaked = {
  'aws:SourceIdentity': '6c1f0e52-8f3b-4f0c-9a57-2d4e6b7a1c01',
  'aws:userid': 'AROAEXAMPLEVENDROLE01:0b0b6c4e-8f43-4a55-9c57-6f7b0d1f8d11',
  'aws:TokenIssueTime': '2026-11-23T11:59:59Z',
};
const anotherVend = { ...leaked, 'aws:userid': 'AROAEXAMPLEVENDROLE01:1c1c7d5f-9054-4b66-8d68-708c1e209e22' };
const later = { ...anotherVend, 'aws:TokenIssueTime': '2026-11-23T12:00:00Z' };
const another = { ...anotherVend, 'aws:SourceIdentity': '0e0c9d3a-5f21-4d0a-8a3e-7a2b1c4d5e6f' };
const anotherLater = { ...another, 'aws:TokenIssueTime': '2026-11-23T12:00:01Z' };

it('finds the three policies', () => {
  expect([...policies.keys()]).toEqual(['CutOffUser', 'CutOffVend', 'CutOffEarlier']);
});

it.each([
  { sid: 'CutOffUser', cut: { leaked, anotherVend, later }, left: { another, anotherLater } },
  { sid: 'CutOffVend', cut: { leaked }, left: { anotherVend, later, another, anotherLater } },
  { sid: 'CutOffEarlier', cut: { leaked, anotherVend, another }, left: { later, anotherLater } },
])('$sid stops whom it names and nobody else', ({ sid, cut, left }) => {
  const policy = policies.get(sid);
  const decision = (action: string, resource: string, context: Readonly<Record<string, string>>) =>
    policy && evaluate(policy, { action, resource, context });
  for (const [action, resource] of [
    ['s3:GetObject', 'arn:aws:s3:::uploads/users/x/a'],
    ['dynamodb:Query', 'arn:aws:dynamodb:eu-central-1:123456789012:table/notes'],
  ] as const) {
    for (const [who, context] of Object.entries(cut))
      expect([who, decision(action, resource, context)]).toEqual([who, 'ExplicitDeny']);
    for (const [who, context] of Object.entries(left))
      expect([who, decision(action, resource, context)]).toEqual([who, 'ImplicitDeny']);
  }
});

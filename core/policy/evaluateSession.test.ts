import type { PolicyDocument } from './document.ts';
import type { SessionPolicies } from './evaluate.ts';
import { evaluateSession } from './evaluate.ts';

const session = 'arn:aws:sts::000000000000:assumed-role/Vend/v1';
const role = 'arn:aws:iam::000000000000:role/Vend';
const unnamed = {
  action: 's3:GetObject',
  resource: 'arn:aws:s3:::bucket/key',
  context: { 'aws:PrincipalArn': role },
};
const request = { ...unnamed, principal: { AWS: [session, role, '000000000000'] } };

const policy = (Effect: 'Allow' | 'Deny', Action = 's3:*'): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: { Effect, Action, Resource: '*' },
});
const bucket = (Principal: '*' | { AWS: string }, Effect: 'Allow' | 'Deny' = 'Allow'): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: {
    Effect,
    Principal,
    Action: 's3:*',
    Resource: '*',
    Condition: { ArnEquals: { 'aws:PrincipalArn': role } },
  },
});
const [yes, no, other] = [policy('Allow'), policy('Deny'), policy('Allow', 'sqs:*')];
const noIdentity = 'because no identity-based policy allows the s3:GetObject action';
const noSession = 'because no session policy allows the s3:GetObject action';

it.each<[string, SessionPolicies, string]>([
  ['identity and session policy allow', { identity: [yes], session: yes }, ''],
  ['no session policy: not narrowed', { identity: [yes] }, ''],
  ['the session policy narrows', { identity: yes, session: other }, noSession],
  ['the session policy gives nothing of its own', { identity: other, session: yes }, noIdentity],
  ['session policies are a union', { identity: yes, session: [other, yes] }, ''],
  ['no session policy of a list allows', { identity: yes, session: [] }, noSession],
  ['of two that do not allow, the session policy is named', { identity: other, session: other }, noSession],
  ['a role without policies', { identity: [], session: yes }, noIdentity],
  [
    'an explicit deny of the role',
    { identity: [yes, no], session: yes },
    'with an explicit deny in an identity-based policy',
  ],
  [
    'an explicit deny of the session',
    { identity: yes, session: [yes, no] },
    'with an explicit deny in a session policy',
  ],
  [
    'a bucket policy naming the role is narrowed',
    { identity: [], session: other, resource: bucket({ AWS: role }) },
    noSession,
  ],
  ['a bucket policy naming the role gives', { identity: [], session: yes, resource: bucket({ AWS: role }) }, ''],
  ['a bucket policy naming the session adds', { identity: [], session: other, resource: bucket({ AWS: session }) }, ''],
  [
    'a bucket policy naming everyone under a condition adds',
    { identity: [], session: other, resource: bucket('*') },
    '',
  ],
  [
    'a bucket policy naming the account adds nothing',
    { identity: [], session: yes, resource: bucket({ AWS: '000000000000' }) },
    noIdentity,
  ],
  [
    'an explicit deny of the role holds against the bucket policy',
    { identity: no, session: yes, resource: bucket('*') },
    'with an explicit deny in an identity-based policy',
  ],
  [
    'an explicit deny of the bucket',
    { identity: yes, session: yes, resource: bucket({ AWS: role }, 'Deny') },
    'with an explicit deny in a resource-based policy',
  ],
  [
    'an explicit deny of the bucket, for the account',
    { identity: yes, resource: bucket({ AWS: '000000000000' }, 'Deny') },
    'with an explicit deny in a resource-based policy',
  ],
])('%s', (_rule, policies, why) => {
  const decision = why === '' ? 'Allow' : why.startsWith('with') ? 'ExplicitDeny' : 'ImplicitDeny';
  expect(evaluateSession(policies, request)).toEqual({ decision, why });
});

it('needs the names of the session for a resource policy', () => {
  expect(() => evaluateSession({ identity: yes, resource: bucket('*') }, unnamed)).toThrow('request.principal.AWS');
});

/** Trust policy, identity policy and session policy together: who may assume a role in its own account and in another. */
import type { PolicyDocument, Principal, Statement } from '../../core/policy/document.ts';
import { account, policy, role, roleArn } from './fixture.ts';
import { mayAssume } from './mayAssume.ts';
import { assumeRoleContext, callerContext } from './requestContext.ts';
import type { Session } from './session.ts';
import { sessionIdentity } from './session.ts';

const action = 'sts:AssumeRole';
const trusting = (Principal: Principal, Effect: Statement['Effect'] = 'Allow'): Statement => ({
  Effect,
  Principal,
  Action: action,
});
const identity = (Effect: Statement['Effect'], Action = action) =>
  policy({ Effect, Action, Resource: roleArn('Target') });
const allows = identity('Allow');
const denies = identity('Deny');
const other = identity('Allow', 's3:GetObject');

const caller = (identityPolicies: readonly PolicyDocument[], sessionPolicy?: PolicyDocument): Session => ({
  ...sessionIdentity(role('Caller', policy(), { policies: identityPolicies }), 'me'),
  sessionPolicy,
  tags: new Map([['vend:sub', 's']]),
  transitiveTagKeys: [],
  sourceIdentity: 'someone',
  sourceFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:vend',
  issuedAt: 0,
  expiresAt: 1,
});

const root = { AWS: `arn:aws:iam::${account}:root` };
const named = { AWS: roleArn('Caller') };
const session = { AWS: `arn:aws:sts::${account}:assumed-role/Caller/me` };

it.each<
  [why: string, trust: Statement[], policies: PolicyDocument[], sessionPolicy: PolicyDocument | undefined, may: boolean]
>([
  ['the role is named: no identity policy needed', [trusting(named)], [], undefined, true],
  ['the role is named: a session policy still narrows', [trusting(named)], [], other, false],
  ['the role is named, and the session policy allows', [trusting(named)], [], allows, true],
  ['the session is named: a session policy does not narrow', [trusting(session)], [], other, true],
  ['everybody is: a session policy does not narrow', [trusting('*')], [], other, true],
  ['the account is: it is for the identity policies', [trusting(root)], [], undefined, false],
  ['the account is, and an identity policy allows', [trusting(root)], [allows], undefined, true],
  ['the account by its id, and an identity policy allows', [trusting({ AWS: account })], [allows], undefined, true],
  ['the account is, the session policy does not allow', [trusting(root)], [allows], other, false],
  ['nobody is: an identity policy is not enough', [], [allows], undefined, false],
  ['another role is', [trusting({ AWS: roleArn('Other') })], [allows], undefined, false],
  ['a service is', [trusting({ Service: 'lambda.amazonaws.com' })], [allows], undefined, false],
  ['an identity policy denies', [trusting(session)], [allows, denies], undefined, false],
  ['the session policy denies', [trusting(session)], [allows], denies, false],
  ['the trust policy denies the account', [trusting(session), trusting(root, 'Deny')], [allows], undefined, false],
])('%s', (_why, trust, policies, sessionPolicy, may) => {
  const target = role('Target', policy(trusting({ AWS: roleArn('Filler') }), ...trust));
  expect(mayAssume(caller(policies, sessionPolicy), target, action, {})).toBe(may);
});

it.each([
  { policies: [], may: false },
  { policies: [policy({ Effect: 'Allow', Action: action, Resource: '*' })], may: true },
])('across accounts both must allow: $may', ({ policies, may }) => {
  const target = role('Target', policy(trusting(named)), { arn: 'arn:aws:iam::111111111111:role/Target' });
  expect(mayAssume(caller(policies), target, action, {})).toBe(may);
});

it.each([
  { fn: 'vend', may: true },
  { fn: 'other', may: false },
])('a deny on lambda:SourceFunctionArn binds a role to one function: $fn, $may', ({ fn, may }) => {
  const bound = policy({
    Effect: 'Deny',
    Action: 'sts:*',
    Resource: '*',
    Condition: { ArnNotEquals: { 'lambda:SourceFunctionArn': `arn:aws:lambda:us-east-1:${account}:function:${fn}` } },
  });
  const me = caller([allows, bound]);
  const target = role('Target', policy(trusting(named)));
  expect(mayAssume(me, target, action, callerContext(me, 'us-east-1', 0))).toBe(may);
});

describe('the context', () => {
  const request = {
    roleArn: roleArn('Target'),
    roleSessionName: 'name',
    policy: undefined,
    durationSeconds: 900,
    tags: new Map([['vend:sub', 's']]),
    transitiveTagKeys: ['vend:sub'],
    externalId: 'ext',
    sourceIdentity: 'who',
    minimumSessionTokenSize: 0,
  };
  // Service Authorization Reference, STS, condition keys by action.
  it.each([
    {
      action: 'sts:AssumeRole' as const,
      keys: {
        'sts:RoleSessionName': 'name',
        'iam:ResourceTag/vend:tenant': 'of-the-role',
        'sts:ExternalId': 'ext',
        'sts:SourceIdentity': 'who',
        'aws:RequestTag/vend:sub': 's',
        'aws:TagKeys': ['vend:sub'],
        'sts:TransitiveTagKeys': ['vend:sub'],
      },
    },
    {
      action: 'sts:TagSession' as const,
      keys: {
        'aws:RequestTag/vend:sub': 's',
        'aws:TagKeys': ['vend:sub'],
        'sts:TransitiveTagKeys': ['vend:sub'],
      },
    },
    { action: 'sts:SetSourceIdentity' as const, keys: { 'sts:SourceIdentity': 'who' } },
  ])('of $action has its keys and no others', ({ action: asked, keys }) => {
    const tagged = { ...role('Target', policy()), tags: new Map([['vend:tenant', 'of-the-role']]) };
    expect(assumeRoleContext(asked, request, tagged, {})).toEqual(keys);
  });

  it('of a caller has the tags of its role where the session has none of that name', () => {
    const session = caller([]);
    const tags = new Map([
      ['VEND:SUB', 'of-the-role'],
      ['vend:tenant', 'of-the-role'],
    ]);
    const context = callerContext(
      { ...session, role: { ...role('Caller', policy()), tags } } as typeof session,
      'us-east-1',
      0,
    );
    expect(context).toMatchObject({ 'aws:PrincipalTag/vend:sub': 's', 'aws:PrincipalTag/vend:tenant': 'of-the-role' });
    expect(context).not.toHaveProperty(['aws:PrincipalTag/VEND:SUB']);
  });

  it('of a caller says who it is', () => {
    expect(callerContext(caller([]), 'us-east-1', 0)).toMatchObject({
      'aws:PrincipalArn': roleArn('Caller'),
      'aws:PrincipalAccount': account,
      'aws:PrincipalTag/vend:sub': 's',
      'aws:SourceIdentity': 'someone',
      'lambda:SourceFunctionArn': 'arn:aws:lambda:us-east-1:000000000000:function:vend',
      'aws:CurrentTime': '1970-01-01T00:00:00.000Z',
    });
  });
});

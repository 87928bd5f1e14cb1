import type { Statement } from '../../core/policy/document.ts';
import { awsActions } from './awsActions.ts';
import { roleNamed } from './deployed.ts';
import { escalatingActions, escalation, escalationIn, RUNS_AS_ANOTHER, spelledOut } from './escalation.ts';
import { deployed, grantsWith, project, sampleGrants } from './fixture.ts';
import { statementsOf } from './probes.ts';

const actions = await awsActions();
const grants = grantsWith(sampleGrants);
const reporting = roleNamed(deployed, 'ReportingRole');
/** The role with one statement that allows, and of its own those that deny. */
const withStatement = (statement: Statement, denies: readonly string[] = []) => ({
  ...reporting,
  policies: [
    {
      Version: '2012-10-17' as const,
      Statement: [statement, ...statementsOf(reporting.policies).filter(({ Sid = '' }) => denies.includes(Sid))],
    },
  ],
});
const allow = (more: Omit<Statement, 'Effect'>): Statement => ({
  Sid: 'Wide',
  Effect: 'Allow',
  Resource: '*',
  ...more,
});
const whats = (statement: Statement, meant: readonly string[] = [], denies?: readonly string[]) =>
  escalation(withStatement(statement, denies), grants, actions, new Set(meant)).map(({ what }) => what);

it.each<readonly [what: string, statement: Statement]>([
  ['iam:PassRole', allow({ Action: 'iam:PassRole' })],
  ['iam:CreateAccessKey', allow({ Action: 'IAM:createaccesskey', Resource: 'arn:aws:iam::000000000000:user/x' })],
  ['iam:AddRoleToInstanceProfile', allow({ Action: 'iam:*' })],
  ['sts:AssumeRole', allow({ Action: ['s3:GetObject', 'sts:AssumeRole'] })],
  ['lambda:UpdateFunctionCode', allow({ Action: 'lambda:Update*' })],
  ['kms:CreateGrant', allow({ Action: 'kms:CreateGrant', Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } } })],
  ['s3:PutBucketPolicy', allow({ Action: 's3:Put*' })],
  ['iam:PassRole', { Sid: 'Wide', Effect: 'Allow', Action: 'iam:PassRole', NotResource: 'arn:aws:iam::000000000000:role/x' }],
  ['cognito-idp:AdminAddUserToGroup', allow({ Action: 'cognito-idp:Admin*' })],
  ['iam:AddClientIDToOpenIDConnectProvider', { Sid: 'Wide', Effect: 'Allow', NotAction: 's3:*', Resource: '*' }],
])('finds %s', (what, statement) => {
  const found = escalation(withStatement(statement), grants, actions, new Set());
  expect(found).toMatchObject([
    { where: `the policies of ${reporting.name}, statement Wide`, what: expect.stringMatching(/^allows .*, with which/) },
  ]);
  expect(escalatingActions(withStatement(statement), statement, grants, actions)).toContain(what);
  expect(whats(statement, ['Wide'])).toEqual([]);
}); // prettier-ignore

it.each<readonly [what: string, statement: Statement]>([
  ['reading and writing data', allow({ Action: ['s3:GetObject', 's3:PutObject', 'dynamodb:*Item', 'kms:Decrypt', 'lambda:InvokeFunction'] })],
  ['reading permissions', allow({ Action: ['iam:Get*', 'iam:List*', 'sts:GetCallerIdentity'] })],
  ['what a variable without a value names', allow({ Action: 'iam:PassRole', Resource: 'arn:aws:iam::000000000000:role/${aws:PrincipalTag/none}' })],
])('takes %s', (_what, statement) => {
  expect(whats(statement)).toEqual([]);
}); // prettier-ignore

it('takes what the role is denied whatever is allowed', () => {
  const pass = allow({ Action: ['iam:PassRole', 'sts:AssumeRole'] });
  expect(whats(pass, [], ['NothingButTheseActions'])).toEqual([]);
});

it('does not take a reason for a statement without a Sid', () => {
  const { Sid: _sid, ...anonymous } = allow({ Action: 'iam:PassRole' });
  expect(whats(anonymous, ['Wide', 'undefined'])).toHaveLength(1);
});

it('knows only actions that there are', () => {
  expect([...RUNS_AS_ANOTHER].filter((name) => !actions.has(name))).toEqual([]);
  expect(RUNS_AS_ANOTHER.size).toBeGreaterThan(40);
});

describe('spelledOut', () => {
  const file = (...blocks: readonly string[]): string => `Statement:\n${blocks.join('')}`;
  const block = (sid: string, comment = '', inside = '') =>
    `${comment}  - Sid: ${sid}\n    Effect: Allow\n${inside}    Action: iam:PassRole\n    Resource: x\n`;
  const reason = '# Escalates: the installer passes its role on.\n';

  it.each([
    { what: 'a reason above', text: file(block('One', `  ${reason}`)), sids: ['One'] },
    { what: 'a reason within', text: file(block('One', '', `    ${reason}`)), sids: ['One'] },
    { what: 'another comment', text: file(block('One', '  # Escalates\n')), sids: [] },
    { what: 'an empty reason', text: file(block('One', '  # Escalates:\n')), sids: [] },
    { what: 'a reason of another statement', text: file(block('One', `  ${reason}`), block('Two')), sids: ['One'] },
    { what: 'two statements of a name, one without', text: file(block('One', `  ${reason}`), block('One')), sids: [] },
    { what: 'the same the other way round', text: file(block('One'), block('One', `  ${reason}`)), sids: [] },
  ])('$what', ({ text, sids }) => {
    expect([...spelledOut([text])]).toEqual(sids);
  });
});

it('finds nothing in this project', async () => {
  expect(await escalationIn(project, deployed.roles, grants, actions)).toEqual([]);
});

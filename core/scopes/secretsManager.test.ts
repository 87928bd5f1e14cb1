import { compileGrants } from '../compileGrants.ts';
import { deployment } from '../../test/fixtures.ts';
import { refusalOf } from '../../test/refusal.ts';
import { under } from '../../test/scopes/asking.ts';
import { samples } from '../../test/scopes/samples.ts';
import { GrantsError } from '../grantsError.ts';

const secret = samples.secretsManager.resource['name'] ?? '';
const { statements, allows } = under('secretsManager', { whole: true, access: ['READ', 'DESCRIBE', 'WRITE'] });

it('is one secret to the last character', () => {
  expect(statements({ access: ['READ', 'DESCRIBE', 'WRITE'] })).toEqual([
    {
      Effect: 'Allow',
      Action: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret', 'secretsmanager:PutSecretValue'],
      Resource: secret,
    },
  ]);
});

it.each(['DESCRIBE', 'WRITE'])('%s is of no one version stage, which AWS does not look at', (access) => {
  expect(refusalOf(() => statements({ versionStage: 'AWSCURRENT', access: [access] })).code).toBe('InvalidScope');
  expect(() => under('secretsManager', { versionStage: 'AWSCURRENT', access: [access] })).toThrow(GrantsError);
});

it('reads every stage that was asked for, and no version by its id alone', () => {
  const asks = ['AWSCURRENT', 'AWSPREVIOUS'].map((versionStage) => ({ versionStage, access: ['READ'] }));
  const reads = (context: Readonly<Record<string, string | readonly string[]>>) =>
    allows({ action: 'secretsmanager:GetSecretValue', resource: secret, context }, ...asks);
  const stage = 'secretsmanager:VersionStage';
  expect([{ [stage]: 'AWSPREVIOUS' }, { [stage]: ['AWSCURRENT'] }].map(reads)).toEqual([true, true]);
  const others = [
    { [stage]: 'AWSPENDING' },
    { [stage]: ['AWSCURRENT', 'AWSPENDING'] },
    { 'secretsmanager:VersionId': 'a' },
  ];
  expect(others.map(reads)).toEqual([false, false, false]);
});

it.each([
  'maps/api',
  'maps/api-Ab1Cd2',
  secret.replace('-Ab1Cd2', ''),
  secret.replace('Ab1Cd2', '??????'),
  secret.replace('Ab1Cd2', '*'),
  secret.replace('eu-central-1', 'eu-west-1'),
  secret.replace('123456789012', '210987654321'),
  secret.replace('arn:aws:', 'arn:aws-cn:'),
])('takes no secret that is called %s', (name) => {
  const compile = () =>
    compileGrants({ resources: { own: { kind: 'secretsManager' } }, grants: [] }, { own: { name } }, deployment);
  expect(compile).toThrow('RESOURCES.own.name');
});

/** What a team would write for `secretsManager`, and what comes of it. */
import type { Conditions } from '../../../core/policy/document.ts';
import type { ScopeSample } from '../sample.ts';

const secret = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:maps/api-Ab1Cd2';
const current: Conditions = {
  Null: { 'secretsmanager:VersionStage': 'false' },
  'ForAllValues:StringEquals': { 'secretsmanager:VersionStage': 'AWSCURRENT' },
};
const read = (stage: string, resource = secret) => ({
  action: 'secretsmanager:GetSecretValue',
  resource,
  context: { 'secretsmanager:VersionStage': stage },
});

export const secretsManager: ScopeSample = {
  resource: { name: secret },
  grant: { versionStage: 'AWSCURRENT', access: ['READ'] },
  ask: { versionStage: 'AWSCURRENT', access: ['READ'] },
  policy: [{ Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: secret, Condition: current }],
  vendPolicy: [{ Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: secret, Condition: current }],
  allowed: [read('AWSCURRENT')],
  denied: [
    read('AWSPREVIOUS'),
    read('AWSCURRENT2'),
    { action: 'secretsmanager:GetSecretValue', resource: secret },
    read('AWSCURRENT', `${secret}-Ef3Gh4`),
    read('AWSCURRENT', secret.replace('Ab1Cd2', 'Zz9Yy8')),
    read('AWSCURRENT', secret.replace('eu-central-1', 'eu-west-1')),
    read('AWSCURRENT', secret.replace('123456789012', '210987654321')),
    { action: 'secretsmanager:DescribeSecret', resource: secret },
    { action: 'secretsmanager:PutSecretValue', resource: secret },
  ],
};

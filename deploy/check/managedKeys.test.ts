/** What docs/grants.md says of keys that AWS manages: the Vend policy as it is denies them, and with its lines only services can use them. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Statement } from '../../core/policy/document.ts';
import { evaluate } from '../../core/policy/evaluate.ts';
import type { Role } from '../../local/service.ts';
import { awsActions } from './awsActions.ts';
import { conditionKeys } from './conditionKeys.ts';
import { roleNamed } from './deployed.ts';
import { changed, deployed, grantsWith, project, sampleGrants } from './fixture.ts';
import { missingDenials } from './missingDenials.ts';
import { listed } from './probes.ts';

const manual = readFileSync(path.join(project, 'docs/grants.md'), 'utf8');
const [, actions = '', key = ''] =
  /- Sid: KmsThroughServicesOnly\n +Effect: Deny\n +Action: \[(.*)\]\n +Resource: '\*'.*\n +Condition: \{ 'Null': \{ (\S+): 'true' \} \}/.exec(
    manual,
  ) ?? [];
const shown: Statement = {
  Effect: 'Deny',
  Action: actions.split(', '),
  Resource: '*',
  Condition: { Null: { [key]: 'true' } },
};

const asItIs = roleNamed(deployed, 'VendRole');
const asShown = changed(asItIs, 'NothingButTheseActions', (statement) => [
  { ...statement, NotAction: [...listed(statement.NotAction), ...listed(shown.Action)] },
  shown,
]);
const decision = ({ policies }: Role, context: Readonly<Record<string, string>>, action: string) =>
  evaluate(policies, {
    action,
    resource: 'arn:aws:kms:us-east-1:000000000000:key/of-aws',
    context: { 'aws:SecureTransport': 'true', ...context },
  });
const through = { 'kms:ViaService': 'secretsmanager.us-east-1.amazonaws.com' };

it.each(['kms:Decrypt', 'kms:GenerateDataKey', 'kms:Encrypt'])('%s', (action) => {
  expect(listed(shown.Action)).toContain(action);
  expect(decision(asItIs, through, action)).toBe('ExplicitDeny');
  // Not allowed either: that is for the key's policy.
  expect(decision(asShown, through, action)).toBe('ImplicitDeny');
  expect(decision(asShown, {}, action)).toBe('ExplicitDeny');
});

it('asks for no other denial in place of the lines', async () => {
  expect(missingDenials(deployed, asShown, grantsWith(sampleGrants), await awsActions())).toEqual([]);
});

it('opens no other action of KMS', () => {
  for (const action of ['kms:CreateGrant', 'kms:ReEncryptFrom', 'kms:GenerateDataKeyPair'])
    expect(decision(asShown, through, action)).toBe('ExplicitDeny');
});

it('is under a key that the actions know', async () => {
  expect(conditionKeys([{ Version: '2012-10-17', Statement: shown }], 'docs/grants.md', await awsActions())).toEqual(
    [],
  );
});

/** Queues, topics, streams, secrets and parameters with a KMS key: it is theirs alone, through their service. Of S3, see s3.test.ts. */
import { awsActions, isOn, supportsKey } from '../../deploy/check/awsActions.ts';
import { listed } from '../../deploy/check/probes.ts';
import { deployment, guest } from '../../test/fixtures.ts';
import { compileGrants } from '../compileGrants.ts';
import { planVend } from '../plan.ts';
import type { PolicyDocument } from '../policy/document.ts';
import { evaluate } from '../policy/evaluate.ts';
import { samples } from '../../test/scopes/samples.ts';
import { type ServiceName, services } from './index.ts';

const actions = await awsActions();
const KEY = 'arn:aws:kms:eu-central-1:210987654321:key/mrk-0d1e2f3a4b5c6d7e8f90a1b2c3d4e5f6';
const arn = (rest: string) => `arn:aws:${rest.replace(':', ':eu-central-1:123456789012:')}`;

const compile = (kind: ServiceName, access: readonly string[], key: Readonly<Record<string, unknown>>) => {
  const whole = services.find(({ name }) => name === kind)?.part.grantFields.includes('whole') && { whole: true };
  return compileGrants(
    { resources: { own: { kind } }, grants: [{ name: 'own', to: 'everyone', resource: 'own', access, ...whole }] },
    { own: { ...samples[kind].resource, ...key } },
    deployment,
  );
};
const statementsFor = (kind: ServiceName, access: string, kmsKeyArn?: string) => {
  const grants = compile(kind, [access], kmsKeyArn === undefined ? {} : { kmsKeyArn });
  const { sessionPolicy = '' } = planVend({ deployment, grants }, guest, {});
  return [(JSON.parse(sessionPolicy) as PolicyDocument).Statement].flat();
};

const BOTH = ['kms:GenerateDataKey', 'kms:Decrypt'];
const SECRET = samples.secretsManager.resource['name'] ?? '';
describe.each<{ kind: ServiceName; access: string; needs: string | string[]; context: string; of: string }>([
  { kind: 'sqs', access: 'SEND', needs: BOTH, context: 'aws:sqs:arn', of: arn('sqs:orders') },
  { kind: 'sqs', access: 'CONSUME', needs: 'kms:Decrypt', context: 'aws:sqs:arn', of: arn('sqs:orders') },
  { kind: 'sns', access: 'PUBLISH', needs: BOTH, context: 'aws:sns:topicArn', of: arn('sns:orders') },
  {
    kind: 'kinesis',
    access: 'PUT',
    needs: 'kms:GenerateDataKey',
    context: 'aws:kinesis:arn',
    of: arn('kinesis:stream/clicks'),
  },
  {
    kind: 'kinesis',
    access: 'READ',
    needs: 'kms:Decrypt',
    context: 'aws:kinesis:arn',
    of: arn('kinesis:stream/clicks'),
  },
  { kind: 'secretsManager', access: 'READ', needs: 'kms:Decrypt', context: 'SecretARN', of: SECRET },
  { kind: 'secretsManager', access: 'WRITE', needs: BOTH, context: 'SecretARN', of: SECRET },
])('$access on a resource of kind $kind with a key', ({ kind, access, needs, context, of }) => {
  const [own, ofKey, ...more] = statementsFor(kind, access, KEY);
  const key = `kms:EncryptionContext:${context}`;
  const good = { 'kms:ViaService': `${kind.toLowerCase()}.eu-central-1.amazonaws.com`, [key]: of };

  it('adds the key to what it is without one', () => {
    expect([own]).toEqual(statementsFor(kind, access));
    expect([ofKey, more]).toEqual([
      { Effect: 'Allow', Action: needs, Resource: KEY, Condition: { StringEquals: good } },
      [],
    ]);
  });

  it('is stated under keys that AWS knows', () => {
    for (const action of listed(needs)) {
      const known = actions.get(action.toLowerCase());
      expect(known && [isOn(known, KEY), ...Object.keys(good).map((one) => supportsKey(known, one))]).toEqual([
        true,
        true,
        true,
      ]);
    }
  });

  it.each([
    { why: 'another resource', context: { ...good, [key]: `${of}2` } },
    { why: 'another service', context: { ...good, 'kms:ViaService': 's3.eu-central-1.amazonaws.com' } },
    { why: 'a call of its own', context: { [key]: of } },
    { why: 'no encryption context', context: { 'kms:ViaService': good['kms:ViaService'] } },
  ])('does not give the key for $why', ({ context: other }) => {
    const policy: PolicyDocument = { Version: '2012-10-17', Statement: ofKey ?? [] };
    for (const action of listed(needs)) {
      expect(evaluate(policy, { action, resource: KEY, context: good })).toBe('Allow');
      expect(evaluate(policy, { action, resource: KEY, context: other })).toBe('ImplicitDeny');
    }
  });
});

it.each(services.filter(({ name }) => name !== 's3').map(({ name, keyFields = [] }) => ({ name, keyFields })))(
  'RESOURCES takes what $name can have of a key: $keyFields',
  ({ name, keyFields }) => {
    const fields = { kmsKeyArn: KEY, bucketKey: true };
    for (const [field, value] of Object.entries(fields)) {
      const named = { own: { ...samples[name as ServiceName].resource, kmsKeyArn: KEY, [field]: value } };
      const attempt = () => compileGrants({ resources: { own: { kind: name } }, grants: [] }, named, deployment);
      if (keyFields.includes(field as 'kmsKeyArn')) expect(attempt).not.toThrow();
      else expect(attempt).toThrow(/^RESOURCES\.own\.(kmsKeyArn|bucketKey): is not known here/);
    }
  },
);

it('DESCRIBE of a secret needs no key', () => {
  expect(statementsFor('secretsManager', 'DESCRIBE', KEY)).toEqual(statementsFor('secretsManager', 'DESCRIBE'));
});

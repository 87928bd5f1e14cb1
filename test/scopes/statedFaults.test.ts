/** The rules find what they are for: each permission here is a sound one with one thing wrong. */
import type { Resource } from '../../core/resources.ts';
import type { Permission } from '../../core/scopes/defineScope.ts';
import { deployment } from '../fixtures.ts';
import { referenceOf } from './reference.ts';
import { statedFaults } from './statedFaults.ts';

const reference = await referenceOf(['s3', 'sqs', 'dynamodb', 'kms', 'events', 'bedrock', 'polly', 'states']);

const kmsKeyArn = 'arn:aws:kms:eu-central-1:210987654321:key/1a2b3c4d-5e6f-4a7b-8c9d-0e1f2a3b4c5d';
const resource: Resource = { ...deployment, alias: 'own', kind: 'any', name: 'own', kmsKeyArn };
const arn = (service: string, path: string) => `arn:aws:${service}:eu-central-1:123456789012:${path}`;
const faults = (permission: Permission, access = 'WRITE') => statedFaults(access, permission, resource, reference);

const onObjects: Permission = { actions: ['s3:PutObject'], resource: 'arn:aws:s3:::own/a/*' };
const onTable: Permission = {
  actions: ['dynamodb:PutItem'],
  resource: arn('dynamodb', 'table/own'),
  conditions: { Null: { 'dynamodb:LeadingKeys': 'false' } },
  anyOf: { operator: 'ForAllValues:StringEquals', key: 'dynamodb:LeadingKeys', value: 'a' },
};
const via = {
  'kms:ViaService': 'sqs.eu-central-1.amazonaws.com',
  'kms:EncryptionContext:aws:sqs:arn': arn('sqs', 'own'),
};
const onKey: Permission = {
  byService: true,
  actions: ['kms:Decrypt'],
  resource: kmsKeyArn,
  conditions: { StringEquals: via },
};
const onContext: Permission = {
  actions: ['kms:Decrypt'],
  resource: arn('kms', 'key/own'),
  conditions: { 'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': 'a' } },
  anyOf: { operator: 'StringEquals', key: 'kms:EncryptionContext:a', value: 'b' },
};
const onAnything: Permission = {
  actions: ['polly:SynthesizeSpeech'],
  resource: '*',
  conditions: { StringEquals: { 'aws:RequestedRegion': 'eu-central-1' } },
};

it.each([onObjects, onTable, onKey, onContext, onAnything])('finds nothing wrong with %j', (permission) => {
  expect(faults(permission)).toEqual([]);
});

it.each<[string, Permission]>([
  ['AWS has no action s3:PutObjects', { ...onObjects, actions: ['s3:PutObjects'] }],
  ['AWS has no action s3:Put*', { ...onObjects, actions: ['s3:Put*'] }],
  ['AWS has no action S3:putobject', { ...onObjects, actions: ['S3:putobject'] }],
  ['s3:PutObjectAcl manages permissions', { ...onObjects, actions: ['s3:PutObjectAcl'] }],
  ['s3:ListBucket is not on arn:aws:s3:::own/a/*', { ...onObjects, actions: ['s3:ListBucket'] }],
  ['states:StartExecution is not on', { actions: ['states:StartExecution'], resource: arn('states', 'execution:own:a') }],
  ['stands for part of a name', { ...onObjects, resource: 'arn:aws:s3:::own/a*' }],
  ['stands for part of a name', { ...onObjects, resource: 'arn:aws:s3:::own/*/a' }],
  ['stands for part of a name', { ...onObjects, resource: 'arn:aws:s3:::own/a?' }],
  ['stands for part of a name', { ...onObjects, resource: 'arn:aws:s3:::own/${aws:username}/*' }],
  ['stands for part of a name', { ...onObjects, actions: ['s3:ListBucket'], resource: 'arn:aws:s3:::own', anyOf: { operator: 'StringLike', key: 's3:prefix', value: 'a*' } }],
  ['is not in the partition aws', { ...onObjects, resource: 'arn:aws-cn:s3:::own/a/*' }],
  ['is not in the Region eu-central-1', { actions: ['sqs:SendMessage'], resource: 'arn:aws:sqs:eu-west-1:123456789012:own' }],
  ['stands for part of a name', { actions: ['sqs:SendMessage'], resource: 'arn:aws:sqs:*:123456789012:own' }],
  ['is of another account', { actions: ['sqs:SendMessage'], resource: 'arn:aws:sqs:eu-central-1:210987654321:own' }],
  ['is not in the Region eu-central-1', { actions: ['bedrock:InvokeModel'], resource: 'arn:aws:bedrock:*::foundation-model/a.b' }],
  ['sqs:SendMessage is on some resource', { ...onAnything, actions: ['sqs:SendMessage'] }],
  ['* is not bound to the Region', { ...onAnything, conditions: {} }],
  ['s3:PutObject does not know s3:prefix', { ...onObjects, conditions: { StringEquals: { 's3:prefix': 'a' } } }],
  ['is not an operator', { ...onObjects, conditions: { StringNotEquals: { 'aws:SourceVpc': 'a' } } }],
  ['is not an operator', { ...onObjects, conditions: { StringEqualsIfExists: { 'aws:SourceVpc': 'a' } } }],
  ['aws:SourceVpc must be absent', { ...onObjects, conditions: { Null: { 'aws:SourceVpc': 'true' } } }],
  ['a request without dynamodb:LeadingKeys meets', { ...onTable, conditions: {} }],
  ['a request without kms:EncryptionContextKeys meets', { actions: onContext.actions, resource: onContext.resource, conditions: onContext.conditions ?? {} }],
  ['events:source can have several values', { actions: ['events:PutEvents'], resource: arn('events', 'event-bus/own'), conditions: { StringEquals: { 'events:source': 'a' } } }],
  ['the key is not bound by ^kms:ViaService$', { ...onKey, conditions: { StringEquals: { 'kms:EncryptionContext:aws:sqs:arn': 'a' } } }],
  ['the key is not bound by ^kms:EncryptionContext:', { ...onKey, conditions: { StringEquals: { 'kms:ViaService': 'a' } } }],
])('finds: %s', (fault, permission) => {
  expect(faults(permission).filter((one) => one.includes(fault))).not.toEqual([]);
}); // prettier-ignore

it('finds that what is called reading writes', () => {
  expect(faults(onObjects, 'READ')).toEqual(['s3:PutObject is no reading']);
});

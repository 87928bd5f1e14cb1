/** What a policy is asked to show for an ask: a request that it must allow, and its neighbour that it must not. */
import type { Request } from '../../core/policy/evaluate.ts';
import { BUCKET, type DynamoDbAccess, type S3Access, TABLE, type YardstickAsk } from './yardstick.ts';

export const deployment = {
  partition: 'aws',
  region: 'eu-central-1',
  account: '123456789012',
  vendRoleArn: 'arn:aws:iam::123456789012:role/vend',
};

const OBJECT: Readonly<Record<Exclude<S3Access, 'LIST'>, string>> = {
  READ: 's3:GetObject',
  WRITE: 's3:PutObject',
  DELETE: 's3:DeleteObject',
};

const ITEM: Readonly<Record<DynamoDbAccess, string>> = { READ: 'dynamodb:GetItem', WRITE: 'dynamodb:PutItem' };

const onBucket = (prefix: string, access: S3Access): Request =>
  access === 'LIST'
    ? { action: 's3:ListBucket', resource: `arn:aws:s3:::${BUCKET}`, context: { 's3:prefix': `${prefix}/` } }
    : { action: OBJECT[access], resource: `arn:aws:s3:::${BUCKET}/${prefix}/file`, context: {} };

const onTable = (key: string, access: DynamoDbAccess): Request => ({
  action: ITEM[access],
  resource: `arn:aws:dynamodb:${deployment.region}:${deployment.account}:table/${TABLE}`,
  context: { 'dynamodb:LeadingKeys': [key] },
});

const requestsOn = (ask: YardstickAsk, suffix: string): readonly Request[] =>
  'key' in ask
    ? ask.access.map((access) => onTable(`${ask.key}${suffix}`, access))
    : ask.access.map((access) => onBucket(`${ask.prefix}${suffix}`, access));

/** One for each access value. */
export const asked = (ask: YardstickAsk): readonly Request[] => requestsOn(ask, '');

/** The same on a prefix or a key that begins alike. */
export const neighbours = (ask: YardstickAsk): readonly Request[] => requestsOn(ask, 'x');

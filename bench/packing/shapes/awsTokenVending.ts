/**
 * AWS's sample of dynamic policy generation (aws-samples/aws-saas-factory-dynamic-policy-generation), permission-templates
 * S3FolderPerTenantTemplate.json and DynamoLeadingKeyTemplate.json at commit fefbfe57007456b5e347516d7b98e6d8fa6e961d: a template's
 * statements once for each tenant's folder or key, whatever the access. All values are lists; white space is stripped.
 */
import type { Statement } from '../../../core/policy/document.ts';
import { BUCKET, TABLE, type YardstickAsk } from '../yardstick.ts';
import { documentOf, type Shape } from './shape.ts';

const folder = (tenant: string): readonly Statement[] => [
  {
    Effect: 'Allow',
    Action: ['s3:ListBucket'],
    Resource: [`arn:aws:s3:::${BUCKET}`],
    Condition: { StringLike: { 's3:prefix': [tenant, `${tenant}/`, `${tenant}/*`] } },
  },
  {
    Effect: 'Allow',
    Action: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
    Resource: [`arn:aws:s3:::${BUCKET}/${tenant}/*`],
  },
];

const items = (tenant: string): readonly Statement[] => [
  {
    Effect: 'Allow',
    Action: ['dynamodb:*'],
    Resource: [`arn:aws:dynamodb:*:*:table/${TABLE}`],
    Condition: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [tenant] } },
  },
];

const statementsFor = (ask: YardstickAsk): readonly Statement[] => ('key' in ask ? items(ask.key) : folder(ask.prefix));

export const awsTokenVending: Shape = {
  project: 'AWS sample',
  policy: (asks) => documentOf(asks.flatMap(statementsFor)),
};

/** What there is for random requests to ask for, and what is true of every one of them. */
import type { PlainRequest } from '../iam.ts';
import { SUB } from '../policies.ts';

export const BUCKETS = ['bucket', 'bucket2'] as const;
export const TABLE = 'notes';
export const OTHER_TABLE = 'others';
const ACCOUNT = '000000000000';
export const tableArn = (table: string, index?: string): string =>
  `arn:aws:dynamodb:us-east-1:${ACCOUNT}:table/${table}${index === undefined ? '' : `/index/${index}`}`;
export const objectArn = (bucket: string, key: string): string => `arn:aws:s3:::${bucket}/${key}`;
export const bucketArn = (bucket: string): string => `arn:aws:s3:::${bucket}`;

export type Context = PlainRequest['context'];

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html: of the session's requests, as far as policies here ask. */
export const base: Context = {
  'aws:PrincipalTag/vend:sub': SUB,
  'aws:PrincipalTag/vend:tenant': 'acme',
  'aws:PrincipalType': 'AssumedRole',
  'aws:SourceIdentity': SUB,
  'aws:SecureTransport': 'true',
};

/** A handful of hostile texts: a run's policies and requests are about these, so that they meet. */
export type Pool = readonly string[];

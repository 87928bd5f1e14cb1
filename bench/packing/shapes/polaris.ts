/**
 * Apache Polaris, polaris-core AwsCredentialsStorageIntegration.java at commit 4b42186383089e2083ba857a0211c4ab36965703: one
 * statement each for writing, listing by bucket, the bucket's Region, and reading. Written by the AWS SDK for Java's policy builder
 * (DefaultIamPolicyWriter.java, aws-sdk-java-v2 at 642c00d2155287badbe74fecdcab8ce0f4f0126e), which has single values as strings.
 */
import type { Statement } from '../../../core/policy/document.ts';
import { oneOrMany } from '../../../core/policy/oneOrMany.ts';
import { policyText } from '../../../core/policy/pack.ts';
import { BUCKET } from '../yardstick.ts';
import { needs, onBucketsOnly, type Shape } from './shape.ts';

const bucket = `arn:aws:s3:::${BUCKET}`;

export const polaris: Shape = {
  project: 'Polaris',
  policy: onBucketsOnly((asks) => {
    const objects = oneOrMany(asks.map(({ prefix }) => `${bucket}/${prefix}/*`));
    const statements: Statement[] = [];
    if (needs(asks, 'WRITE', 'DELETE'))
      statements.push({ Effect: 'Allow', Action: ['s3:PutObject', 's3:DeleteObject'], Resource: objects });
    if (needs(asks, 'LIST'))
      statements.push({
        Effect: 'Allow',
        Action: 's3:ListBucket',
        Resource: bucket,
        Condition: { StringLike: { 's3:prefix': oneOrMany(asks.map(({ prefix }) => `${prefix}/*`)) } },
      });
    statements.push({ Effect: 'Allow', Action: 's3:GetBucketLocation', Resource: bucket });
    if (needs(asks, 'READ'))
      statements.push({ Effect: 'Allow', Action: ['s3:GetObject', 's3:GetObjectVersion'], Resource: objects });
    return policyText(statements);
  }),
};

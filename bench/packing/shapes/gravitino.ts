/**
 * Apache Gravitino, bundles/aws S3TokenGenerator.java at commit f461aa31aa758e9b8f2743795a34fc31f8456a68: as Polaris, but a location
 * that can be read can always be listed, with two values each (`p/` and `p/*`: s3 list-location-prefix is off by default). Written by the AWS
 * SDK for Java's policy builder, which has single values as strings.
 */
import type { Statement } from '../../../core/policy/document.ts';
import { oneOrMany } from '../../../core/policy/oneOrMany.ts';
import { policyText } from '../../../core/policy/pack.ts';
import { BUCKET } from '../yardstick.ts';
import { needs, onBucketsOnly, type Shape } from './shape.ts';

const bucket = `arn:aws:s3:::${BUCKET}`;

export const gravitino: Shape = {
  project: 'Gravitino',
  policy: onBucketsOnly((asks) => {
    const objects = oneOrMany(asks.map(({ prefix }) => `${bucket}/${prefix}/*`));
    const writing: Statement = { Effect: 'Allow', Action: ['s3:PutObject', 's3:DeleteObject'], Resource: objects };
    return policyText([
      ...(needs(asks, 'WRITE', 'DELETE') ? [writing] : []),
      {
        Effect: 'Allow',
        Action: 's3:ListBucket',
        Resource: bucket,
        Condition: { StringLike: { 's3:prefix': asks.flatMap(({ prefix }) => [`${prefix}/`, `${prefix}/*`]) } },
      },
      { Effect: 'Allow', Action: 's3:GetBucketLocation', Resource: bucket },
      { Effect: 'Allow', Action: ['s3:GetObject', 's3:GetObjectVersion'], Resource: objects },
    ]);
  }),
};

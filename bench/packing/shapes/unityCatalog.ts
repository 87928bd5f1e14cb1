/**
 * Unity Catalog, server AwsPolicyGenerator.java at commit c9ed6b142f851b4d32c56eed9e85e917f27d7b7a: two resources a location, three
 * prefixes in a list statement for each bucket, and all resources once more in a statement for KMS, which is always there. A location that can
 * be read can always be listed. All values are lists.
 */
import { BUCKET } from '../yardstick.ts';
import { documentOf, needs, onBucketsOnly, type Shape } from './shape.ts';

const bucket = `arn:aws:s3:::${BUCKET}`;

export const unityCatalog: Shape = {
  project: 'Unity Catalog',
  policy: onBucketsOnly((asks) => {
    const writes = needs(asks, 'WRITE', 'DELETE');
    const objects = asks.flatMap(({ prefix }) => [`${bucket}/${prefix}/*`, `${bucket}/${prefix}`]);
    return documentOf([
      {
        Effect: 'Allow',
        Action: ['s3:GetO*', ...(writes ? ['s3:PutO*', 's3:DeleteO*', 's3:*Multipart*'] : [])],
        Resource: objects,
      },
      {
        Effect: 'Allow',
        Action: ['s3:ListBucket'],
        Resource: [bucket],
        Condition: {
          StringLike: { 's3:prefix': asks.flatMap(({ prefix }) => [prefix, `${prefix}/`, `${prefix}/*`]) },
        },
      },
      {
        Effect: 'Allow',
        Action: ['kms:Decrypt', ...(writes ? ['kms:GenerateDataKey*'] : [])],
        Resource: ['*'],
        Condition: {
          StringLike: {
            'kms:ViaService': 's3.*.amazonaws.com',
            'kms:EncryptionContext:aws:s3:arn': [bucket, ...objects],
          },
        },
      },
    ]);
  }),
};

/**
 * Lakekeeper, crates/lakekeeper/src/service/storage/s3.rs (get_sts_policy_string) at commit
 * 90892e9cc1b515826fe07d2e2797a5620ec3e613: three statements with a Sid each, for the objects, the list and the bucket's Region.
 * It states one location a policy. Here its statements hold several in lists, which is the best that its form could do.
 */
import { oneOrMany } from '../../../core/policy/oneOrMany.ts';
import { BUCKET } from '../yardstick.ts';
import { documentOf, needs, onBucketsOnly, type Shape } from './shape.ts';

const bucket = `arn:aws:s3:::${BUCKET}`;

export const lakekeeper: Shape = {
  project: 'Lakekeeper',
  policy: onBucketsOnly((asks) =>
    documentOf([
      {
        Sid: 'TableAccess',
        Effect: 'Allow',
        Action: [
          's3:GetObject',
          's3:GetObjectVersion',
          ...(needs(asks, 'WRITE', 'DELETE') ? ['s3:PutObject'] : []),
          ...(needs(asks, 'DELETE') ? ['s3:DeleteObject'] : []),
          ...(needs(asks, 'WRITE', 'DELETE') ? ['s3:AbortMultipartUpload', 's3:ListMultipartUploadParts'] : []),
        ],
        Resource: oneOrMany(asks.map(({ prefix }) => `${bucket}/${prefix}/*`)),
      },
      {
        Sid: 'ListBucketForFolder',
        Effect: 'Allow',
        Action: 's3:ListBucket',
        Resource: bucket,
        Condition: { StringLike: { 's3:prefix': oneOrMany(asks.map(({ prefix }) => `${prefix}/*`)) } },
      },
      { Sid: 'GetBucketLocation', Effect: 'Allow', Action: 's3:GetBucketLocation', Resource: bucket },
    ]),
  ),
};

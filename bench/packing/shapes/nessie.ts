/**
 * Project Nessie, catalog/files/impl S3IamPolicies.java at commit 8fbeb3dc569c6698735a0e0eb797bafd0177cf18: a list statement for each
 * location with six prefixes, three of them doubled for the layouts of Iceberg's object storage, and three resources a location. A
 * location is writable (with reading and deleting) or read only, and can always be listed.
 */
import type { Statement } from '../../../core/policy/document.ts';
import { BUCKET } from '../yardstick.ts';
import { documentOf, needs, onBucketsOnly, type Shape } from './shape.ts';

const bucket = `arn:aws:s3:::${BUCKET}`;
const LAYOUTS = ['', '*/', '*/*/*/*/'];

export const nessie: Shape = {
  project: 'Nessie',
  policy: onBucketsOnly((asks) =>
    documentOf([
      ...asks.map(({ prefix }): Statement => ({
        Effect: 'Allow',
        Action: 's3:ListBucket',
        Resource: bucket,
        Condition: {
          StringLike: {
            's3:prefix': LAYOUTS.flatMap((layout) => [`${layout}${prefix}`, `${layout}${prefix}/*`]),
          },
        },
      })),
      {
        Effect: 'Allow',
        Action: [
          's3:GetObject',
          's3:GetObjectVersion',
          ...(needs(asks, 'WRITE', 'DELETE') ? ['s3:PutObject', 's3:DeleteObject'] : []),
        ],
        Resource: asks.flatMap(({ prefix }) => LAYOUTS.map((layout) => `${bucket}/${layout}${prefix}/*`)),
      },
    ]),
  ),
};

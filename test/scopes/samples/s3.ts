/** A folder below the caller's own prefix, to read and list. */
import { SUB } from '../../fixtures.ts';
import type { ScopeSample } from '../sample.ts';

const bucket = 'arn:aws:s3:::uploads-bucket';
const own = '${aws:PrincipalTag/vend:sub}';

export const s3: ScopeSample = {
  resource: { name: 'uploads-bucket' },
  grant: { prefix: 'users/${sub}/', access: ['READ', 'WRITE', 'LIST'] },
  ask: { prefix: `users/${SUB}/photos/`, access: ['READ', 'LIST'] },
  policy: [
    { Effect: 'Allow', Action: 's3:GetObject', Resource: `${bucket}/users/${SUB}/photos/*` },
    {
      Effect: 'Allow',
      Action: 's3:ListBucket',
      Resource: bucket,
      Condition: { StringLike: { 's3:prefix': `users/${SUB}/photos/*` } },
    },
  ],
  vendPolicy: [
    {
      Effect: 'Allow',
      Action: ['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
      Resource: `${bucket}/users/${own}/*`,
    },
    {
      Effect: 'Allow',
      Action: 's3:ListBucket',
      Resource: bucket,
      Condition: { StringLike: { 's3:prefix': `users/${own}/*` } },
    },
  ],
  allowed: [
    { action: 's3:GetObject', resource: `${bucket}/users/${SUB}/photos/a.jpg` },
    { action: 's3:ListBucket', resource: bucket, context: { 's3:prefix': `users/${SUB}/photos/` } },
  ],
  denied: [
    { action: 's3:GetObject', resource: `${bucket}/users/${SUB}/a.jpg` },
    { action: 's3:PutObject', resource: `${bucket}/users/${SUB}/photos/a.jpg` },
    { action: 's3:ListBucket', resource: bucket },
    { action: 's3:ListBucket', resource: bucket, context: { 's3:prefix': 'users/' } },
  ],
};

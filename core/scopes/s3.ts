/** Amazon S3: all keys of a bucket under a prefix, or one key. */
import { literal } from '../policy/pattern.ts';
import type { Resource } from '../resources.ts';
import { type Access, defineScope } from './defineScope.ts';
import { type KeyUse, useOfKey } from './keyUse.ts';
import { type PathPart, pathPart, text } from './pathPart.ts';

const isAccessPoint = ({ name }: Resource) => name.startsWith('arn:');

const bucket = (resource: Resource) =>
  isAccessPoint(resource) ? resource.name : `arn:${resource.partition}:s3:::${resource.name}`;

const objectsOf = (resource: Resource, part: PathPart) =>
  `${bucket(resource)}${isAccessPoint(resource) ? '/object' : ''}/${literal(text(part))}${part.exact ? '' : '*'}`;

const KEY_USE: KeyUse = { service: 's3', context: 'aws:s3:arn' };

// With a Bucket Key S3 names the bucket to KMS, and not the object.
const objectKey = (resource: Resource, part: PathPart, actions: readonly string[]) =>
  useOfKey(
    resource,
    KEY_USE,
    resource.bucketKey ? { equals: bucket(resource) } : { like: objectsOf(resource, part) },
    actions,
  );

const objects =
  (actions: readonly string[], ...keyActions: readonly string[]): Access<PathPart> =>
  (resource, part) => [{ actions, resource: objectsOf(resource, part) }, ...objectKey(resource, part, keyActions)];

// A list request is not about an object: the prefix that it must name is in a condition.
const list =
  (...actions: readonly string[]): Access<PathPart> =>
  (resource, part) => [
    {
      actions,
      resource: bucket(resource),
      ...(part.segments.length > 0 && {
        anyOf: { operator: 'StringLike', key: 's3:prefix', value: `${literal(text(part))}*` },
      }),
    },
  ];

// An alias of an access point looks like a bucket's name, but policies do not know it; directory and table buckets have actions of their own.
const NAME =
  /^(?:(?!.*(?:-s3alias|--(?:ol|x|table)-s3|\.mrap)$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]|arn:aws[a-z-]*:s3:[a-z0-9-]+:\d{12}:accesspoint\/(?!.*-s3alias$)[a-z0-9][a-z0-9-]{1,48}[a-z0-9])$/;

/**
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html and, of keys and access points,
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html and access-points-policies.html there
 */
export const s3 = defineScope({
  name: 's3',
  realName: 'bucket',
  resourceName: NAME,
  keyFields: ['kmsKeyArn', 'bucketKey'],
  whyNot: (resource) => {
    if (!isAccessPoint(resource)) return undefined;
    const { name, partition, region, account, kmsKeyArn } = resource;
    if (!name.startsWith(`arn:${partition}:s3:${region}:${account}:`))
      return `is an access point elsewhere, but the resource is said to be in ${partition}, ${region}, ${account}`;
    return kmsKeyArn === undefined
      ? undefined
      : 'is an access point, which does not tell the bucket that kmsKeyArn is bound to: name the bucket, or leave out kmsKeyArn';
  },
  part: pathPart({ prefix: 'prefix', exact: 'key', maxBytes: 1024 }),
  access: {
    READ: objects(['s3:GetObject'], 'kms:Decrypt'),
    // The parts of an upload are decrypted to be put together.
    WRITE: objects(
      ['s3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
      'kms:GenerateDataKey',
      'kms:Decrypt',
    ),
    DELETE: objects(['s3:DeleteObject']),
    LIST: list('s3:ListBucket'),
    READ_TAGS: objects(['s3:GetObjectTagging']),
    WRITE_TAGS: objects(['s3:PutObjectTagging', 's3:DeleteObjectTagging']),
    READ_VERSIONS: objects(['s3:GetObjectVersion'], 'kms:Decrypt'),
    DELETE_VERSIONS: objects(['s3:DeleteObjectVersion']),
    LIST_VERSIONS: list('s3:ListBucketVersions'),
  },
  // A list of exactly "a" would show "ab" too.
  refuse: (part, access) =>
    access.startsWith('LIST') && part.exact ? `${access} goes with a prefix, not with one key` : undefined,
});

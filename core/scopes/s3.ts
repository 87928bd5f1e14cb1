/** Amazon S3: all keys of a bucket under a prefix, or one key. */
import { literal } from '../policy/pattern.ts';
import type { Resource } from '../resources.ts';
import { type Access, defineScope } from './defineScope.ts';
import { type PathPart, pathPart, text } from './pathPart.ts';

const bucket = ({ partition, name }: Resource) => `arn:${partition}:s3:::${name}`;

const objects =
  (...actions: readonly string[]): Access<PathPart> =>
  (resource, part) => [{ actions, resource: `${bucket(resource)}/${literal(text(part))}${part.exact ? '' : '*'}` }];

// A list request is not about an object: the prefix that it must name is in a condition.
const list: Access<PathPart> = (resource, part) => [
  {
    actions: ['s3:ListBucket'],
    resource: bucket(resource),
    ...(part.segments.length > 0 && {
      anyOf: { operator: 'StringLike', key: 's3:prefix', value: `${literal(text(part))}*` },
    }),
  },
];

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html */
export const s3 = defineScope({
  name: 's3',
  realName: 'bucket',
  resourceName: /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  part: pathPart({ prefix: 'prefix', exact: 'key', maxBytes: 1024 }),
  access: {
    READ: objects('s3:GetObject'),
    WRITE: objects('s3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'),
    DELETE: objects('s3:DeleteObject'),
    LIST: list,
  },
  // A list of exactly "a" would show "ab" too.
  refuse: (part, access) => (access === 'LIST' && part.exact ? 'LIST goes with a prefix, not with one key' : undefined),
});

/** The condition keys of S3's actions, as the Service Authorization Reference lists them for each action. */
import type { Context } from '../../core/policy/evaluate.ts';
import { copySourceOf } from './address.ts';
import type { Particulars, S3Request, Target } from './call.ts';
import type { StoredObject } from './store/stored.ts';
import { tagsOfHeader } from './tags.ts';
import type { Tags } from './tags.ts';

/** Headers whose name with `s3:` in front is a condition key. */
const writeHeaders = [
  'x-amz-acl',
  'x-amz-grant-full-control',
  'x-amz-grant-read',
  'x-amz-grant-read-acp',
  'x-amz-grant-write',
  'x-amz-grant-write-acp',
  'x-amz-metadata-directive',
  'x-amz-server-side-encryption',
  'x-amz-server-side-encryption-aws-kms-key-id',
  'x-amz-server-side-encryption-customer-algorithm',
  'x-amz-storage-class',
  'x-amz-website-redirect-location',
  'if-match',
  'if-none-match',
];
/** Headers whose condition key has another name. */
const lockHeaders = new Map([
  ['x-amz-object-lock-mode', 's3:object-lock-mode'],
  ['x-amz-object-lock-legal-hold', 's3:object-lock-legal-hold'],
  ['x-amz-object-lock-retain-until-date', 's3:object-lock-retain-until-date'],
]);
const aclHeaders = writeHeaders.slice(0, 6);
const listParameters = ['prefix', 'delimiter', 'max-keys'];

/** Everything that a context can be made of. */
interface Sources {
  readonly request: S3Request;
  readonly target: Target;
  readonly existing: StoredObject | undefined;
  readonly particulars: Particulars;
}
type Keys = (sources: Sources) => Context;

const fromHeaders =
  (names: readonly string[]): Keys =>
  ({ request }) =>
    Object.fromEntries(
      names.filter((name) => name in request.headers).map((name) => [`s3:${name}`, request.headers[name] ?? '']),
    );
const locks: Keys = ({ request }) =>
  Object.fromEntries(
    [...lockHeaders].flatMap(([name, key]) => (name in request.headers ? [[key, request.headers[name] ?? '']] : [])),
  );
/** Decoded, without a slash in front: the form of AWS's own examples. */
const copySource: Keys = ({ request }) => {
  const header = request.headers['x-amz-copy-source'];
  if (header === undefined) return {};
  const { bucket, key } = copySourceOf(header);
  return { 's3:x-amz-copy-source': `${bucket}/${key}` };
};
const prefixed = (prefix: string, tags: Tags): Context =>
  Object.fromEntries([...tags].map(([key, value]) => [`${prefix}${key}`, value]));
const requestTags: Keys = ({ request, particulars }) => {
  const tags = particulars.requestTags ?? tagsOfHeader(request.headers['x-amz-tagging']);
  return { ...prefixed('s3:RequestObjectTag/', tags), 's3:RequestObjectTagKeys': [...tags.keys()] };
};
const existingTags: Keys = ({ existing }) => (existing ? prefixed('s3:ExistingObjectTag/', existing.tags) : {});
const listing: Keys = ({ request }) =>
  Object.fromEntries(
    listParameters.flatMap((name) => {
      const value = request.parameters.get(name);
      return value === undefined ? [] : [[`s3:${name}`, value]];
    }),
  );
const version: Keys = ({ target }) => (target.versionId === undefined ? {} : { 's3:VersionId': target.versionId });

const objectReads = [
  'GetObject',
  'GetObjectAcl',
  'GetObjectAttributes',
  'GetObjectTagging',
  'DeleteObjectTagging',
  'GetObjectVersion',
  'GetObjectVersionAcl',
  'GetObjectVersionAttributes',
  'GetObjectVersionTagging',
  'DeleteObjectVersionTagging',
];

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html */
const keysOf: ReadonlyMap<string, readonly Keys[]> = new Map<string, readonly Keys[]>([
  ...objectReads.map((name) => [`s3:${name}`, [existingTags, version]] as const),
  ['s3:PutObject', [fromHeaders(writeHeaders), locks, copySource, requestTags]],
  ['s3:PutObjectAcl', [fromHeaders(aclHeaders), existingTags]],
  ['s3:PutObjectVersionAcl', [fromHeaders(aclHeaders), existingTags, version]],
  ['s3:PutBucketAcl', [fromHeaders(aclHeaders)]],
  ['s3:PutObjectTagging', [existingTags, requestTags]],
  ['s3:PutObjectVersionTagging', [existingTags, requestTags, version]],
  ['s3:DeleteObject', [fromHeaders(['if-match'])]],
  ['s3:DeleteObjectVersion', [version]],
  ['s3:ListBucket', [listing]],
  ['s3:ListBucketVersions', [listing]],
]);

/** The context of an action of a request, without what is true of every request of the session. @throws S3Error for headers that cannot be read */
export const contextOf = (action: string, sources: Sources, account: string): Context => {
  const context = { ...sources.request.context, 'aws:ResourceAccount': account, 's3:ResourceAccount': account };
  for (const keys of keysOf.get(action) ?? []) Object.assign(context, keys(sources));
  return context;
};

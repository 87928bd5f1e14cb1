/** What of a request's headers is kept with an object, and what of them this S3 refuses. */
import type { Call } from './call.ts';
import { aclsOff, invalidArgument, invalidRequest, notImplemented, S3Error } from './s3Error.ts';
import type { Properties } from './store/stored.ts';
import { tagsOfHeader } from './tags.ts';

type Headers = Readonly<Record<string, string>>;

const systemHeaders = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
];
const metadataPrefix = 'x-amz-meta-';
/** Bytes: https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html */
const mostMetadata = 2048;
const storageClasses = [
  'STANDARD',
  'REDUCED_REDUNDANCY',
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'GLACIER_IR',
];

/** Whether a request sets an ACL, which needs a permission of its own. */
const setsAcl = (headers: Headers): boolean =>
  Object.keys(headers).some((name) => name === 'x-amz-acl' || name.startsWith('x-amz-grant-'));

/** A condition on an ETag tells what is there: https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html */
export const matchActions = (headers: Headers): readonly string[] =>
  (headers['if-match'] ?? '*') === '*' ? [] : ['s3:GetObject'];

/** The actions that writing an object with these headers needs. */
export const writeActions = ({ headers }: { readonly headers: Headers }): readonly string[] => [
  's3:PutObject',
  ...(setsAcl(headers) ? ['s3:PutObjectAcl'] : []),
  ...((headers['x-amz-tagging'] ?? '') === '' ? [] : ['s3:PutObjectTagging']),
  ...matchActions(headers),
];

/** A bucket that BucketOwnerEnforced holds for takes one canned ACL, which changes nothing. @throws S3Error AccessControlListNotSupported */
const checkAcl = (headers: Headers): void => {
  const acl = headers['x-amz-acl'];
  const grants = Object.keys(headers).some((name) => name.startsWith('x-amz-grant-'));
  if (grants || (acl !== undefined && acl !== 'bucket-owner-full-control')) throw aclsOff();
};

/** Refuses what would be kept or done differently than the headers say. @throws S3Error */
export const checkHeaders = ({ request: { headers } }: Call): void => {
  checkAcl(headers);
  const names = Object.keys(headers);
  if (names.some((name) => name.includes('server-side-encryption-customer'))) {
    throw notImplemented('encryption with keys that the client provides (SSE-C)');
  }
  if (names.some((name) => name.startsWith('x-amz-object-lock-'))) {
    throw invalidRequest('Bucket is missing Object Lock Configuration');
  }
  if (names.includes('x-amz-write-offset-bytes')) throw notImplemented('appending to objects');
};

const metadataOf = (headers: Headers): Headers => {
  const metadata = Object.entries(headers).filter(([name]) => name.startsWith(metadataPrefix));
  const size = metadata.reduce((sum, [name, value]) => sum + name.length - metadataPrefix.length + value.length, 0);
  if (size > mostMetadata) {
    throw new S3Error(400, 'MetadataTooLarge', 'Your metadata headers exceed the maximum allowed metadata size', {
      Size: String(size),
      MaxSizeAllowed: String(mostMetadata),
    });
  }
  return Object.fromEntries(metadata);
};

const encryptionOf = (headers: Headers): Headers => {
  const algorithm = headers['x-amz-server-side-encryption'] ?? 'AES256';
  if (!['AES256', 'aws:kms', 'aws:kms:dsse'].includes(algorithm)) {
    throw invalidArgument(
      'The encryption method specified is not supported',
      'x-amz-server-side-encryption',
      algorithm,
    );
  }
  const kmsKey = headers['x-amz-server-side-encryption-aws-kms-key-id'];
  return {
    'x-amz-server-side-encryption': algorithm,
    ...(kmsKey !== undefined && { 'x-amz-server-side-encryption-aws-kms-key-id': kmsKey }),
  };
};

/** Headers that stay with a copy only when the request gives them again. */
const perWrite = (headers: Headers): Headers => {
  const storageClass = headers['x-amz-storage-class'] ?? 'STANDARD';
  if (!storageClasses.includes(storageClass)) {
    if (/^(GLACIER|DEEP_ARCHIVE|OUTPOSTS|SNOW|EXPRESS_ONEZONE)$/.test(storageClass)) {
      throw notImplemented(`the storage class ${storageClass}`);
    }
    throw new S3Error(400, 'InvalidStorageClass', 'The storage class you specified is not valid');
  }
  const redirect = headers['x-amz-website-redirect-location'];
  return {
    ...encryptionOf(headers),
    ...(storageClass !== 'STANDARD' && { 'x-amz-storage-class': storageClass }),
    ...(redirect !== undefined && { 'x-amz-website-redirect-location': redirect }),
  };
};

/** What a write keeps of its request. @throws S3Error MetadataTooLarge, InvalidStorageClass, InvalidArgument, InvalidTag … */
export const propertiesOf = (headers: Headers): Properties => ({
  headers: {
    'content-type': 'binary/octet-stream',
    ...Object.fromEntries(systemHeaders.flatMap((name) => (name in headers ? [[name, headers[name] ?? '']] : []))),
    ...metadataOf(headers),
    ...perWrite(headers),
  },
  tags: tagsOfHeader(headers['x-amz-tagging']),
});

const directive = (headers: Headers, name: string): 'COPY' | 'REPLACE' => {
  const value = headers[name] ?? 'COPY';
  if (value !== 'COPY' && value !== 'REPLACE') {
    throw invalidArgument(`Unknown directive in ${name}.`, name, value);
  }
  return value;
};

/** Which of a source's properties a copy keeps. @throws S3Error InvalidArgument */
export const directivesOf = (headers: Headers) => ({
  metadata: directive(headers, 'x-amz-metadata-directive'),
  tags: directive(headers, 'x-amz-tagging-directive'),
});

/** What a copy keeps, of its source and of its request. @throws S3Error as `propertiesOf` */
export const copiedProperties = (headers: Headers, source: Properties): Properties => {
  const { metadata, tags } = directivesOf(headers);
  const own = propertiesOf(headers);
  const copied = Object.fromEntries(
    Object.entries(source.headers).filter(([name]) => systemHeaders.includes(name) || name.startsWith(metadataPrefix)),
  );
  return {
    headers: metadata === 'REPLACE' ? own.headers : { ...copied, ...perWrite(headers) },
    tags: tags === 'REPLACE' ? own.tags : source.tags,
  };
};

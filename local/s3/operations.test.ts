/** The table of operations: every row can be reached, no request means two, and each needs the actions that AWS documents. */
import { Readable } from 'node:stream';
import type { S3Request } from './call.ts';
import type { Operation } from './operation.ts';
import { operationOf, operations } from './operations.ts';

const requestFor = ({ method, on, marks, copies }: Operation, more: readonly string[] = []): S3Request => ({
  method,
  bucket: on === 'service' ? undefined : 'bucket',
  key: on === 'object' ? 'key' : undefined,
  parameters: new Map([...marks, ...more].map((name) => [name, ''])),
  headers: copies ? { 'x-amz-copy-source': 'bucket/key' } : {},
  context: {},
  body: Readable.from([]),
  length: 0,
  trailers: () => ({}),
  host: 'localhost',
});

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html */
const needed: Readonly<Record<string, string>> = {
  ListBuckets: 's3:ListAllMyBuckets',
  HeadBucket: 's3:ListBucket',
  ListObjects: 's3:ListBucket',
  ListObjectsV2: 's3:ListBucket',
  ListObjectVersions: 's3:ListBucketVersions',
  ListMultipartUploads: 's3:ListBucketMultipartUploads',
  ListParts: 's3:ListMultipartUploadParts',
  HeadObject: 's3:GetObject',
  CopyObject: 's3:PutObject',
  CreateMultipartUpload: 's3:PutObject',
  UploadPart: 's3:PutObject',
  UploadPartCopy: 's3:PutObject',
  CompleteMultipartUpload: 's3:PutObject',
  GetObjectAttributes: 's3:GetObject s3:GetObjectAttributes',
  // Judged with what is in their bodies.
  DeleteObjects: '',
  PutObjectTagging: '',
  GetBucketCors: 's3:GetBucketCORS',
  PutBucketCors: 's3:PutBucketCORS',
  DeleteBucketCors: 's3:PutBucketCORS',
  GetBucketLifecycle: 's3:GetLifecycleConfiguration',
  PutBucketLifecycle: 's3:PutLifecycleConfiguration',
  DeleteBucketLifecycle: 's3:PutLifecycleConfiguration',
  GetBucketEncryption: 's3:GetEncryptionConfiguration',
  PutBucketEncryption: 's3:PutEncryptionConfiguration',
  DeleteBucketEncryption: 's3:PutEncryptionConfiguration',
  GetBucketReplication: 's3:GetReplicationConfiguration',
  PutBucketReplication: 's3:PutReplicationConfiguration',
  DeleteBucketReplication: 's3:PutReplicationConfiguration',
  GetPublicAccessBlock: 's3:GetBucketPublicAccessBlock',
  PutPublicAccessBlock: 's3:PutBucketPublicAccessBlock',
  DeletePublicAccessBlock: 's3:PutBucketPublicAccessBlock',
  DeleteBucketTagging: 's3:PutBucketTagging',
  DeleteBucketOwnershipControls: 's3:PutBucketOwnershipControls',
  GetObjectLockConfiguration: 's3:GetBucketObjectLockConfiguration',
  PutObjectLockConfiguration: 's3:PutBucketObjectLockConfiguration',
  GetBucketNotificationConfiguration: 's3:GetBucketNotification',
  PutBucketNotificationConfiguration: 's3:PutBucketNotification',
  GetBucketAccelerateConfiguration: 's3:GetAccelerateConfiguration',
  PutBucketAccelerateConfiguration: 's3:PutAccelerateConfiguration',
  SelectObjectContent: 's3:GetObject',
};

describe.each(operations)('$name', (operation) => {
  it('is what its own request means, with everything that it takes', () => {
    expect(operationOf(requestFor(operation)).name).toBe(operation.name);
    expect(operationOf(requestFor(operation, operation.parameters)).name).toBe(operation.name);
  });
  it('is not meant with a parameter that it does not take', () => {
    expect(() => operationOf(requestFor(operation, ['unknown']))).toThrow(
      expect.objectContaining({ code: 'NotImplemented' }),
    );
  });
  it('needs the actions that AWS documents', () => {
    const actions = operation.actions(requestFor(operation)).join(' ');
    expect(actions).toBe(needed[operation.name] ?? `s3:${operation.name}`);
  });
  it('needs the actions on versions for a version', () => {
    if (!operation.parameters.includes('versionId') || operation.name === 'PutObjectTagging') return;
    const actions = operation.actions(requestFor(operation, ['versionId']));
    const hasNone = ['Retention', 'LegalHold', 'RestoreObject', 'Torrent', 'Select'].some((name) =>
      operation.name.includes(name),
    );
    expect(actions.every((action) => action.includes('Version'))).toBe(!hasNone);
  });
});

it('names every operation once', () => {
  const names = operations.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(Object.keys(needed).filter((name) => !names.includes(name))).toEqual([]);
});

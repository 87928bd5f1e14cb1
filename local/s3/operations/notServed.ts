/** Operations that S3 has and this one does not perform: whoever may not ask for them hears that first, as in S3. */
import { notImplemented } from '../s3Error.ts';
import type { Operation } from '../operation.ts';

/** method, query parameter, operation, action */
type Row = readonly [method: string, mark: string, name: string, action: string];

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html */
const ofBuckets: readonly Row[] = [
  ['PUT', '', 'CreateBucket', 'CreateBucket'],
  ['DELETE', '', 'DeleteBucket', 'DeleteBucket'],
  ['PUT', 'versioning', 'PutBucketVersioning', 'PutBucketVersioning'],
  ['GET', 'policyStatus', 'GetBucketPolicyStatus', 'GetBucketPolicyStatus'],
  ['GET', 'object-lock', 'GetObjectLockConfiguration', 'GetBucketObjectLockConfiguration'],
  ['PUT', 'object-lock', 'PutObjectLockConfiguration', 'PutBucketObjectLockConfiguration'],
  ['GET', 'logging', 'GetBucketLogging', 'GetBucketLogging'],
  ['PUT', 'logging', 'PutBucketLogging', 'PutBucketLogging'],
  ['GET', 'notification', 'GetBucketNotificationConfiguration', 'GetBucketNotification'],
  ['PUT', 'notification', 'PutBucketNotificationConfiguration', 'PutBucketNotification'],
  ['GET', 'requestPayment', 'GetBucketRequestPayment', 'GetBucketRequestPayment'],
  ['PUT', 'requestPayment', 'PutBucketRequestPayment', 'PutBucketRequestPayment'],
  ['GET', 'accelerate', 'GetBucketAccelerateConfiguration', 'GetAccelerateConfiguration'],
  ['PUT', 'accelerate', 'PutBucketAccelerateConfiguration', 'PutAccelerateConfiguration'],
  // Deleting these takes a permission of its own, or that of putting them.
  ...(
    [
      ['policy', 'BucketPolicy', 'GetBucketPolicy', 'PutBucketPolicy', 'DeleteBucketPolicy'],
      ['website', 'BucketWebsite', 'GetBucketWebsite', 'PutBucketWebsite', 'DeleteBucketWebsite'],
      ['cors', 'BucketCors', 'GetBucketCORS', 'PutBucketCORS', 'PutBucketCORS'],
      [
        'lifecycle',
        'BucketLifecycle',
        'GetLifecycleConfiguration',
        'PutLifecycleConfiguration',
        'PutLifecycleConfiguration',
      ],
      [
        'encryption',
        'BucketEncryption',
        'GetEncryptionConfiguration',
        'PutEncryptionConfiguration',
        'PutEncryptionConfiguration',
      ],
      ['tagging', 'BucketTagging', 'GetBucketTagging', 'PutBucketTagging', 'PutBucketTagging'],
      [
        'replication',
        'BucketReplication',
        'GetReplicationConfiguration',
        'PutReplicationConfiguration',
        'PutReplicationConfiguration',
      ],
      [
        'ownershipControls',
        'BucketOwnershipControls',
        'GetBucketOwnershipControls',
        'PutBucketOwnershipControls',
        'PutBucketOwnershipControls',
      ],
      [
        'publicAccessBlock',
        'PublicAccessBlock',
        'GetBucketPublicAccessBlock',
        'PutBucketPublicAccessBlock',
        'PutBucketPublicAccessBlock',
      ],
    ] as const
  ).flatMap(([mark, name, get, put, remove]): Row[] => [
    ['GET', mark, `Get${name}`, get],
    ['PUT', mark, `Put${name}`, put],
    ['DELETE', mark, `Delete${name}`, remove],
  ]),
];

const ofObjects: readonly Row[] = [
  ['GET', 'legal-hold', 'GetObjectLegalHold', 'GetObjectLegalHold'],
  ['PUT', 'legal-hold', 'PutObjectLegalHold', 'PutObjectLegalHold'],
  ['GET', 'retention', 'GetObjectRetention', 'GetObjectRetention'],
  ['PUT', 'retention', 'PutObjectRetention', 'PutObjectRetention'],
  ['POST', 'restore', 'RestoreObject', 'RestoreObject'],
  ['GET', 'torrent', 'GetObjectTorrent', 'GetObjectTorrent'],
];

const operationOf =
  (on: 'bucket' | 'object') =>
  ([method, mark, name, action]: Row): Operation => ({
    name,
    method,
    on,
    marks: mark === '' ? [] : [mark],
    parameters: on === 'object' ? ['versionId'] : [],
    copies: false,
    actions: () => [`s3:${action}`],
    perform: () => {
      throw notImplemented(name);
    },
  });

export const notServed: readonly Operation[] = [
  ...ofBuckets.map(operationOf('bucket')),
  ...ofObjects.map(operationOf('object')),
  {
    ...operationOf('object')(['POST', 'select', 'SelectObjectContent', 'GetObject']),
    marks: ['select', 'select-type'],
  },
];

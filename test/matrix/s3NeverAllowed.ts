/** The operations of S3 that no scope allows, served here or not. */
import * as sdk from '@aws-sdk/client-s3';
import { byVendPolicy } from './row.ts';
import type { S3Denial, S3Place, S3Row } from './s3Parts.ts';
import { bucketDenied, bucketOff, objectDenied, objectOff } from './s3Parts.ts';

const off = (denial: S3Denial) => ({ needs: {}, outside: denial, never: denial });
const tags = { TagSet: [{ Key: 'k', Value: 'v' }] };
const get = objectDenied('s3:GetObject');
const put = objectDenied('s3:PutObject');

const bucket = ({ there: { Bucket } }: S3Place) => ({ Bucket });
const object = ({ there: { Bucket, Key } }: S3Place) => ({ Bucket, Key });

/** Those that this machine serves. */
const served: readonly S3Row[] = [
  {
    operation: 'ListBuckets',
    ...off(byVendPolicy('s3:ListAllMyBuckets', () => '"arn:aws:s3:::*"')),
    send: ({ s3 }) => s3.send(new sdk.ListBucketsCommand()),
  },
  {
    operation: 'HeadBucket',
    ...off(bucketDenied('s3:ListBucket')),
    head: true,
    send: (place) => place.s3.send(new sdk.HeadBucketCommand(bucket(place))),
  },
  {
    operation: 'GetBucketLocation',
    ...off(bucketOff('s3:GetBucketLocation')),
    send: (place) => place.s3.send(new sdk.GetBucketLocationCommand(bucket(place))),
  },
  {
    operation: 'GetBucketVersioning',
    ...off(bucketOff('s3:GetBucketVersioning')),
    send: (place) => place.s3.send(new sdk.GetBucketVersioningCommand(bucket(place))),
  },
  {
    operation: 'ListObjectsV2',
    as: 'of the whole bucket',
    ...off(bucketDenied('s3:ListBucket')),
    send: (place) => place.s3.send(new sdk.ListObjectsV2Command(bucket(place))),
  },
  {
    operation: 'ListObjectVersions',
    ...off(bucketOff('s3:ListBucketVersions')),
    send: (place) => place.s3.send(new sdk.ListObjectVersionsCommand({ ...bucket(place), Prefix: place.there.Folder })),
  },
  {
    operation: 'ListMultipartUploads',
    ...off(bucketOff('s3:ListBucketMultipartUploads')),
    send: (place) =>
      place.s3.send(new sdk.ListMultipartUploadsCommand({ ...bucket(place), Prefix: place.there.Folder })),
  },
  {
    operation: 'GetObject',
    as: 'of a version',
    ...off(objectOff('s3:GetObjectVersion')),
    send: (place) => place.s3.send(new sdk.GetObjectCommand({ ...object(place), VersionId: 'null' })),
  },
  {
    operation: 'DeleteObject',
    as: 'of a version',
    ...off(objectOff('s3:DeleteObjectVersion')),
    send: (place) => place.s3.send(new sdk.DeleteObjectCommand({ ...object(place), VersionId: 'null' })),
  },
  {
    operation: 'GetObjectAttributes',
    needs: { READ: get },
    outside: get,
    never: objectOff('s3:GetObjectAttributes'),
    send: (place) =>
      place.s3.send(new sdk.GetObjectAttributesCommand({ ...object(place), ObjectAttributes: ['ETag'] })),
  },
  {
    operation: 'GetObjectTagging',
    ...off(objectOff('s3:GetObjectTagging')),
    send: (place) => place.s3.send(new sdk.GetObjectTaggingCommand(object(place))),
  },
  {
    operation: 'PutObjectTagging',
    ...off(objectOff('s3:PutObjectTagging')),
    send: (place) => place.s3.send(new sdk.PutObjectTaggingCommand({ ...object(place), Tagging: tags })),
  },
  {
    operation: 'DeleteObjectTagging',
    ...off(objectOff('s3:DeleteObjectTagging')),
    send: (place) => place.s3.send(new sdk.DeleteObjectTaggingCommand(object(place))),
  },
  {
    operation: 'PutObject',
    as: 'with tags',
    needs: { WRITE: put },
    outside: put,
    never: objectOff('s3:PutObjectTagging'),
    send: (place) => place.s3.send(new sdk.PutObjectCommand({ ...object(place), Body: 'after', Tagging: 'k=v' })),
  },
  {
    operation: 'PutObject',
    as: 'with an ACL',
    ...off(objectOff('s3:PutObject')),
    send: (place) => place.s3.send(new sdk.PutObjectCommand({ ...object(place), Body: 'after', ACL: 'private' })),
  },
  {
    operation: 'GetObjectAcl',
    ...off(objectOff('s3:GetObjectAcl')),
    send: (place) => place.s3.send(new sdk.GetObjectAclCommand(object(place))),
  },
  {
    operation: 'PutObjectAcl',
    ...off(objectOff('s3:PutObjectAcl')),
    send: (place) => place.s3.send(new sdk.PutObjectAclCommand({ ...object(place), ACL: 'public-read' })),
  },
  {
    operation: 'GetBucketAcl',
    ...off(bucketOff('s3:GetBucketAcl')),
    send: (place) => place.s3.send(new sdk.GetBucketAclCommand(bucket(place))),
  },
  {
    operation: 'PutBucketAcl',
    ...off(bucketOff('s3:PutBucketAcl')),
    send: (place) => place.s3.send(new sdk.PutBucketAclCommand({ ...bucket(place), ACL: 'public-read' })),
  },
  {
    operation: 'SelectObjectContent',
    needs: { READ: get },
    outside: get,
    never: {
      code: 'NotImplemented',
      status: 501,
      message: 'The local S3 does not support SelectObjectContent.',
    },
    send: (place) =>
      place.s3.send(
        new sdk.SelectObjectContentCommand({
          ...object(place),
          Expression: 'SELECT * FROM s3object',
          ExpressionType: 'SQL',
          InputSerialization: { CSV: {} },
          OutputSerialization: { CSV: {} },
        }),
      ),
  },
];

/** An operation's name here, its action if that has another name, and the SDK's class for it. */
type Command = new (input: never) => sdk.GetBucketPolicyCommand;
type Unserved = readonly [operation: string, action: string, command: unknown, more?: object];

const ofBuckets: readonly Unserved[] = [
  ['CreateBucket', 'CreateBucket', sdk.CreateBucketCommand],
  ['DeleteBucket', 'DeleteBucket', sdk.DeleteBucketCommand],
  ['PutBucketVersioning', 'PutBucketVersioning', sdk.PutBucketVersioningCommand, { VersioningConfiguration: {} }],
  ['GetBucketPolicyStatus', 'GetBucketPolicyStatus', sdk.GetBucketPolicyStatusCommand],
  ['GetObjectLockConfiguration', 'GetBucketObjectLockConfiguration', sdk.GetObjectLockConfigurationCommand],
  ['PutObjectLockConfiguration', 'PutBucketObjectLockConfiguration', sdk.PutObjectLockConfigurationCommand],
  ['GetBucketLogging', 'GetBucketLogging', sdk.GetBucketLoggingCommand],
  ['PutBucketLogging', 'PutBucketLogging', sdk.PutBucketLoggingCommand, { BucketLoggingStatus: {} }],
  ['GetBucketNotificationConfiguration', 'GetBucketNotification', sdk.GetBucketNotificationConfigurationCommand],
  [
    'PutBucketNotificationConfiguration',
    'PutBucketNotification',
    sdk.PutBucketNotificationConfigurationCommand,
    { NotificationConfiguration: {} },
  ],
  ['GetBucketRequestPayment', 'GetBucketRequestPayment', sdk.GetBucketRequestPaymentCommand],
  [
    'PutBucketRequestPayment',
    'PutBucketRequestPayment',
    sdk.PutBucketRequestPaymentCommand,
    { RequestPaymentConfiguration: { Payer: 'Requester' } },
  ],
  ['GetBucketAccelerateConfiguration', 'GetAccelerateConfiguration', sdk.GetBucketAccelerateConfigurationCommand],
  [
    'PutBucketAccelerateConfiguration',
    'PutAccelerateConfiguration',
    sdk.PutBucketAccelerateConfigurationCommand,
    { AccelerateConfiguration: { Status: 'Enabled' } },
  ],
  ['GetBucketPolicy', 'GetBucketPolicy', sdk.GetBucketPolicyCommand],
  ['PutBucketPolicy', 'PutBucketPolicy', sdk.PutBucketPolicyCommand, { Policy: '{}' }],
  ['DeleteBucketPolicy', 'DeleteBucketPolicy', sdk.DeleteBucketPolicyCommand],
  ['GetBucketWebsite', 'GetBucketWebsite', sdk.GetBucketWebsiteCommand],
  ['PutBucketWebsite', 'PutBucketWebsite', sdk.PutBucketWebsiteCommand, { WebsiteConfiguration: {} }],
  ['DeleteBucketWebsite', 'DeleteBucketWebsite', sdk.DeleteBucketWebsiteCommand],
  ['GetBucketCors', 'GetBucketCORS', sdk.GetBucketCorsCommand],
  ['PutBucketCors', 'PutBucketCORS', sdk.PutBucketCorsCommand, { CORSConfiguration: { CORSRules: [] } }],
  ['DeleteBucketCors', 'PutBucketCORS', sdk.DeleteBucketCorsCommand],
  ['GetBucketLifecycle', 'GetLifecycleConfiguration', sdk.GetBucketLifecycleConfigurationCommand],
  ['PutBucketLifecycle', 'PutLifecycleConfiguration', sdk.PutBucketLifecycleConfigurationCommand],
  ['DeleteBucketLifecycle', 'PutLifecycleConfiguration', sdk.DeleteBucketLifecycleCommand],
  ['GetBucketEncryption', 'GetEncryptionConfiguration', sdk.GetBucketEncryptionCommand],
  [
    'PutBucketEncryption',
    'PutEncryptionConfiguration',
    sdk.PutBucketEncryptionCommand,
    { ServerSideEncryptionConfiguration: { Rules: [] } },
  ],
  ['DeleteBucketEncryption', 'PutEncryptionConfiguration', sdk.DeleteBucketEncryptionCommand],
  ['GetBucketTagging', 'GetBucketTagging', sdk.GetBucketTaggingCommand],
  ['PutBucketTagging', 'PutBucketTagging', sdk.PutBucketTaggingCommand, { Tagging: tags }],
  ['DeleteBucketTagging', 'PutBucketTagging', sdk.DeleteBucketTaggingCommand],
  ['GetBucketReplication', 'GetReplicationConfiguration', sdk.GetBucketReplicationCommand],
  [
    'PutBucketReplication',
    'PutReplicationConfiguration',
    sdk.PutBucketReplicationCommand,
    { ReplicationConfiguration: { Role: '', Rules: [] } },
  ],
  ['DeleteBucketReplication', 'PutReplicationConfiguration', sdk.DeleteBucketReplicationCommand],
  ['GetBucketOwnershipControls', 'GetBucketOwnershipControls', sdk.GetBucketOwnershipControlsCommand],
  [
    'PutBucketOwnershipControls',
    'PutBucketOwnershipControls',
    sdk.PutBucketOwnershipControlsCommand,
    { OwnershipControls: { Rules: [] } },
  ],
  ['DeleteBucketOwnershipControls', 'PutBucketOwnershipControls', sdk.DeleteBucketOwnershipControlsCommand],
  ['GetPublicAccessBlock', 'GetBucketPublicAccessBlock', sdk.GetPublicAccessBlockCommand],
  [
    'PutPublicAccessBlock',
    'PutBucketPublicAccessBlock',
    sdk.PutPublicAccessBlockCommand,
    { PublicAccessBlockConfiguration: {} },
  ],
  ['DeletePublicAccessBlock', 'PutBucketPublicAccessBlock', sdk.DeletePublicAccessBlockCommand],
];

const ofObjects: readonly Unserved[] = [
  ['GetObjectLegalHold', 'GetObjectLegalHold', sdk.GetObjectLegalHoldCommand],
  ['PutObjectLegalHold', 'PutObjectLegalHold', sdk.PutObjectLegalHoldCommand, { LegalHold: { Status: 'ON' } }],
  ['GetObjectRetention', 'GetObjectRetention', sdk.GetObjectRetentionCommand],
  ['PutObjectRetention', 'PutObjectRetention', sdk.PutObjectRetentionCommand, { Retention: {} }],
  ['RestoreObject', 'RestoreObject', sdk.RestoreObjectCommand],
  ['GetObjectTorrent', 'GetObjectTorrent', sdk.GetObjectTorrentCommand],
];

const unserved =
  (denial: (action: string) => S3Denial, target: (place: S3Place) => object) =>
  ([operation, action, command, more]: Unserved): S3Row => ({
    operation,
    ...off(denial(`s3:${action}`)),
    send: (place) => {
      const input = { ...target(place), ...more } as never;
      return place.s3.send(new (command as Command)(input));
    },
  });

export const s3NeverAllowed: readonly S3Row[] = [
  ...served,
  ...ofBuckets.map(unserved(bucketOff, bucket)),
  ...ofObjects.map(unserved(objectOff, object)),
];

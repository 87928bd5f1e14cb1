/** Two users' folders in the running stack for one row of the matrix, and what is in them, seen by their owners. */
import { createHash } from 'node:crypto';
import {
  CreateMultipartUploadCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import type { S3Client } from '@aws-sdk/client-s3';
import type { Denial, Row } from './row.ts';
import { bySession, byVendPolicy } from './row.ts';
import type { S3Access } from '../../core/schema.ts';

/** A folder with one object, and an upload to the same key with one part. */
export interface S3Part {
  readonly Bucket: string;
  readonly Folder: string;
  readonly Key: string;
  readonly ETag: string;
  readonly UploadId: string;
  readonly PartETag: string;
  /** Whose folder it is, with all access. */
  readonly owner: S3Client;
}

/** Where a row's operation goes: `there`, with `own` for what it needs besides. */
export interface S3Place {
  readonly s3: S3Client;
  readonly own: S3Part;
  readonly there: S3Part;
}

/** What is in the folders: the ETag of each object by key, of each part of the uploads by `<key> part <number>`. */
export type S3State = Readonly<Record<string, string>>;

export type S3Row = Row<S3Place, S3Access, S3State>;
export type S3Denial = Denial<S3Place>;

export const arnOf = ({ Bucket }: Pick<S3Part, 'Bucket'>, key?: string): string =>
  `"arn:aws:s3:::${Bucket}${key === undefined ? '' : `/${key}`}"`;
const onObject = ({ there }: S3Place) => arnOf(there, there.Key);
const onBucket = ({ there }: S3Place) => arnOf(there);
export const objectDenied = (action: string): S3Denial => bySession(action, onObject);
export const bucketDenied = (action: string): S3Denial => bySession(action, onBucket);
export const objectOff = (action: string): S3Denial => byVendPolicy(action, onObject);
export const bucketOff = (action: string): S3Denial => byVendPolicy(action, onBucket);

/** A new folder of a user. */
export const s3Part = async (owner: S3Client, Bucket: string, Folder: string): Promise<S3Part> => {
  const at = { Bucket, Key: `${Folder}object` };
  const { ETag = '' } = await owner.send(new PutObjectCommand({ ...at, Body: 'before' }));
  const { UploadId = '' } = await owner.send(new CreateMultipartUploadCommand(at));
  const part = new UploadPartCommand({ ...at, UploadId, PartNumber: 1, Body: 'a part' });
  const { ETag: PartETag = '' } = await owner.send(part);
  return { ...at, Folder, ETag, UploadId, PartETag, owner };
};

/** The ETag of an object or a part with this text. */
export const etagOf = (text: string): string => `"${createHash('md5').update(text).digest('hex')}"`;

/** The parts of an upload; none of one that is over. */
export const partsOf = async ({ owner, Bucket, Key }: S3Part, UploadId: string): Promise<S3State> => {
  try {
    const { Parts = [] } = await owner.send(new ListPartsCommand({ Bucket, Key, UploadId }));
    return Object.fromEntries(
      Parts.map(({ PartNumber = 0, ETag = '' }) => [`${Key} part ${String(PartNumber)}`, ETag]),
    );
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchUpload') return {};
    throw error;
  }
};

const seen = async (part: S3Part): Promise<S3State> => {
  const { owner, Bucket, Folder, UploadId } = part;
  const { Contents = [] } = await owner.send(new ListObjectsV2Command({ Bucket, Prefix: Folder }));
  const objects = Object.fromEntries(Contents.map(({ Key = '', ETag = '' }) => [Key, ETag]));
  return { ...objects, ...(await partsOf(part, UploadId)) };
};

/** What is in both folders. */
export const s3State = async ({ own, there }: S3Place): Promise<S3State> =>
  Object.assign({}, ...(await Promise.all([own, there].map(seen)))) as S3State;

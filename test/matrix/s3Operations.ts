/** The operations of S3 that an access value allows, each in its ways. */
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { Refused, bySession } from './row.ts';
import type { S3Part, S3Place, S3Row, S3State } from './s3Parts.ts';
import { arnOf, bucketDenied, etagOf, objectDenied, partsOf } from './s3Parts.ts';

const at = ({ Bucket, Key }: S3Part) => ({ Bucket, Key });
const of = ({ Bucket, Key }: S3Part) => `${Bucket}/${Key}`;
const copyOf = ({ Bucket, Folder }: S3Part) => ({ Bucket, Key: `${Folder}copy` });
const get = objectDenied('s3:GetObject');
const put = objectDenied('s3:PutObject');
const remove = objectDenied('s3:DeleteObject');
const list = bucketDenied('s3:ListBucket');
const reads = { needs: { READ: get }, outside: get };
const writes = { needs: { WRITE: put }, outside: put };
const removes = { needs: { DELETE: remove }, outside: remove };
const lists = { needs: { LIST: list }, outside: list };

const without = (state: S3State, begin: string): S3State =>
  Object.fromEntries(Object.entries(state).filter(([name]) => !name.startsWith(begin)));
const changed = (before: S3State, { there }: S3Place): S3State => ({ ...before, [there.Key]: etagOf('after') });
const removed = (before: S3State, { there }: S3Place): S3State => {
  const { [there.Key]: _, ...rest } = before;
  return rest;
};

/** The text of an answer to fetch. @throws Refused */
const fetched = async (url: string, init?: RequestInit): Promise<string> => {
  const response = await fetch(url, init);
  const text = await response.text();
  if (response.ok) return text;
  const [, code = ''] = /<Code>(.*?)<\/Code>/.exec(text) ?? [];
  const [, message = ''] = /<Message>(.*?)<\/Message>/s.exec(text) ?? [];
  throw new Refused(code, response.status, message.replaceAll('&quot;', '"'));
};

const postForm = async ({ s3, there: { Bucket, Key } }: S3Place) => {
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- the package has its own copy of the client's class
  const { url, fields } = await createPresignedPost(s3, { Bucket, Key, Expires: 60 });
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob(['after']), 'after.txt');
  return fetched(url, { method: 'POST', body: form });
};

/** Objects, read and written whole. */
const objects: readonly S3Row[] = [
  {
    operation: 'GetObject',
    ...reads,
    send: async ({ s3, there }) => (await s3.send(new GetObjectCommand(at(there)))).Body?.transformToString(),
    gives: () => 'before',
  },
  {
    operation: 'GetObject',
    as: 'by a presigned URL',
    ...reads,
    send: async ({ s3, there }) => fetched(await getSignedUrl(s3, new GetObjectCommand(at(there)))),
    gives: () => 'before',
  },
  {
    operation: 'HeadObject',
    ...reads,
    head: true,
    send: async ({ s3, there }) => (await s3.send(new HeadObjectCommand(at(there)))).ContentLength,
    gives: () => 6,
  },
  {
    operation: 'PutObject',
    ...writes,
    send: ({ s3, there }) => s3.send(new PutObjectCommand({ ...at(there), Body: 'after' })),
    leaves: changed,
  },
  {
    operation: 'PutObject',
    as: 'on condition of what is there',
    needs: { WRITE: put, READ: get },
    outside: put,
    send: ({ s3, there }) => s3.send(new PutObjectCommand({ ...at(there), Body: 'after', IfMatch: there.ETag })),
    leaves: changed,
  },
  {
    operation: 'PutObject',
    as: 'by a presigned URL',
    ...writes,
    send: async ({ s3, there }) =>
      fetched(await getSignedUrl(s3, new PutObjectCommand(at(there))), { method: 'PUT', body: 'after' }),
    leaves: changed,
  },
  { operation: 'PostObject', as: 'by a form', ...writes, send: postForm, leaves: changed },
  {
    operation: 'DeleteObject',
    ...removes,
    send: ({ s3, there }) => s3.send(new DeleteObjectCommand(at(there))),
    leaves: removed,
  },
  {
    operation: 'DeleteObject',
    as: 'on condition of what is there',
    needs: { DELETE: remove, READ: get },
    outside: remove,
    send: ({ s3, there }) => s3.send(new DeleteObjectCommand({ ...at(there), IfMatch: there.ETag })),
    leaves: removed,
  },
  {
    operation: 'DeleteObjects',
    ...removes,
    status: 200,
    send: async ({ s3, there: { Bucket, Key } }) => {
      const { Errors: [error] = [] } = await s3.send(
        new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key }] } }),
      );
      if (error !== undefined) throw new Refused(error.Code ?? '', 200, error.Message ?? '');
    },
    leaves: removed,
  },
];

/** Copies are judged at both ends. */
const copies: readonly S3Row[] = [
  {
    operation: 'CopyObject',
    as: 'from there',
    needs: { READ: get, WRITE: bySession('s3:PutObject', ({ own }) => arnOf(own, copyOf(own).Key)) },
    outside: get,
    send: ({ s3, own, there }) => s3.send(new CopyObjectCommand({ ...copyOf(own), CopySource: of(there) })),
    leaves: (before, { own }) => ({ ...before, [copyOf(own).Key]: etagOf('before') }),
  },
  {
    operation: 'CopyObject',
    as: 'to there',
    needs: {
      READ: bySession('s3:GetObject', ({ own }) => arnOf(own, own.Key)),
      WRITE: bySession('s3:PutObject', ({ there }) => arnOf(there, copyOf(there).Key)),
    },
    outside: bySession('s3:PutObject', ({ there }) => arnOf(there, copyOf(there).Key)),
    send: ({ s3, own, there }) => s3.send(new CopyObjectCommand({ ...copyOf(there), CopySource: of(own) })),
    leaves: (before, { there }) => ({ ...before, [copyOf(there).Key]: etagOf('before') }),
  },
  {
    operation: 'UploadPartCopy',
    as: 'from there',
    needs: { READ: get, WRITE: bySession('s3:PutObject', ({ own }) => arnOf(own, own.Key)) },
    outside: get,
    send: ({ s3, own, there }) =>
      s3.send(new UploadPartCopyCommand({ ...at(own), UploadId: own.UploadId, PartNumber: 2, CopySource: of(there) })),
    leaves: (before, { own }) => ({ ...before, [`${own.Key} part 2`]: etagOf('before') }),
  },
  {
    operation: 'UploadPartCopy',
    as: 'to there',
    needs: { READ: bySession('s3:GetObject', ({ own }) => arnOf(own, own.Key)), WRITE: put },
    outside: put,
    send: ({ s3, own, there }) =>
      s3.send(
        new UploadPartCopyCommand({ ...at(there), UploadId: there.UploadId, PartNumber: 2, CopySource: of(own) }),
      ),
    leaves: (before, { there }) => ({ ...before, [`${there.Key} part 2`]: etagOf('before') }),
  },
];

const abort = objectDenied('s3:AbortMultipartUpload');
const listParts = objectDenied('s3:ListMultipartUploadParts');

/** Uploads in parts. */
const uploads: readonly S3Row[] = [
  {
    operation: 'CreateMultipartUpload',
    ...writes,
    send: async ({ s3, there }) => {
      const { UploadId = '' } = await s3.send(new CreateMultipartUploadCommand(at(there)));
      await s3.send(new UploadPartCommand({ ...at(there), UploadId, PartNumber: 7, Body: 'a new part' }));
      return UploadId;
    },
    leaves: async (before, { there }, answer) => {
      expect(await partsOf(there, String(answer))).toEqual({ [`${there.Key} part 7`]: etagOf('a new part') });
      return before;
    },
  },
  {
    operation: 'UploadPart',
    ...writes,
    send: ({ s3, there }) =>
      s3.send(new UploadPartCommand({ ...at(there), UploadId: there.UploadId, PartNumber: 2, Body: 'more' })),
    leaves: (before, { there }) => ({ ...before, [`${there.Key} part 2`]: etagOf('more') }),
  },
  {
    operation: 'CompleteMultipartUpload',
    ...writes,
    send: ({ s3, there }) =>
      s3.send(
        new CompleteMultipartUploadCommand({
          ...at(there),
          UploadId: there.UploadId,
          MultipartUpload: { Parts: [{ PartNumber: 1, ETag: there.PartETag }] },
        }),
      ),
    leaves: async (before, { there }) => {
      const { ETag = '' } = await there.owner.send(new HeadObjectCommand(at(there)));
      expect(ETag).toMatch(/-1"$/);
      return { ...without(before, there.Key), [there.Key]: ETag };
    },
  },
  {
    operation: 'AbortMultipartUpload',
    needs: { WRITE: abort },
    outside: abort,
    send: ({ s3, there }) => s3.send(new AbortMultipartUploadCommand({ ...at(there), UploadId: there.UploadId })),
    leaves: (before, { there }) => without(before, `${there.Key} part`),
  },
  {
    operation: 'ListParts',
    needs: { WRITE: listParts },
    outside: listParts,
    send: async ({ s3, there }) =>
      (await s3.send(new ListPartsCommand({ ...at(there), UploadId: there.UploadId }))).Parts?.map(({ ETag }) => ETag),
    gives: ({ there }) => [there.PartETag],
  },
];

/** Lists of what is under a prefix. */
const listings: readonly S3Row[] = [
  {
    operation: 'ListObjects',
    ...lists,
    send: async ({ s3, there: { Bucket, Folder } }) =>
      (await s3.send(new ListObjectsCommand({ Bucket, Prefix: Folder }))).Contents?.map(({ Key }) => Key),
    gives: ({ there }) => [there.Key],
  },
  {
    operation: 'ListObjectsV2',
    ...lists,
    send: async ({ s3, there: { Bucket, Folder } }) =>
      (await s3.send(new ListObjectsV2Command({ Bucket, Prefix: Folder }))).Contents?.map(({ Key }) => Key),
    gives: ({ there }) => [there.Key],
  },
  {
    operation: 'ListObjectsV2',
    as: 'rolled up',
    ...lists,
    send: async ({ s3, there: { Bucket, Folder } }) =>
      (await s3.send(new ListObjectsV2Command({ Bucket, Prefix: Folder, Delimiter: 'ject' }))).CommonPrefixes,
    gives: ({ there }) => [{ Prefix: there.Key }],
  },
];

export const s3Operations: readonly S3Row[] = [...objects, ...copies, ...uploads, ...listings];

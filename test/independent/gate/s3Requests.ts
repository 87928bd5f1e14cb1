/** Random requests of S3 about the texts of a pool, and what AWS's documentation says each needs. */
import fc from 'fast-check';
import type { About, Asked } from './asked.ts';
import { absent, given, text } from './asked.ts';
import type { Context } from './names.ts';
import { BUCKETS, bucketArn } from './names.ts';
import {
  encode,
  existingTags,
  md5,
  objectsOf,
  ofHeaders,
  on,
  onObject,
  place,
  prefixed,
  s3,
  toBeTold,
  wantedTags,
  whetherThere,
  xml,
} from './s3Terms.ts';

const version = fc.constantFrom(undefined, undefined, 'null');
const reading = onObject(
  fc.tuple(fc.constantFrom('GET', 'HEAD'), version, fc.boolean()),
  (at, [method, versionId, presigned], pool) => {
    const versioned = versionId === undefined ? {} : { 's3:VersionId': versionId };
    const how = presigned ? { 's3:authType': 'REST-QUERY-STRING' } : {};
    const missing = method === 'HEAD' ? '404' : versionId === undefined ? 'NoSuchKey' : 'NoSuchVersion';
    return {
      kind: `${method} object`,
      method,
      presigned,
      query: given({ versionId }),
      needs: [
        on(versionId === undefined ? 'GetObject' : 'GetObjectVersion', at, {
          ...existingTags(pool, at),
          ...versioned,
          ...how,
        }),
        ...toBeTold(pool, at).map((need) => ({ ...need, context: { ...need.context, ...how } })),
      ],
      ends: whetherThere(pool, at, missing),
    };
  },
);

const tagging = fc.constantFrom<Context>({ k: 'v' }, { k: 'secret' }, { other: 'v' });
const tagHeader = (tags: Context | undefined) =>
  tags &&
  Object.entries(tags)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join('&');
const writeHeaders = fc.record({
  acl: absent(fc.constant('bucket-owner-full-control')),
  storageClass: absent(fc.constantFrom('STANDARD', 'STANDARD_IA')),
  tags: absent(tagging),
});
const writing = onObject(
  fc.tuple(writeHeaders, fc.constantFrom('put', 'start upload')),
  (at, [{ acl, storageClass, tags }, what], pool) => {
    const headers = given({
      'x-amz-acl': acl,
      'x-amz-storage-class': storageClass,
      'x-amz-tagging': tagHeader(tags),
    });
    return {
      kind: what,
      method: what === 'put' ? 'PUT' : 'POST',
      ...(what === 'put' ? { body: 'written' } : { query: { uploads: '' } }),
      headers,
      needs: [
        on('PutObject', at, { ...ofHeaders(headers), ...wantedTags(tags ?? {}) }),
        ...(acl === undefined ? [] : [on('PutObjectAcl', at, { 's3:x-amz-acl': acl, ...existingTags(pool, at) })]),
        ...(tags ? [on('PutObjectTagging', at, { ...existingTags(pool, at), ...wantedTags(tags) })] : []),
      ],
      ends: ['done'],
    };
  },
);

const deleting = onObject(version, (at, versionId) => ({
  kind: 'delete object',
  method: 'DELETE',
  query: given({ versionId }),
  needs: [
    versionId === undefined ? on('DeleteObject', at) : on('DeleteObjectVersion', at, { 's3:VersionId': versionId }),
  ],
  ends: ['done'],
}));

const deletingSeveral: About<Asked> = fc
  .tuple(fc.constantFrom(...BUCKETS), fc.array(text, { minLength: 1, maxLength: 4 }))
  .map(([bucket, texts]) => (pool) => {
    const keys = [...new Set(texts.map((key) => key(pool)))];
    const body = `<Delete>${keys.map((key) => `<Object><Key>${xml(key)}</Key></Object>`).join('')}</Delete>`;
    return {
      kind: 'delete objects',
      service: 's3',
      method: 'POST',
      path: `/${bucket}`,
      query: { delete: '' },
      headers: md5(body),
      body,
      needs: [],
      each: new Map(keys.map((key) => [key, on('DeleteObject', { bucket, key })])),
      ends: ['done'],
    };
  });

const copying = onObject(
  fc.record({
    source: place,
    metadata: fc.constantFrom(undefined, 'REPLACE', 'COPY'),
    tags: absent(tagging),
    part: fc.constantFrom(false, false, false, true),
  }),
  (at, { source, metadata, tags, part }, pool) => {
    const from = source(pool);
    const toItself = from.bucket === at.bucket && from.key === at.key;
    const copySource = { 'x-amz-copy-source': encode(`${from.bucket}/${from.key}`) };
    const own = part
      ? {}
      : given({
          'x-amz-metadata-directive': toItself ? 'REPLACE' : metadata,
          ...(tags && { 'x-amz-tagging-directive': 'REPLACE', 'x-amz-tagging': tagHeader(tags) }),
        });
    const replaced = part ? undefined : tags;
    const kept = part || replaced ? {} : (objectsOf(pool).get(`${from.bucket}/${from.key}`) ?? {});
    const passesTags = Object.keys(kept).length > 0;
    return {
      kind: part ? 'copy a part' : 'copy',
      method: 'PUT',
      ...(part && { query: { partNumber: '1', uploadId: 'none' } }),
      headers: { ...copySource, ...own },
      needs: [
        on('PutObject', at, {
          ...given({ 's3:x-amz-metadata-directive': own['x-amz-metadata-directive'] }),
          's3:x-amz-copy-source': `${from.bucket}/${from.key}`,
          ...wantedTags(replaced ?? {}),
        }),
        ...(replaced ? [on('PutObjectTagging', at, { ...existingTags(pool, at), ...wantedTags(replaced) })] : []),
        on('GetObject', from, existingTags(pool, from)),
        ...toBeTold(pool, from),
        ...(passesTags
          ? [
              on('GetObjectTagging', from, existingTags(pool, from)),
              on('PutObjectTagging', at, { ...existingTags(pool, at), ...wantedTags(kept) }),
            ]
          : []),
      ],
      ends: whetherThere(pool, from).map((end) => (part && end === 'done' ? 'NoSuchUpload' : end)),
    };
  },
);

const uploading = onObject(fc.constantFrom('PUT', 'POST', 'DELETE', 'GET'), (at, method) => ({
  kind: `${method} upload`,
  method,
  query: { uploadId: 'none', ...(method === 'PUT' && { partNumber: '1' }) },
  ...(method === 'PUT' || method === 'POST' ? { body: '<CompleteMultipartUpload/>' } : {}),
  needs: [
    on(
      { DELETE: 'AbortMultipartUpload', GET: 'ListMultipartUploadParts' }[method as string] ?? 'PutObject',
      at,
      method === 'PUT' ? wantedTags({}) : {},
    ),
  ],
  ends: ['NoSuchUpload'],
}));

const aboutObject = onObject(
  fc.tuple(fc.constantFrom('GET tagging', 'PUT tagging', 'DELETE tagging', 'GET attributes', 'GET acl'), tagging),
  (at, [kind, tags], pool) => {
    const [method = '', mark = ''] = kind.split(' ');
    const existing = existingTags(pool, at);
    const [tag = ['', '']] = Object.entries(tags);
    const body = `<Tagging><TagSet><Tag><Key>${tag[0]}</Key><Value>${String(tag[1])}</Value></Tag></TagSet></Tagging>`;
    const isPut = method === 'PUT';
    return {
      kind,
      method,
      query: { [mark]: '' },
      headers: { ...(isPut && md5(body)), ...(mark === 'attributes' && { 'x-amz-object-attributes': 'ETag' }) },
      ...(isPut && { body }),
      needs: [
        ...(mark === 'attributes' ? [on('GetObject', at, existing), on('GetObjectAttributes', at, existing)] : []),
        ...(mark === 'acl' ? [on('GetObjectAcl', at, existing)] : []),
        ...(mark === 'tagging'
          ? [
              on(`${method.charAt(0)}${method.slice(1).toLowerCase()}ObjectTagging`, at, {
                ...existing,
                ...(isPut && wantedTags(tags)),
              }),
            ]
          : []),
        ...toBeTold(pool, at),
      ],
      ends: whetherThere(pool, at),
    };
  },
);

const listing: About<Asked> = fc
  .record({
    bucket: fc.constantFrom('bucket', 'bucket', 'bucket2'),
    prefix: absent(text),
    delimiter: absent(fc.constantFrom('/', '*', '')),
    maxKeys: absent(fc.constant('7')),
    mark: fc.constantFrom(undefined, 'list-type', 'versions'),
  })
  .map(({ bucket, prefix, delimiter, maxKeys, mark }) => (pool) => {
    const asked = given({ prefix: prefix?.(pool), delimiter, 'max-keys': maxKeys });
    return {
      kind: `list ${mark ?? ''}`.trim(),
      service: 's3',
      method: 'GET',
      path: `/${bucket}`,
      query: { ...asked, ...(mark !== undefined && { [mark]: mark === 'list-type' ? '2' : '' }) },
      needs: [
        {
          action: mark === 'versions' ? 's3:ListBucketVersions' : 's3:ListBucket',
          resource: bucketArn(bucket),
          context: { ...s3, ...prefixed('s3:', asked) },
        },
      ],
      ends: ['done'],
    };
  });

const bucketActions = { uploads: 'ListBucketMultipartUploads', location: 'GetBucketLocation', acl: 'GetBucketAcl' };
const aboutBucket: About<Asked> = fc
  .tuple(fc.constantFrom(...BUCKETS), fc.constantFrom('uploads', 'location', 'acl', 'HEAD', 'all'))
  .map(([bucket, what]) => () => ({
    kind: 'bucket',
    service: 's3',
    method: what === 'HEAD' ? 'HEAD' : 'GET',
    path: what === 'all' ? '/' : `/${bucket}`,
    query: what === 'HEAD' || what === 'all' ? {} : { [what]: '' },
    needs: [
      {
        action: `s3:${what === 'all' ? 'ListAllMyBuckets' : what === 'HEAD' ? 'ListBucket' : bucketActions[what]}`,
        resource: bucketArn(what === 'all' ? '*' : bucket),
        context: s3,
      },
    ],
    ends: ['done'],
  }));

/** One request of any kind. */
export const s3Request: About<Asked> = fc.oneof(
  { weight: 4, arbitrary: reading },
  { weight: 4, arbitrary: writing },
  { weight: 2, arbitrary: deleting },
  { weight: 3, arbitrary: deletingSeveral },
  { weight: 5, arbitrary: copying },
  { weight: 2, arbitrary: uploading },
  { weight: 3, arbitrary: aboutObject },
  { weight: 6, arbitrary: listing },
  { weight: 1, arbitrary: aboutBucket },
);

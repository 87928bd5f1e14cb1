/** ListObjects, ListObjectsV2 and ListObjectVersions: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
import type { DataResponse } from '../../dataService.ts';
import { nullVersion } from '../call.ts';
import type { Call, S3Request } from '../call.ts';
import { xmlAnswer } from '../operation.ts';
import type { Operation } from '../operation.ts';
import { invalidArgument } from '../s3Error.ts';
import { listKeys } from '../store/listing.ts';
import type { Listing } from '../store/listing.ts';
import type { StoredObject } from '../store/stored.ts';
import { s3Xml } from '../xml.ts';
import type { Elements } from '../xml.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html: a page has no more. */
const mostPerPage = 1000;

/** The number of a parameter like max-keys. @throws S3Error InvalidArgument */
export const pageSize = (parameters: S3Request['parameters'], name: string): number => {
  const given = parameters.get(name);
  if (given === undefined || given === '') return mostPerPage;
  if (!/^\d{1,10}$/.test(given) || Number(given) > 2 ** 31 - 1) {
    throw invalidArgument(`Provided ${name} not an integer or within integer range`, name, given);
  }
  return Math.min(Number(given), mostPerPage);
};

/** How names are written: as they are, or percent-encoded when the client asks for it. @throws S3Error InvalidArgument */
export const nameEncoding = (parameters: S3Request['parameters']): ((name: string) => string) => {
  const type = parameters.get('encoding-type');
  if (type === undefined || type === '') return (name) => name;
  if (type !== 'url') throw invalidArgument('Invalid Encoding Method specified in Request', 'encoding-type', type);
  return (name) =>
    encodeURIComponent(name)
      .replaceAll('%2F', '/')
      .replace(/[!'()]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
};

const encodeToken = (name: string) => Buffer.from(name).toString('base64');
const decodeToken = (token: string): string => {
  const name = Buffer.from(token, 'base64').toString();
  if (token === '' || encodeToken(name) !== token) {
    throw invalidArgument('The continuation token provided is incorrect', 'continuation-token', token);
  }
  return name;
};

const owner = ({ account }: Call) => ({ ID: account.padStart(64, '0'), DisplayName: account });

const described = (encode: (name: string) => string, object: StoredObject): Elements => ({
  Key: encode(object.key),
  LastModified: new Date(object.lastModified).toISOString(),
  ETag: object.etag,
  ChecksumAlgorithm: object.checksum?.algorithm,
  ChecksumType: object.checksum?.type,
  Size: object.content.size,
  StorageClass: object.headers['x-amz-storage-class'] ?? 'STANDARD',
});

/** What the three have in common. */
const page = (call: Call, after: string) => {
  const { parameters } = call.request;
  const bucket = call.bucket();
  const encode = nameEncoding(parameters);
  const [prefix, delimiter] = [parameters.get('prefix') ?? '', parameters.get('delimiter') ?? ''];
  const most = pageSize(parameters, 'max-keys');
  const listing: Listing = listKeys(bucket.sortedKeys(), { prefix, delimiter, after, most });
  const objects = listing.keys.flatMap((key) => bucket.objects.get(key) ?? []);
  const head: Elements = { Name: bucket.name, Prefix: encode(prefix) };
  const tail: Elements = {
    Delimiter: delimiter === '' ? undefined : encode(delimiter),
    MaxKeys: most,
    EncodingType: parameters.get('encoding-type') || undefined,
    IsTruncated: listing.next !== undefined,
  };
  const commonPrefixes = { CommonPrefixes: listing.commonPrefixes.map((name) => ({ Prefix: encode(name) })) };
  return { encode, objects, next: listing.next, head, tail, commonPrefixes, delimiter };
};

const listV1 = (call: Call): DataResponse => {
  const marker = call.request.parameters.get('marker') ?? '';
  const { encode, objects, next, head, tail, commonPrefixes, delimiter } = page(call, marker);
  return xmlAnswer(
    s3Xml('ListBucketResult', {
      ...head,
      Marker: encode(marker),
      // Without a delimiter a client goes on after the last key.
      NextMarker: next !== undefined && delimiter !== '' ? encode(next) : undefined,
      ...tail,
      Contents: objects.map((object) => ({ ...described(encode, object), Owner: owner(call) })),
      ...commonPrefixes,
    }),
  );
};

const listV2 = (call: Call): DataResponse => {
  const { parameters } = call.request;
  const type = parameters.get('list-type') ?? '';
  if (type !== '2') throw invalidArgument('Invalid List Type specified in Request', 'list-type', type);
  const token = parameters.get('continuation-token');
  const startAfter = parameters.get('start-after');
  const { encode, objects, next, head, tail, commonPrefixes } = page(
    call,
    token === undefined ? (startAfter ?? '') : decodeToken(token),
  );
  const owned = parameters.get('fetch-owner') === 'true' ? { Owner: owner(call) } : {};
  const count = objects.length + commonPrefixes.CommonPrefixes.length;
  return xmlAnswer(
    s3Xml('ListBucketResult', {
      ...head,
      ContinuationToken: token,
      NextContinuationToken: next === undefined ? undefined : encodeToken(next),
      StartAfter: startAfter === undefined ? undefined : encode(startAfter),
      KeyCount: count,
      ...tail,
      Contents: objects.map((object) => ({ ...described(encode, object), ...owned })),
      ...commonPrefixes,
    }),
  );
};

/** A bucket without versioning has one version of each object, `null`. */
const listVersions = (call: Call): DataResponse => {
  const marker = call.request.parameters.get('key-marker') ?? '';
  const { encode, objects, next, head, tail, commonPrefixes } = page(call, marker);
  return xmlAnswer(
    s3Xml('ListVersionsResult', {
      ...head,
      KeyMarker: encode(marker),
      VersionIdMarker: call.request.parameters.get('version-id-marker') ?? '',
      NextKeyMarker: next === undefined ? undefined : encode(next),
      NextVersionIdMarker: next === undefined ? undefined : nullVersion,
      ...tail,
      Version: objects.map((object) => ({
        ...described(encode, object),
        VersionId: nullVersion,
        IsLatest: true,
        Owner: owner(call),
      })),
      ...commonPrefixes,
    }),
  );
};

const shape = { method: 'GET', on: 'bucket', copies: false } as const;
const parameters = ['prefix', 'delimiter', 'max-keys', 'encoding-type'];
const list = () => ['s3:ListBucket'];

export const listObjects: readonly Operation[] = [
  { ...shape, name: 'ListObjects', marks: [], parameters: [...parameters, 'marker'], actions: list, perform: listV1 },
  {
    ...shape,
    name: 'ListObjectsV2',
    marks: ['list-type'],
    parameters: [...parameters, 'start-after', 'continuation-token', 'fetch-owner'],
    actions: list,
    perform: listV2,
  },
  {
    ...shape,
    name: 'ListObjectVersions',
    marks: ['versions'],
    parameters: [...parameters, 'key-marker', 'version-id-marker'],
    actions: () => ['s3:ListBucketVersions'],
    perform: listVersions,
  },
];

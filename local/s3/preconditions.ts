/** Conditional requests: https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-requests.html */
import { noSuchKey, notImplemented, preconditionFailed, S3Error } from './s3Error.ts';
import type { StoredObject } from './store/stored.ts';

type Headers = Readonly<Record<string, string>>;

const unquoted = (etag: string) => etag.trim().replace(/^"(.*)"$/, '$1');
const names = (header: string, { etag }: StoredObject) =>
  header.split(',').some((candidate) => candidate.trim() === '*' || unquoted(candidate) === unquoted(etag));

/** What a read is to do: go on, or say that nothing has changed. */
export type ReadOutcome = 'read' | 'notModified';

/**
 * Judges the conditions of a read, or with the prefix `x-amz-copy-source-` those of a copy on its source.
 * @throws S3Error PreconditionFailed
 */
export const checkRead = (headers: Headers, object: StoredObject, prefix = ''): ReadOutcome => {
  const header = (name: string) => headers[`${prefix}${name}`];
  const time = (name: string) => {
    const parsed = Date.parse(header(name) ?? '');
    return Number.isNaN(parsed) ? undefined : parsed;
  };
  const match = header('if-match');
  const noneMatch = header('if-none-match');
  const unmodifiedSince = time('if-unmodified-since');
  const modifiedSince = time('if-modified-since');
  if (match !== undefined) {
    if (!names(match, object)) throw preconditionFailed('If-Match');
  } else if (unmodifiedSince !== undefined && object.lastModified > unmodifiedSince) {
    throw preconditionFailed('If-Unmodified-Since');
  }
  if (noneMatch !== undefined) return names(noneMatch, object) ? 'notModified' : 'read';
  return modifiedSince !== undefined && object.lastModified <= modifiedSince ? 'notModified' : 'read';
};

/** The conditions of a copy on its source. @throws S3Error PreconditionFailed */
export const checkCopySource = (headers: Headers, source: StoredObject): void => {
  if (checkRead(headers, source, 'x-amz-copy-source-') === 'notModified') {
    throw preconditionFailed('x-amz-copy-source-If-None-Match');
  }
};

/**
 * The conditions of a write on what it would replace or delete: `If-None-Match: *` and `If-Match: <etag>`.
 * @throws S3Error PreconditionFailed, NoSuchKey, NotImplemented
 */
export const checkWrite = (headers: Headers, key: string, existing: StoredObject | undefined): void => {
  const noneMatch = headers['if-none-match'];
  const match = headers['if-match'];
  if (noneMatch !== undefined && noneMatch !== '*') throw notImplemented('If-None-Match with a value other than *');
  if (noneMatch !== undefined && existing) throw preconditionFailed('If-None-Match');
  if (match === undefined) return;
  if (!existing) throw noSuchKey(key);
  if (!names(match, existing)) throw preconditionFailed('If-Match');
};

/** A range of bytes, `end` not included. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** The range of a Range header; undefined for none, and for what S3 does not take, which it answers whole. @throws S3Error InvalidRange */
export const rangeOf = (header: string | undefined, size: number): Range | undefined => {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size : Math.min(Number(last) + 1, size);
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined;
  if (start >= size || end <= start) {
    throw new S3Error(
      416,
      'InvalidRange',
      'The requested range is not satisfiable',
      { RangeRequested: header ?? '', ActualObjectSize: String(size) },
      { 'content-range': `bytes */${String(size)}` },
    );
  }
  return { start, end };
};

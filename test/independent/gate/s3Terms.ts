/** What random requests of S3 are made of: objects, the ways to write their paths, and their condition keys. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { PlainRequest } from '../iam.ts';
import type { About, Asked } from './asked.ts';
import { given, text } from './asked.ts';
import type { Context, Pool } from './names.ts';
import { base, bucketArn, objectArn } from './names.ts';

/** The tags of the objects that there are, by `bucket/key`. */
export const objectsOf = (pool: Pool): ReadonlyMap<string, Context> =>
  new Map([
    [`bucket/${pool[1] ?? ''}`, {}],
    [`bucket/${pool[0] ?? ''}`, { k: 'secret' }],
    [`bucket2/${pool[0] ?? ''}`, { other: 'v' }],
  ]);

/** Percent-encoded, slashes too. */
export const encode = (value: string) =>
  encodeURIComponent(value).replaceAll(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
const pathOf = (bucket: string, key: string) => `/${bucket}/${key.split('/').map(encode).join('/')}`;

/** One of the ways to write the same path: any character may be encoded, and some need not be. */
const spelled = (bucket: string, key: string, at: number): string => {
  const bytes = [...Buffer.from(key)].map((byte, index) => {
    const character = String.fromCharCode(byte);
    const hex = `%${byte.toString(16).padStart(2, '0')}`;
    const turn = (at + index) % 5;
    return /[A-Za-z0-9/_.~:@=,;!'()*$&+-]/.test(character) && turn > 0 ? character : turn > 2 ? hex : hex.toUpperCase();
  });
  return `/${bucket}/${bytes.join('')}`;
};

/** The context of every request that is signed in its headers. */
export const s3: Context = { ...base, 's3:authType': 'REST-HEADER' };
/** Condition keys of a family. */
export const prefixed = (prefix: string, tags: Context): Context =>
  Object.fromEntries(Object.entries(tags).map(([name, value]) => [`${prefix}${name}`, value]));
/** The tags that a request brings. */
export const wantedTags = (tags: Context): Context => ({
  ...prefixed('s3:RequestObjectTag/', tags),
  's3:RequestObjectTagKeys': Object.keys(tags),
});
/** Headers whose name, with `s3:` before it, is a condition key. */
export const ofHeaders = (headers: Record<string, string>): Context =>
  prefixed('s3:', given<string>({ ...headers, 'x-amz-tagging': undefined }));

/** Where an object is, or would be. */
export interface Place {
  readonly bucket: string;
  readonly key: string;
}
/** One of them. */
export const place: About<Place> = fc
  .tuple(fc.constantFrom('bucket', 'bucket', 'bucket', 'bucket2'), text)
  .map(([bucket, key]) => (pool) => ({ bucket, key: key(pool) }));
/** The tags that an object has already. */
export const existingTags = (pool: Pool, { bucket, key }: Place): Context =>
  prefixed('s3:ExistingObjectTag/', objectsOf(pool).get(`${bucket}/${key}`) ?? {});
const isThere = (pool: Pool, { bucket, key }: Place) => objectsOf(pool).has(`${bucket}/${key}`);
/** An action on an object. */
export const on = (action: string, { bucket, key }: Place, context: Context = {}): PlainRequest => ({
  action: `s3:${action}`,
  resource: objectArn(bucket, key),
  context: { ...s3, ...context },
});
/** "If you don't have s3:ListBucket, S3 returns 403" for an object that is not there. */
export const toBeTold = (pool: Pool, at: Place): readonly PlainRequest[] =>
  isThere(pool, at) ? [] : [{ action: 's3:ListBucket', resource: bucketArn(at.bucket), context: s3 }];
/** How a request for an object ends. */
export const whetherThere = (pool: Pool, at: Place, missing = 'NoSuchKey') => [isThere(pool, at) ? 'done' : missing];

/** All but where it goes. */
type Rest = Omit<Asked, 'service' | 'path'>;
/** A request on an object. */
export const onObject = <T>(more: fc.Arbitrary<T>, make: (at: Place, more: T, pool: Pool) => Rest): About<Asked> =>
  fc.tuple(place, more, fc.nat(4)).map(([where, value, spelling]) => (pool) => {
    const at = where(pool);
    return {
      service: 's3',
      path: pathOf(at.bucket, at.key),
      spelling: spelled(at.bucket, at.key, spelling),
      ...make(at, value, pool),
    };
  });

export const md5 = (body: string) => ({ 'content-md5': createHash('md5').update(body).digest('base64') });
/** Text within XML. */
export const xml = (value: string) =>
  value.replaceAll(/[&<>'"\s]/g, (character) => `&#${String(character.charCodeAt(0))};`);

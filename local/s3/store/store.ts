/** Buckets and their objects, in memory, and kept beyond it by whoever is given. It knows nothing of who may do what: only S3 behind the gate has it. */
import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../../awsService.ts';
import { createCapacity } from './capacity.ts';
import type { Capacity } from './capacity.ts';
import type { Content } from './content.ts';
import { contentOf } from './content.ts';
import { noKeeper } from './keeper.ts';
import type { Keeper } from './keeper.ts';
import { noSuchUpload } from '../s3Error.ts';
import type { Part, StoredObject, Upload } from './stored.ts';

/** A bucket. Whoever adds content has taken its bytes of the capacity before; what is replaced or removed is given back here. */
export interface StoredBucket {
  readonly name: string;
  readonly createdAt: number;
  readonly objects: ReadonlyMap<string, StoredObject>;
  /** Keys in the order of their UTF-8 bytes, in which S3 lists them. */
  sortedKeys(): readonly string[];
  put(object: StoredObject): void;
  /** As `put`, of content that has not been taken of the capacity: a copy. @throws S3Error EntityTooLarge */
  putCopy(object: StoredObject): void;
  remove(key: string): void;
  uploads(): Iterable<Upload>;
  startUpload(upload: Omit<Upload, 'id' | 'initiated' | 'parts'>): Upload;
  /** The upload of an id **for this key**: an id alone gives no access. @throws S3Error NoSuchUpload */
  upload(id: string, key: string): Upload;
  putPart(upload: Upload, part: Part): void;
  /** Forgets an upload; gives back the bytes of all parts but those that are kept. */
  endUpload(upload: Upload, kept?: ReadonlySet<Part>): void;
  /** Puts an object in that is kept already. */
  restore(object: StoredObject): void;
  /** Forgets all objects and uploads. What is kept stays so. */
  clear(): void;
}

/** All buckets. */
export interface Store {
  readonly buckets: ReadonlyMap<string, StoredBucket>;
  readonly capacity: Capacity;
  readonly now: () => number;
  /** Puts an object in without asking anybody: for samples and for tests. @throws S3Error EntityTooLarge; Error for a bucket that is not there */
  seed(bucket: string, key: string, body: Buffer | string, contentType?: string): void;
  /** Forgets all objects and uploads. What is kept stays so. */
  clear(): void;
}

const md5 = (content: Content): Buffer => {
  const hash = createHash('md5');
  for (const piece of content.pieces) hash.update(piece);
  return hash.digest();
};
export const etagOf = (content: Content): string => `"${md5(content).toString('hex')}"`;
/** Of an object that was uploaded in parts: https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html */
export const etagOfParts = (parts: readonly Part[]): string => {
  const digests = parts.map(({ etag }) => Buffer.from(etag.slice(1, -1), 'hex'));
  return `"${createHash('md5').update(Buffer.concat(digests)).digest('hex')}-${String(parts.length)}"`;
};

const byBytes = (keys: Iterable<string>): readonly string[] =>
  [...keys]
    .map((key) => [key, Buffer.from(key)] as const)
    .sort(([, a], [, b]) => a.compare(b))
    .map(([key]) => key);

const createBucket = (
  name: string,
  createdAt: number,
  { capacity, now, keeper }: Pick<Store, 'capacity' | 'now'> & { readonly keeper: Keeper },
): StoredBucket => {
  const objects = new Map<string, StoredObject>();
  const uploads = new Map<string, Upload>();
  let sorted: readonly string[] | undefined;
  const bucket: StoredBucket = {
    name,
    createdAt,
    objects,
    sortedKeys: () => (sorted ??= byBytes(objects.keys())),
    put(object) {
      keeper.put(name, object);
      const replaced = objects.get(object.key);
      if (replaced) capacity.give(replaced.content.size);
      else sorted = undefined;
      objects.set(object.key, object);
    },
    putCopy(object) {
      capacity.take(object.content.size);
      try {
        bucket.put(object);
      } catch (error) {
        capacity.give(object.content.size);
        throw error;
      }
    },
    remove(key) {
      const removed = objects.get(key);
      if (!removed) return;
      keeper.remove(name, key);
      capacity.give(removed.content.size);
      objects.delete(key);
      sorted = undefined;
    },
    uploads: () => uploads.values(),
    startUpload(upload) {
      const started = { ...upload, id: randomBytes(48).toString('base64url'), initiated: now(), parts: new Map() };
      uploads.set(started.id, started);
      return started;
    },
    upload(id, key) {
      const upload = uploads.get(id);
      if (upload?.key !== key) throw noSuchUpload(id);
      return upload;
    },
    putPart(upload, part) {
      const replaced = upload.parts.get(part.number);
      if (replaced) capacity.give(replaced.content.size);
      upload.parts.set(part.number, part);
    },
    endUpload(upload, kept = new Set()) {
      uploads.delete(upload.id);
      for (const part of upload.parts.values()) if (!kept.has(part)) capacity.give(part.content.size);
    },
    restore(object) {
      capacity.take(object.content.size);
      objects.set(object.key, object);
      sorted = undefined;
    },
    clear() {
      for (const { content } of objects.values()) capacity.give(content.size);
      objects.clear();
      sorted = undefined;
      for (const upload of [...uploads.values()]) bucket.endUpload(upload);
    },
  };
  return bucket;
};

const mostBytes = 1024 ** 3;

/** How a store is other than usual. */
export interface StoreOptions {
  /** Bytes that all objects and parts together may have; 1 GiB when left out. */
  readonly capacity?: number | undefined;
  /** In memory alone when left out. */
  readonly keeper?: Keeper | undefined;
}

/**
 * A store with these buckets, and in them what is kept.
 * @throws Error for what cannot be read; S3Error EntityTooLarge when it is too much
 */
export const createStore = (
  names: readonly string[],
  clock: Clock,
  { capacity: limit = mostBytes, keeper = noKeeper }: StoreOptions = {},
): Store => {
  const capacity = createCapacity(limit);
  const now = () => Math.floor(clock() / 1000) * 1000;
  const buckets = new Map(names.map((name) => [name, createBucket(name, now(), { capacity, now, keeper })]));
  for (const [name, object] of keeper.load()) buckets.get(name)?.restore(object);
  return {
    buckets,
    capacity,
    now,
    seed(bucket, key, body, contentType = 'binary/octet-stream') {
      const into = buckets.get(bucket);
      if (!into) throw new Error(`There is no bucket ${bucket}.`);
      const content = contentOf(Buffer.from(body));
      into.putCopy({
        key,
        content,
        etag: etagOf(content),
        lastModified: now(),
        headers: { 'content-type': contentType },
        tags: new Map(),
        checksum: undefined,
        partSizes: undefined,
      });
    },
    clear() {
      for (const bucket of buckets.values()) bucket.clear();
    },
  };
};

/** Keeps the objects of S3 in a folder, each in a file of its own that is there before its upload is answered. */
import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { contentOf } from './s3/store/content.ts';
import type { Keeper } from './s3/store/keeper.ts';
import type { StoredObject } from './s3/store/stored.ts';

/** What a file begins with, after its own length in four bytes; the object's bytes follow. */
interface Head extends Omit<StoredObject, 'content'> {
  readonly bucket: string;
  readonly size: number;
}

/** A file that is being written. */
const unfinished = '.new';

/** A digest: a key of a client's never becomes a path. */
const fileNameOf = (bucket: string, key: string): string =>
  createHash('sha256').update(`${bucket}\0${key}`).digest('hex');

/** Whole or not at all, also when the process is killed meanwhile. */
const write = (file: string, bucket: string, { content, ...properties }: StoredObject): void => {
  const head = serialize({ ...properties, bucket, size: content.size } satisfies Head);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(head.length);
  // What users put there may be private.
  const descriptor = openSync(`${file}${unfinished}`, 'w', 0o600);
  try {
    try {
      for (const piece of [length, head, ...content.pieces]) writeFileSync(descriptor, piece);
    } finally {
      closeSync(descriptor);
    }
    renameSync(`${file}${unfinished}`, file);
  } catch (error) {
    rmSync(`${file}${unfinished}`, { force: true });
    throw error;
  }
};

const read = (file: string): readonly [bucket: string, object: StoredObject] => {
  const bytes = readFileSync(file);
  const start = 4 + bytes.readUInt32BE(0);
  const { bucket, size, ...properties } = deserialize(bytes.subarray(4, start)) as Head;
  const content = contentOf(bytes.subarray(start));
  if (content.size !== size || path.basename(file) !== fileNameOf(bucket, properties.key)) {
    throw new Error('The file is not what was written.');
  }
  return [bucket, { ...properties, content }];
};

/** Opens a folder of objects, or makes one. Nobody else may write there meanwhile. Uploads under way are not kept. */
export const keepObjects = (folder: string): Keeper => {
  const fileOf = (bucket: string, key: string) => path.join(folder, fileNameOf(bucket, key));
  return {
    *load() {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      for (const name of readdirSync(folder)) {
        const file = path.join(folder, name);
        if (name.endsWith(unfinished)) {
          rmSync(file);
          continue;
        }
        try {
          yield read(file);
        } catch (error) {
          throw new Error(`${file} cannot be read. Remove it: its object is lost, the others are not.`, {
            cause: error,
          });
        }
      }
    },
    put: (bucket, object) => {
      write(fileOf(bucket, object.key), bucket, object);
    },
    remove: (bucket, key) => {
      rmSync(fileOf(bucket, key), { force: true });
    },
  };
};

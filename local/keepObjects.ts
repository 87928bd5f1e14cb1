/** Keeps the objects of S3 in a file from one start of the local stack to the next. */
import { readFile, rename, writeFile } from 'node:fs/promises';
import { deserialize, serialize } from 'node:v8';
import type { Store, StoredObject } from './s3/store/store.ts';

type Kept = ReadonlyMap<string, readonly StoredObject[]>;

/**
 * Puts the objects of a file into the buckets that are still there. No file is no objects.
 *
 * @throws Error naming the file when it cannot be read
 */
export const loadObjects = async ({ buckets, capacity }: Store, file: string): Promise<void> => {
  let kept: Kept;
  try {
    kept = deserialize(await readFile(file)) as Kept;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw new Error(`${file} cannot be read. Remove it to start with the samples again.`, { cause: error });
  }
  for (const [name, objects] of kept) {
    const bucket = buckets.get(name);
    for (const object of bucket === undefined ? [] : objects) {
      capacity.take(object.content.size);
      bucket?.put(object);
    }
  }
};

/** Writes all objects to a file, whole or not at all. Uploads under way are not kept. */
export const saveObjects = async ({ buckets }: Store, file: string): Promise<void> => {
  const kept: Kept = new Map([...buckets].map(([name, { objects }]) => [name, [...objects.values()]]));
  await writeFile(`${file}.new`, serialize(kept), { mode: 0o600 });
  await rename(`${file}.new`, file);
};

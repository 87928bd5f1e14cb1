/** What keeps objects beyond the process: it is told of each change before it is made. */
import type { StoredObject } from './stored.ts';

/** Throws when it cannot keep an object or forget it: then nothing changes. */
export interface Keeper {
  /** What was kept, by the name of its bucket. */
  load(): Iterable<readonly [bucket: string, object: StoredObject]>;
  put(bucket: string, object: StoredObject): void;
  remove(bucket: string, key: string): void;
}

/** Keeps nothing: for a store in memory alone. */
export const noKeeper: Keeper = { load: () => [], put: () => undefined, remove: () => undefined };

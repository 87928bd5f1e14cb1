/** Has the database's iterators closed: dynalite ends them by a method that they do not have. */

/** What reads keys or values in order. Until it is closed the database keeps it, and the data as it was when it was opened. */
export interface StoreIterator {
  next(): Promise<unknown>;
  close(): Promise<void>;
}

/** What opens them. */
export interface Iterated {
  keys(options?: unknown): StoreIterator;
  values(options?: unknown): StoreIterator;
}

/** Gives every iterator that is opened from now on the method `return`, which dynalite's streams call when they are done. */
export const closeIterators = (db: Iterated): void => {
  for (const kind of ['keys', 'values'] as const) {
    const open = db[kind].bind(db);
    db[kind] = (options) => {
      const iterator = open(options);
      return Object.assign(iterator, { return: () => iterator.close() });
    };
  }
};

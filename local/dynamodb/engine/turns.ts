/** Who may touch the data when: any number of readers, or one writer, in the order in which they came. */

/** Waits for its turn, runs, and lets the next one go, whatever comes of it. */
export interface Turns {
  read<T>(run: () => Promise<T>): Promise<T>;
  write<T>(run: () => Promise<T>): Promise<T>;
}

export const createTurns = (): Turns => {
  /** Ends when the last writer has ended. */
  let writer: Promise<unknown> = Promise.resolve();
  /** Those that came after that writer and are not done. */
  let readers = new Set<Promise<unknown>>();
  return {
    read: (run) => {
      const among = readers;
      const result = writer.then(run);
      const done = result
        .catch(() => undefined)
        .then(() => {
          among.delete(done);
        });
      among.add(done);
      return result;
    },
    write: (run) => {
      const result = Promise.all([writer, ...readers]).then(run);
      writer = result.catch(() => undefined);
      readers = new Set();
      return result;
    },
  };
};

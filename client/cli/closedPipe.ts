/** Lets a process go on when nobody reads what it writes any more, as in `npm start | head -5`. */

// Windows calls some of these EOF.
const CLOSED: readonly (string | undefined)[] = ['EPIPE', 'EOF'];

/** What is written after the reader has gone is lost; any other fault of the streams still ends the process. */
export const outliveReaders = (
  streams: readonly Pick<NodeJS.EventEmitter, 'on'>[] = [process.stdout, process.stderr],
): void => {
  for (const stream of streams) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (!CLOSED.includes(error.code)) throw error;
    });
  }
};

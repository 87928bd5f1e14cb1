/** Gathers a body that comes in pieces: however small those are, it costs little more memory than its bytes. */

/** Bytes below which a piece is joined with its neighbours: as an object of its own, a byte costs a hundred. */
const small = 4096;
/** Pieces and bytes that wait to be joined. */
const mostWaiting = { pieces: 1024, bytes: 65_536 };

/** What has come so far. */
export interface Gathered {
  add(piece: Buffer): void;
  /** Bytes. */
  size(): number;
  /** In the order in which they came; large ones are those that were added. */
  pieces(): readonly Buffer[];
}

/** Nothing yet. How much may come is for whoever adds to it to say. */
export const gatherBytes = (): Gathered => {
  const joined: Buffer[] = [];
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  let size = 0;
  const join = () => {
    if (waiting.length > 0) joined.push(Buffer.concat(waiting));
    waiting = [];
    waitingBytes = 0;
  };
  return {
    add(piece) {
      size += piece.length;
      if (piece.length >= small) {
        join();
        joined.push(piece);
        return;
      }
      waiting.push(piece);
      waitingBytes += piece.length;
      if (waiting.length >= mostWaiting.pieces || waitingBytes >= mostWaiting.bytes) join();
    },
    size: () => size,
    pieces() {
      join();
      return joined;
    },
  };
};

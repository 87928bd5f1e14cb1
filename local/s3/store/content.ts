/** An object's bytes, in the pieces in which they came: never joined, since objects may be large. */
import { Readable } from 'node:stream';

/** Never changed once made, so that copies can share it. */
export interface Content {
  readonly pieces: readonly Buffer[];
  /** Bytes. */
  readonly size: number;
}

export const contentOf = (...pieces: readonly Buffer[]): Content => ({
  pieces,
  size: pieces.reduce((size, piece) => size + piece.length, 0),
});

/** Several contents one after the other. */
export const joined = (contents: readonly Content[]): Content => contentOf(...contents.flatMap(({ pieces }) => pieces));

/** The bytes from `start` up to `end`, without `end`. */
export const sliceOf = ({ pieces }: Content, start: number, end: number): Content => {
  const slices: Buffer[] = [];
  let offset = 0;
  for (const piece of pieces) {
    const slice = piece.subarray(Math.max(0, start - offset), Math.max(0, end - offset));
    if (slice.length > 0) slices.push(slice);
    offset += piece.length;
  }
  return contentOf(...slices);
};

/** What an answer sends. */
export const bodyOf = ({ pieces }: Content): Buffer | Readable =>
  pieces.length <= 1 ? (pieces[0] ?? Buffer.alloc(0)) : Readable.from(pieces, { objectMode: false });

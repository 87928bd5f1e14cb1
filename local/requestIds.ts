/** Random bytes for the names of requests, which are no secret: cut from a larger draw, since drawing costs more than cutting. */
import { randomFillSync } from 'node:crypto';

const drawn = Buffer.alloc(8192);
let used = drawn.length;

/** So many bytes, at most 8,192, that are given to nobody else. */
export const idBytes = (count: number): Buffer => {
  if (used + count > drawn.length) {
    randomFillSync(drawn);
    used = 0;
  }
  used += count;
  // A copy: what is drawn next comes into the same place.
  return Buffer.from(drawn.subarray(used - count, used));
};

/** How much the store may hold: everything is in memory, and nobody shall fill the machine's. */
import { S3Error } from '../s3Error.ts';

/** Counts bytes. */
export interface Capacity {
  /** @throws S3Error EntityTooLarge when there is no room */
  take(bytes: number): void;
  give(bytes: number): void;
}

export const createCapacity = (limit: number): Capacity => {
  let used = 0;
  return {
    take(bytes) {
      if (used + bytes > limit) {
        throw new S3Error(
          400,
          'EntityTooLarge',
          `The local S3 keeps everything in memory, and at most ${String(limit)} bytes. Delete something, or restart it.`,
          { MaxSizeAllowed: String(limit) },
        );
      }
      used += bytes;
    },
    give(bytes) {
      used -= bytes;
    },
  };
};

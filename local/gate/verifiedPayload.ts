/** Lets a payload through while it is verified, and its last bytes only when all of it is. */
import { Transform } from 'node:stream';
import type { TransformCallback } from 'node:stream';
import { wrongLength } from './bodyErrors.ts';
import type { PayloadCheck } from './checksums.ts';

/**
 * The last piece is held back until the checks have passed. So a backend that is told the length ahead cannot take a forged
 * body for complete: it gets an aborted request. Fails with a GateError.
 */
export class VerifiedPayload extends Transform {
  readonly #length: number | undefined;
  readonly #checks: readonly PayloadCheck[];
  #count = 0;
  #held: Buffer | undefined;

  /** @param length bytes, undefined when not known ahead */
  constructor(length: number | undefined, checks: readonly PayloadCheck[]) {
    super();
    this.#length = length;
    this.#checks = checks;
  }

  override _transform(bytes: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    try {
      this.#count += bytes.length;
      if (this.#length !== undefined && this.#count > this.#length) {
        throw wrongLength(this.#count, this.#length);
      }
      for (const check of this.#checks) check.update(bytes);
    } catch (error) {
      done(error as Error);
      return;
    }
    const previous = this.#held;
    this.#held = bytes;
    if (previous === undefined) done();
    else done(null, previous);
  }

  override _flush(done: TransformCallback): void {
    try {
      if (this.#length !== undefined && this.#count !== this.#length) {
        throw wrongLength(this.#count, this.#length);
      }
      for (const check of this.#checks) check.finish();
      done(null, this.#held);
    } catch (error) {
      done(error as Error);
    }
  }
}

/** Decodes an aws-chunked body while it streams: sizes, chunk signatures and trailers, and not one byte more than announced. */
import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { Transform } from 'node:stream';
import type { TransformCallback } from 'node:stream';
import type { ChunkSignatures } from './chunkSignatures.ts';
import { incompleteBody } from './bodyErrors.ts';
import { GateError } from './gateError.ts';
import { readTrailers } from './trailers.ts';
import type { Trailers } from './trailers.ts';

/** Bytes of a chunk's first line: a size of 9 hexadecimal digits, `;chunk-signature=` and 64 more, CR LF. */
const maxLine = 128;
/** Bytes of all trailers. */
const maxTrailers = 8192;
/** Bytes: what S3 wants of every chunk but the last. */
const minChunk = 8192;

/** What the request announced of its body. */
export interface Announced {
  /** Bytes of payload: x-amz-decoded-content-length. */
  readonly length: number;
  /** For a body whose chunks are signed. */
  readonly signatures: ChunkSignatures | undefined;
  /** The names in x-amz-trailer; undefined for a body that has no trailers. */
  readonly trailers: readonly string[] | undefined;
}

const malformed = (what: string) =>
  new GateError(
    400,
    'InvalidRequest',
    `The aws-chunked body is malformed: ${what}. Send <size in hexadecimal>\\r\\n<bytes>\\r\\n.`,
  );

/** From the framed body to the payload. Fails with a GateError; what it gave out before is not to be trusted until it ends. */
export class AwsChunkedDecoder extends Transform {
  readonly #announced: Announced;
  #expects: 'line' | 'bytes' | 'line end' | 'trailers' = 'line';
  /** What has come of a line, a line end or the trailers. */
  #text = Buffer.alloc(0);
  #remaining = 0;
  #decoded = 0;
  #smallChunk = false;
  #signature = '';
  #hash: Hash | undefined;
  #trailers: Trailers = Object.create(null) as Trailers;

  constructor(announced: Announced) {
    super();
    this.#announced = announced;
  }

  /** Verified; empty until the body has ended. */
  trailers(): Trailers {
    return this.#trailers;
  }

  override _transform(bytes: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    try {
      let rest = bytes;
      while (rest.length > 0) rest = this.#take(rest);
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  override _flush(done: TransformCallback): void {
    try {
      if (this.#expects !== 'trailers') throw incompleteBody('The request body ended in the middle of a chunk.');
      if (this.#decoded !== this.#announced.length) throw this.#wrongLength();
      this.#trailers = readTrailers(this.#text.toString('latin1'), this.#announced);
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  /** Takes what it can use from the front. */
  #take(bytes: Buffer): Buffer {
    switch (this.#expects) {
      case 'line':
        return this.#takeLine(bytes);
      case 'bytes':
        return this.#takeBytes(bytes);
      case 'line end':
        return this.#takeLineEnd(bytes);
      case 'trailers':
        this.#text = Buffer.concat([this.#text, bytes]);
        if (this.#text.length > maxTrailers)
          throw malformed(`more than ${String(maxTrailers)} bytes after the last chunk`);
        return bytes.subarray(bytes.length);
    }
  }

  #takeLine(bytes: Buffer): Buffer {
    const end = bytes.indexOf('\n') + 1;
    const line = end === 0 ? bytes : bytes.subarray(0, end);
    if (this.#text.length + line.length > maxLine) throw malformed('a chunk begins with a line that is too long');
    this.#text = Buffer.concat([this.#text, line]);
    if (end > 0) this.#begin(this.#text.toString('latin1'));
    return bytes.subarray(line.length);
  }

  #begin(line: string): void {
    const pattern = this.#announced.signatures
      ? /^([0-9a-fA-F]{1,9});chunk-signature=([0-9a-f]{64})\r\n$/
      : /^([0-9a-fA-F]{1,9})()\r\n$/;
    const [, digits, signature] = pattern.exec(line) ?? [];
    if (digits === undefined || signature === undefined) throw malformed('a chunk does not begin with its size');
    const size = Number.parseInt(digits, 16);
    if (size > 0 && this.#smallChunk) {
      throw new GateError(
        403,
        'InvalidChunkSizeError',
        `Only the last chunk is allowed to have a size less than ${String(minChunk)} bytes`,
      );
    }
    this.#decoded += size;
    if (this.#decoded > this.#announced.length) throw this.#wrongLength();
    this.#smallChunk = size < minChunk;
    this.#signature = signature;
    this.#remaining = size;
    this.#text = Buffer.alloc(0);
    this.#hash = this.#announced.signatures && createHash('sha256');
    this.#expects = 'bytes';
    if (size === 0) this.#endChunk('trailers');
  }

  #takeBytes(bytes: Buffer): Buffer {
    const content = bytes.subarray(0, this.#remaining);
    this.#hash?.update(content);
    this.#remaining -= content.length;
    this.push(content);
    if (this.#remaining === 0) this.#endChunk('line end');
    return bytes.subarray(content.length);
  }

  #endChunk(next: 'line end' | 'trailers'): void {
    if (this.#hash) this.#announced.signatures?.chunk(this.#hash.digest('hex'), this.#signature);
    this.#expects = next;
  }

  #takeLineEnd(bytes: Buffer): Buffer {
    const part = bytes.subarray(0, 2 - this.#text.length);
    this.#text = Buffer.concat([this.#text, part]);
    if (this.#text.length === 2) {
      if (this.#text.toString('latin1') !== '\r\n') throw malformed('a chunk is longer than its size');
      this.#text = Buffer.alloc(0);
      this.#expects = 'line';
    }
    return bytes.subarray(part.length);
  }

  #wrongLength() {
    const announced = `The x-amz-decoded-content-length is ${String(this.#announced.length)} bytes`;
    return incompleteBody(`${announced}, the chunks have ${this.#decoded > this.#announced.length ? 'more' : 'less'}.`);
  }
}

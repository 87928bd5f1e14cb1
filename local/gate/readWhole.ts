/** Reads a body in one piece, without ever ending the connection that an error is to be answered on. */
import type { Readable } from 'node:stream';
import { gatherBytes } from '../gatherBytes.ts';
import { cutShort, idleBody } from './bodyErrors.ts';
import type { GateError } from './gateError.ts';

/** A body that is read in one piece when it is asked for, not before. */
export const onePiece = (read: () => Promise<Buffer>): AsyncIterable<Buffer> => ({
  async *[Symbol.asyncIterator]() {
    yield await read();
  },
});

/**
 * The whole body. A source that ends early or goes idle (its `timeout` event) makes it fail with a GateError; so does one that is
 * longer than `limit` bytes, whose rest is left alone.
 */
export const readWhole = (source: Readable, limit: number, tooLong: () => GateError): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const gathered = gatherBytes();
    const stop = () => {
      source.off('data', take).off('end', end).off('close', close).off('error', close).off('timeout', tire);
    };
    const fail = (error: GateError) => {
      stop();
      source.pause();
      // Nobody reads it any more: that the client goes away is no crash.
      source.on('error', () => undefined);
      reject(error);
    };
    const take = (piece: Buffer) => {
      gathered.add(piece);
      if (gathered.size() > limit) fail(tooLong());
    };
    const end = () => {
      stop();
      const pieces = gathered.pieces();
      resolve(pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces));
    };
    const close = () => {
      fail(cutShort());
    };
    const tire = () => {
      fail(idleBody());
    };
    if (source.destroyed || source.readableEnded) {
      close();
      return;
    }
    source.on('data', take).once('end', end).once('close', close).once('error', close).once('timeout', tire);
  });

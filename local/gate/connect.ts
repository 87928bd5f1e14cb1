/** Leads a request's body through transforms without ever ending the connection that an error is to be answered on. */
import { finished, pipeline } from 'node:stream';
import type { Readable, Transform } from 'node:stream';
import { cutShort, idleBody } from './bodyErrors.ts';
import { GateError } from './gateError.ts';

/**
 * Like `pipeline`, but the source is left alone when a transform fails or is destroyed. A source that ends early or goes idle
 * (its `timeout` event) makes the result fail with a GateError. The result may be left unread.
 * @returns the last transform
 */
export const connect = (source: Readable, first: Transform, ...rest: readonly Transform[]): Readable => {
  const last = rest.at(-1) ?? first;
  // Whoever reads it sees the error; it is no crash if nobody does.
  last.on('error', () => undefined);
  const idle = () => {
    first.destroy(idleBody());
  };
  source.once('timeout', idle);
  finished(source, { writable: false }, (error) => {
    source.off('timeout', idle);
    if (error instanceof GateError) first.destroy(error);
    else if (error) first.destroy(cutShort());
  });
  if (rest.length > 0) pipeline([first, ...rest], () => undefined);
  source.pipe(first);
  return last;
};

/**
 * Answers a client that may still be sending: one whose connection is closed in the middle of a body sees a reset instead of the answer.
 */
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { finished } from 'node:stream/promises';
import { TIMEOUTS } from './ports.ts';

/** An answer that is all there. */
export interface WholeAnswer {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: string | Buffer;
}

/** What the client sends is thrown away, for a while. */
const linger = async (message: IncomingMessage, lingering: number): Promise<void> => {
  if (message.complete || message.destroyed) return;
  message.unpipe();
  message.resume();
  await finished(message, { writable: false, signal: AbortSignal.timeout(lingering) }).catch(() => undefined);
};

/**
 * Sends the answer, then lets the client finish sending what is not read any more, and ends the connection: it cannot be used again.
 * After a body that was read to its end it stays open.
 *
 * @param lingering milliseconds to wait for the rest of the body
 */
export const answerLingering = async (
  message: IncomingMessage,
  response: ServerResponse,
  { status, headers, body }: WholeAnswer,
  lingering: number = TIMEOUTS.lingering,
): Promise<void> => {
  if (!message.complete) response.setHeader('connection', 'close');
  // With its length the client knows an answer for complete before the connection ends, and Node need not send it in chunks.
  const isBodiless = message.method === 'HEAD' || status === 204 || status === 304;
  response.writeHead(status, isBodiless ? headers : { ...headers, 'content-length': String(Buffer.byteLength(body)) });
  if (message.complete) {
    response.end(body);
    return;
  }
  if (isBodiless) response.flushHeaders();
  else response.write(body);
  await linger(message, lingering);
  response.end();
};

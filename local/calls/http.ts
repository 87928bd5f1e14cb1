/** HTTP to the local stack. Not by fetch, which newer Node versions send through a proxy that the environment names. */
import { request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';

/** An answer, read whole. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A request; POST when there is a body, unless said otherwise. */
export interface HttpRequest {
  readonly method?: string;
  /** Path and query to send as they are, in the place of the URL's, in which dots would be resolved. */
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Nothing answers there: the message says where and what to do. */
class NotRunning extends Error {
  override readonly name = 'NotRunning';
}

const PATIENCE_MS = 20_000;

/**
 * Sends one request.
 *
 * @throws NotRunning when nothing listens at the URL; the system's error on any other fault
 */
export const send = (url: string, { method, path, headers = {}, body }: HttpRequest = {}): Promise<HttpAnswer> =>
  new Promise((resolve, reject) => {
    // `agent: false`: an agent of its own, which knows of no proxy and keeps no connection open.
    const outgoing = request(
      url,
      {
        method: method ?? (body === undefined ? 'GET' : 'POST'),
        headers,
        agent: false,
        ...(path !== undefined && { path }),
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () => {
          const { statusCode = 0, headers: received } = incoming;
          resolve({ status: statusCode, headers: received, body: Buffer.concat(chunks).toString('utf8') });
        });
      },
    );
    outgoing.setTimeout(PATIENCE_MS, () => {
      outgoing.destroy(new Error(`No answer from ${url} within ${String(PATIENCE_MS / 1_000)} seconds.`));
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'ECONNREFUSED' ? new NotRunning(`Nothing listens at ${url}. Run npm start first.`) : error);
    });
    outgoing.end(body);
  });

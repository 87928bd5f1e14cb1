/** `fetch` for servers of this machine: newer Node versions send fetch's own requests through a proxy that the environment names. */
import { request } from 'node:http';

const LOOPBACK = /^(127\.\d{1,3}\.\d{1,3}\.\d{1,3}|localhost|\[::1\])$/;

/** Whether a URL names this machine: only then may it be http. */
export const isLoopback = ({ hostname }: URL): boolean => LOOPBACK.test(hostname);

const NO_BODY = [204, 205, 304];

/** As `fetch`, as far as it is used here: a text as body, headers as an object, a signal. */
export const loopbackFetch: typeof fetch = async (input, init = {}) => {
  const outgoing = new Request(input, init);
  const body = Buffer.from(await outgoing.arrayBuffer());
  return new Promise((resolve, reject) => {
    const sent = request(
      outgoing.url,
      {
        method: outgoing.method,
        headers: { ...Object.fromEntries(outgoing.headers), 'content-length': String(body.length) },
        // An agent of its own, which knows of no proxy and keeps no connection open.
        agent: false,
        signal: outgoing.signal,
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () => {
          const { statusCode = 500, headers } = incoming;
          const received = new Headers();
          for (const [name, value] of Object.entries(headers)) received.set(name, [value].flat().join(', '));
          resolve(
            new Response(NO_BODY.includes(statusCode) ? null : Buffer.concat(chunks), {
              status: statusCode,
              headers: received,
            }),
          );
        });
      },
    );
    sent.on('error', (cause) => {
      // As fetch fails, of which the cause is the one that tells.
      reject(outgoing.signal.aborted ? (outgoing.signal.reason as Error) : new TypeError('fetch failed', { cause }));
    });
    sent.end(body);
  });
};

/** The `fetch` for a URL. */
export const fetchFor = (url: URL): typeof fetch =>
  url.protocol === 'http:' && isLoopback(url) ? loopbackFetch : fetch;

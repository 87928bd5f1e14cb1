/** Who may read the pages: a browser that was sent to this machine by name, never another site in that browser. */
import type { IncomingMessage } from 'node:http';

/** Whether a Host header names this machine. The port is free: it may have been forwarded. */
export const isLoopbackName = (host: string | undefined): boolean =>
  host !== undefined && /^(127\.0\.0\.1|localhost)(:[0-9]{1,5})?$/i.test(host);

/**
 * Whether a request was made by a script of our own page. A browser writes Origin into every such POST, and no script can
 * write it; JSON as content type makes a browser ask first, which is never answered here.
 */
export const isFromPage = ({ headers }: Pick<IncomingMessage, 'headers'>): boolean =>
  isLoopbackName(headers.host) &&
  headers.origin === `http://${headers.host ?? ''}` &&
  (headers['sec-fetch-site'] ?? 'same-origin') === 'same-origin' &&
  headers['content-type'] === 'application/json';

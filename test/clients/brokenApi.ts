/** An API that is not well: it answers every request in the one way that it is given, and counts them. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How it answers. */
export interface BrokenAnswer {
  readonly status: number;
  readonly errorType: string;
}

/** On a free port of 127.0.0.1. To be closed. */
export const startBrokenApi = async ({ status, errorType }: BrokenAnswer) => {
  let asked = 0;
  const server = createServer((request, response) => {
    const isPreflight = request.method === 'OPTIONS';
    if (!isPreflight) asked += 1;
    request.resume();
    response.writeHead(isPreflight ? 200 : status, {
      'access-control-allow-origin': '*',
      'access-control-allow-headers': '*,authorization',
      'access-control-expose-headers': 'x-amzn-errortype',
      'content-type': 'application/json',
      'x-amzn-errortype': errorType,
    });
    response.end(JSON.stringify({ errors: [{ errorType, message: 'not well' }] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/graphql`,
    asked: () => asked,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
};

/** A process of its own that is Node's HTTP server and nothing else: reads each request, and answers what it was told. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Asked, Canned, Report } from './messages.ts';

let answers: Readonly<Record<string, { readonly headers: Canned['headers']; readonly body: Buffer }>> = {};

const server = createServer((request, response) => {
  request.resume().on('end', () => {
    const answer = answers[`${String(request.method)} ${String(request.headers['x-amz-target'])}`];
    response.writeHead(answer === undefined ? 404 : 200, answer?.headers).end(answer?.body);
  });
}).listen(0, '127.0.0.1', () => {
  process.send?.(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
});

process.on('message', (message: Asked | Readonly<Record<string, Canned>>) => {
  if (typeof message !== 'string') {
    answers = Object.fromEntries(
      Object.entries(message).map(([key, { headers, body }]) => [key, { headers, body: Buffer.from(body, 'base64') }]),
    );
  }
  const { user, system } = process.cpuUsage();
  process.send?.({ faults: [], heap: process.memoryUsage().heapUsed, cpu: user + system } satisfies Report);
});
process.on('disconnect', () => process.exit());

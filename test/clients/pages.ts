/** Pages for tests: a script is bundled as an app's would be, and served on a free port of 127.0.0.1. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { build } from 'esbuild';

const html =
  '<!doctype html><meta charset="utf-8"><title>Test</title><link rel="icon" href="data:,"><main id="root"></main><script src="/page.js"></script>';

const bundle = async (file: string): Promise<string> => {
  const { outputFiles } = await build({
    entryPoints: [path.join(import.meta.dirname, file)],
    bundle: true,
    write: false,
    // What the script exports is there for the test as `page`.
    format: 'iife',
    globalName: 'page',
    platform: 'browser',
    target: 'es2022',
    define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
};

/** A served page. */
export interface ServedPage {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** `script` and `worker` are files of this folder; the worker is served as `/worker.js`. To be closed. */
export const servePage = async (script: string, worker?: string): Promise<ServedPage> => {
  const files = new Map([
    ['/', { type: 'text/html', text: html }],
    ['/page.js', { type: 'text/javascript', text: await bundle(script) }],
  ]);
  if (worker !== undefined) files.set('/worker.js', { type: 'text/javascript', text: await bundle(worker) });
  const server = createServer((request, response) => {
    const { type, text } = files.get(request.url?.split('?')[0] ?? '') ?? { type: 'text/plain', text: '' };
    response.writeHead(text === '' ? 404 : 200, { 'content-type': `${type};charset=utf-8` }).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
};

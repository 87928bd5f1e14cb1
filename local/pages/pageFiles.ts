/** The files of the page: our own beside this module, GraphiQL's out of node_modules. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { readyMade } from './readyMade.ts';

/** A file as it is served. */
export interface PageFile {
  readonly type: string;
  readonly content: string;
}

const HTML = 'text/html; charset=utf-8';
const CSS = 'text/css; charset=utf-8';
const JAVASCRIPT = 'text/javascript; charset=utf-8';

const own = (file: string): Promise<string> => readFile(path.join(import.meta.dirname, file), 'utf8');

// Nine megabytes of text: loaded when the page is first opened, not when the stack starts.
const graphiql = () => import('@graphql-yoga/render-graphiql/graphiql');

const files = new Map<string, { type: string; read: () => Promise<string> }>([
  ['/', { type: HTML, read: () => own('index.html') }],
  ['/console.css', { type: CSS, read: () => own('console.css') }],
  ['/console.js', { type: JAVASCRIPT, read: () => own('console.js') }],
  ['/queries.json', { type: 'application/json', read: () => Promise.resolve(JSON.stringify(readyMade)) }],
  ['/graphiql.css', { type: CSS, read: async () => (await graphiql()).css }],
  ['/graphiql.js', { type: JAVASCRIPT, read: async () => (await graphiql()).js }],
  ['/editorWorkerService.worker.js', { type: JAVASCRIPT, read: async () => (await graphiql()).editorWorkerService }],
  ['/json.worker.js', { type: JAVASCRIPT, read: async () => (await graphiql()).jsonWorker }],
  ['/graphql.worker.js', { type: JAVASCRIPT, read: async () => (await graphiql()).graphqlWorker }],
]);

/** The file at a path of the page; undefined when there is none. */
export const readPageFile = async (urlPath: string): Promise<PageFile | undefined> => {
  const file = files.get(urlPath);
  return file && { type: file.type, content: await file.read() };
};

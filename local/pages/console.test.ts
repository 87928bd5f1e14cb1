/** The page's own script, as a browser would run it, with everything around it watched: the token stays in its memory. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import vm from 'node:vm';

const source = await readFile(path.join(import.meta.dirname, 'console.js'), 'utf8');
const users = [
  { username: 'member', groups: ['members'], tenant: 'acme' },
  { username: 'guest', groups: [], tenant: undefined },
];

interface Request {
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

interface GraphiqlOptions {
  readonly fetcher: (query: object) => Promise<unknown>;
}

/** An object of the browser: notes every property that is set and every argument of a method that is not given here. */
const watched = (what: string, wrote: string[], given: Readonly<Record<string, unknown>> = {}): object =>
  new Proxy(given, {
    get: (_, name) =>
      Object.hasOwn(given, name)
        ? given[String(name)]
        : (...values: unknown[]) => void wrote.push(`${what}.${String(name)} ${values.map(String).join()}`),
    set: (_, name, value) => {
      wrote.push(`${what}.${String(name)} ${String(value)}`);
      return true;
    },
  });

/** Runs the script; `statuses` are what the API answers first. */
const openPage = async (...statuses: number[]) => {
  const wrote: string[] = [];
  const requests: Request[] = [];
  const tokens: string[] = [];
  const choosing: (() => void)[] = [];
  let graphiql: GraphiqlOptions | undefined;

  const answer = ({ path, body = '' }: Request): { readonly status: number; readonly body: unknown } => {
    if (path === 'stack.json') return { status: 200, body: { users } };
    if (path === 'queries.json') return { status: 200, body: ['query A { a }'] };
    if (path === 'graphql') return { status: statuses.shift() ?? 200, body: { data: {} } };
    const { username } = JSON.parse(body) as { username: string };
    const idToken = `eyJ-${String(tokens.length)}-${username}`;
    tokens.push(idToken);
    return { status: 200, body: { idToken, expiresInSeconds: 3600 } };
  };
  const element = (name: string) =>
    watched(name, wrote, {
      classList: watched(`${name}.classList`, wrote),
      addEventListener: (_: string, choose: () => void) => choosing.push(choose),
    });
  const places = ['localStorage', 'sessionStorage', 'indexedDB', 'caches', 'history', 'location', 'console'];
  const globals: Readonly<Record<string, unknown>> = {
    ...Object.fromEntries(places.map((name) => [name, watched(name, wrote)])),
    document: watched('document', wrote, { querySelector: element, createElement: element }),
    fetch: (path: string, options: object = {}) => {
      const request = { path, ...options };
      requests.push(request);
      const { status, body } = answer(request);
      return Promise.resolve({ ok: status === 200, status, json: () => Promise.resolve(body) });
    },
    YogaGraphiQL: {
      renderYogaGraphiQL: (_: unknown, options: GraphiqlOptions) => {
        graphiql = options;
      },
    },
  };
  const context = vm.createContext({ ...globals });
  // As a module runs: strict, and with await at its top.
  await (vm.runInContext(`(async () => { 'use strict'; ${source}\n})()`, context) as Promise<void>);
  if (!graphiql) throw new Error('GraphiQL was not rendered');
  const added = () => Object.entries(context).filter(([name]) => !Object.hasOwn(globals, name));
  return { wrote, requests, tokens, choosing, graphiql, added };
};

const sentWith = (requests: readonly Request[]) =>
  requests.filter(({ path }) => path === 'graphql').map(({ headers }) => headers?.['authorization']);

describe('the page', () => {
  it('sends queries with the token of the chosen user', async () => {
    const { requests, tokens, choosing, graphiql } = await openPage();
    await graphiql.fetcher({ query: '{ a }' });
    choosing[1]?.();
    await graphiql.fetcher({ query: '{ a }' });
    expect(tokens).toEqual(['eyJ-0-member', 'eyJ-1-guest']);
    expect(sentWith(requests)).toEqual(tokens);
  });

  it('signs in once more after a 401, and asks again', async () => {
    const { requests, tokens, graphiql } = await openPage(401);
    expect(await graphiql.fetcher({ query: '{ a }' })).toEqual({ data: {} });
    expect(tokens).toHaveLength(2);
    expect(sentWith(requests)).toEqual(tokens);
  });

  it('keeps tokens in memory: none in storage, cookie, address, document, console or a global', async () => {
    const { wrote, requests, tokens, choosing, graphiql, added } = await openPage(200, 401);
    for (const choose of choosing) {
      choose();
      await graphiql.fetcher({ query: '{ a }' });
    }
    expect(tokens).toHaveLength(4);
    // The page writes into the document, and the watch notices.
    expect(wrote).toContain('#who.textContent group members · tenant acme');
    expect(wrote.filter((line) => line.includes('Storage.'))).toEqual([]);
    const elsewhere = [
      ...wrote,
      ...requests.map(({ path, body }) => `${path} ${String(body)}`),
      JSON.stringify(added()),
    ];
    expect(elsewhere.filter((line) => line.includes('eyJ'))).toEqual([]);
  });

  it('gives GraphiQL no token, and has it store neither headers nor a choice to store them', async () => {
    const { graphiql } = await openPage();
    expect(JSON.stringify(graphiql)).not.toContain('eyJ');
    expect(graphiql).toMatchObject({
      shouldPersistHeaders: false,
      showPersistHeadersSettings: false,
      isHeadersEditorEnabled: false,
    });
  });
});

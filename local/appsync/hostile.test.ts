import { request as httpRequest } from 'node:http';
import { startFixture } from './fixture.ts';
import type { Fixture } from './fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture.close());

const ask = async (query: string, variables?: unknown): Promise<{ readonly data: unknown }> =>
  JSON.parse((await fixture.send({ body: { query, variables } })).text) as { data: unknown };

const nested = (open: string, close: string, depth: number, core = ''): string =>
  open.repeat(depth) + core + close.repeat(depth);

describe('hostile requests', () => {
  const malformed: [what: string, body: string | Uint8Array][] = [
    ['a query nested 5,000 deep', JSON.stringify({ query: nested('{layer', '}', 5000) })],
    ['a query nested 100,000 deep', JSON.stringify({ query: nested('{nextLayer', '}', 50_000, 'x') })],
    ['a list literal nested 100,000 deep', JSON.stringify({ query: `{echo(s:${nested('[', ']', 100_000)})}` })],
    ['a type nested 100,000 deep', JSON.stringify({ query: `query($a:${nested('[', ']', 100_000, 'Int')}){echo}` })],
    ['a query of 20,000 aliases', JSON.stringify({ query: `{${'a:early '.repeat(20_000)}}` })],
    ['arrays nested 400,000 deep', nested('[', ']', 400_000)],
    ['bytes that are not UTF-8', new Uint8Array([0x7b, 0xff, 0xfe, 0x7d])],
    ['a text in Latin-1', Buffer.from('{"query":"{__typename}","more":"\u00e9"}', 'latin1')],
    ['a UTF-8 text cut short', new Uint8Array([...Buffer.from('{"query":"{__typename}"'), 0xe2, 0x82])],
    ['a query that is not text', '{"query":{"a":1}}'],
    ['variables that are a list', '{"query":"{__typename}","variables":[1]}'],
    ['variables that are a text', '{"query":"{__typename}","variables":"{}"}'],
    ['a null', 'null'],
    ['a text', '"{__typename}"'],
    ['a query in the prototype', '{"__proto__":{"query":"{__typename}"}}'],
  ];
  it.each(malformed)('400 for %s', async (_, body) => {
    const before = fixture.invocations.length;
    const { status, headers, text } = await fixture.send({ body });
    expect([status, headers.get('x-amzn-errortype')]).toEqual([400, 'MalformedHttpRequestException']);
    expect(text.length).toBeLessThan(200);
    expect(fixture.invocations).toHaveLength(before);
  });

  it('413 for a body over 1 MB', async () => {
    const { status, headers } = await fixture.send({
      body: { query: '{__typename}', padding: 'x'.repeat(1024 * 1024) },
    });
    expect([status, headers.get('x-amzn-errortype')]).toEqual([413, 'RequestEntityTooLargeException']);
  });

  it('takes a body just under 1 MB', async () => {
    const empty = JSON.stringify({ query: '{__typename}', padding: '' }).length;
    const { status } = await fixture.send({
      body: { query: '{__typename}', padding: 'x'.repeat(1024 * 1024 - empty) },
    });
    expect(status).toBe(200);
  });

  it('a key __proto__ in variables pollutes nothing', async () => {
    const body =
      '{"query":"query($s:ScopeInput){echo(scope:$s)}","variables":{"__proto__":{"s":{"part":"x"}},"constructor":1}}';
    expect(JSON.parse((await fixture.send({ body })).text)).toEqual({ data: { echo: '{"limit":7,"scope":null}' } });
    expect(Object.hasOwn(Object.prototype, 's')).toBe(false);
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('an input field %s is unknown', async (name) => {
    const body = `{"query":"query($s:ScopeInput){echo(scope:$s)}","variables":{"s":{"part":"x","${name}":{}}}}`;
    expect((await fixture.send({ body })).text).toContain('contains a field that is not defined');
  });

  it.each(['__proto__', 'constructor', 'toString'])('an enum value or a field %s is unknown', async (name) => {
    expect((await ask('query($a:Access){echo(access:$a)}', { a: name })).data).toBeNull();
    expect((await ask(`{thing{${name}}}`)).data).toBeNull();
  });

  it('an alias or a variable may be called __proto__', async () => {
    const { text } = await fixture.send({
      body: '{"query":"query($__proto__:String){__proto__:echo(s:$__proto__)}","variables":{"__proto__":"v"}}',
    });
    expect(text).toBe('{"data":{"__proto__":"{\\"s\\":\\"v\\",\\"limit\\":7}"}}');
  });

  it('stops at a fragment that contains itself', async () => {
    expect((await ask('{layer{...F}} fragment F on Layer{nextLayer{...F}}')).data).toBeNull();
  });

  it.each(['//', '/graphql/', '/graphql%00', '/', '*', '/graphql/realtime'])('404 for the path %s', async (path) => {
    const status = await new Promise((resolve, reject) => {
      const sent = httpRequest(`${fixture.url}/`, { path, method: 'POST' }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      sent.on('error', reject).end();
    });
    expect(status).toBe(404);
  });

  it('does not open a WebSocket', async () => {
    const upgraded = await new Promise((resolve, reject) => {
      const headers = {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
        'sec-websocket-version': '13',
        'sec-websocket-protocol': 'graphql-ws',
      };
      const sent = httpRequest(`${fixture.url}/graphql`, { headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      sent.on('upgrade', () => {
        resolve('upgraded');
      });
      sent.on('error', reject).end();
    });
    expect(upgraded).toBe(401);
  });
});

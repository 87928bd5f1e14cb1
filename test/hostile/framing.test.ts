/** What is not HTTP, or is HTTP that nobody should send, to both endpoints: an error or a closed connection, and nothing else. */
import { jest } from '@jest/globals';
import { bytesOf, close, startHostileStack } from './hostileStack.ts';
import type { HostileStack } from './hostileStack.ts';
import { exchange, openRaw } from './rawConnection.ts';
import type { RawAnswer } from './rawConnection.ts';

jest.setTimeout(30_000);
let stack: HostileStack;
beforeAll(async () => {
  stack = await startHostileStack();
});
afterAll(() => stack.close());
afterEach(async () => {
  expect(await stack.isWell()).toBe(true);
  expect(await stack.faults()).toEqual([]);
  expect(await stack.statusOf('spoilt.txt')).toBe(403);
});

type Change = Record<string, string | undefined>;

interface Endpoint {
  readonly name: string;
  readonly port: () => number;
  /** A request that would be good, with other headers, more header lines and a body that is sent as it is. */
  readonly post: (headers: Change, more: string, body: string) => Promise<Buffer>;
  /** A good request, with more header lines. */
  readonly good: (more?: string) => Promise<Buffer>;
}

const query = '{"query":"{ __typename }"}';

const changed = (headers: Readonly<Record<string, string>>, change: Change): Record<string, string> =>
  Object.fromEntries(
    Object.entries({ ...headers, ...change }).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );

/** Its signature covers neither the length nor the body: what is refused is the framing. */
const put = async (key: string, headers: Change, more: string, body: string): Promise<Buffer> => {
  const unsigned = { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' };
  const signed = await stack.s3({ method: 'PUT', path: stack.own(key), headers: unsigned });
  const length = { 'content-length': String(body.length) };
  return bytesOf(
    { ...signed, headers: changed({ ...signed.headers, ...length }, headers), body: Buffer.from(body) },
    more,
  );
};

const send = (headers: Change, more: string, body: string): Buffer => {
  const request = stack.graphql(body);
  return bytesOf({ ...request, headers: changed(request.headers, headers) }, more);
};

const endpoints: readonly Endpoint[] = [
  {
    name: 'AWS endpoint',
    port: () => stack.awsPort,
    post: (headers, more, body) => put('spoilt.txt', headers, more, body),
    good: (more = '') => put('good.txt', {}, more, 'good'),
  },
  {
    name: 'GraphQL endpoint',
    port: () => stack.port,
    post: (headers, more, body) => Promise.resolve(send(headers, more, body)),
    good: (more = '') => Promise.resolve(send({}, more, query)),
  },
];

const noLength = { 'content-length': undefined };
const chunked = { ...noLength, 'transfer-encoding': 'chunked' };

const framings: readonly [what: string, headers: Change, more: string, body: string, status: number][] = [
  ['a negative length', { 'content-length': '-1' }, '', '{}', 400],
  ['a length with a sign', { 'content-length': '+2' }, '', '{}', 400],
  ['a length in hexadecimal', { 'content-length': '0x2' }, '', '{}', 400],
  ['a length that is no number', { 'content-length': 'two' }, '', '{}', 400],
  ['a length beyond 64 bits', { 'content-length': '99999999999999999999' }, '', '{}', 400],
  ['a list of lengths', { 'content-length': '2, 2' }, '', '{}', 400],
  ['the same length twice', {}, 'content-length: 2\r\n', '{}', 400],
  ['two lengths', {}, 'content-length: 3\r\n', '{}', 400],
  ['length and chunks', { 'transfer-encoding': 'chunked' }, '', '2\r\n{}\r\n0\r\n\r\n', 400],
  ['another encoding', { ...noLength, 'transfer-encoding': 'gzip' }, '', '{}', 400],
  ['chunks that are encoded again', { ...noLength, 'transfer-encoding': 'chunked, gzip' }, '', '{}', 400],
  ['an encoding almost chunked', { ...noLength, 'transfer-encoding': 'xchunked' }, '', '{}', 400],
  ['chunks of no size', chunked, '', '\r\n{}\r\n0\r\n\r\n', 400],
  ['chunks of a size that is no number', chunked, '', 'zz\r\n{}\r\n0\r\n\r\n', 400],
  ['chunks of a negative size', chunked, '', '-2\r\n{}\r\n0\r\n\r\n', 400],
  ['chunks of a size beyond 64 bits', chunked, '', `${'f'.repeat(17)}\r\n{}\r\n0\r\n\r\n`, 400],
  ['a chunk with 20 KB of extensions', chunked, '', `2;${'a'.repeat(20_000)}\r\n{}\r\n0\r\n\r\n`, 413],
  ['a header line of 1 MB', {}, `x-long: ${'a'.repeat(1_048_576)}\r\n`, '{}', 431],
  ['a header name of 1 MB', {}, `${'a'.repeat(1_048_576)}: x\r\n`, '{}', 431],
  ['10,000 headers', {}, 'a: b\r\n'.repeat(10_000), '{}', 431],
  ['a control character in a header name', {}, 'x\u0001y: z\r\n', '{}', 400],
  ['a blank before the colon', {}, 'x : z\r\n', '{}', 400],
  ['a header without a colon', {}, 'x\r\n', '{}', 400],
  ['a header without a name', {}, ': z\r\n', '{}', 400],
  ['a header that goes on in the next line', {}, 'x: y\r\n z\r\n', '{}', 400],
  ['NUL in a header', {}, 'x: y\0z\r\n', '{}', 400],
  ['a line feed alone in a header', {}, 'x: y\nz: a\r\n', '{}', 400],
  ['an expectation that is not known', {}, 'expect: 200-ok\r\nconnection: close\r\n', '{}', 417],
];

const strangers: readonly [what: string, bytes: string | Buffer, status: number | undefined][] = [
  ['words', 'Good morning.\r\n\r\n', 400],
  ['a TLS hello', Buffer.from(`16030102000100 01fc0303${'ab'.repeat(500)}`.replace(' ', ''), 'hex'), 400],
  ['any bytes', Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 37) % 256)), 400],
  ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
  ['HTTP/9.9', 'GET / HTTP/9.9\r\nhost: x\r\n\r\n', 400],
  ['lines that end in a line feed', 'GET / HTTP/1.1\nhost: x\n\n', 400],
  ['no host', 'GET / HTTP/1.1\r\n\r\n', 400],
  ['a method that is none', 'FROBNICATE / HTTP/1.1\r\nhost: x\r\n\r\n', 400],
  ['CONNECT', 'CONNECT evil.example:443 HTTP/1.1\r\nhost: evil.example:443\r\n\r\n', undefined],
  ['an address in the place of a path', 'GET evil.example:80 HTTP/1.1\r\nhost: x\r\n\r\n', 400],
  ['a control character in the path', 'GET /\u0001 HTTP/1.1\r\nhost: x\r\n\r\n', 400],
  ['a path of raw UTF-8', Buffer.from('GET /ü HTTP/1.1\r\nhost: x\r\n\r\n'), 400],
  ['a path of 20 KB', `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nhost: x\r\n\r\n`, 431],
];

/** What each endpoint answers to what is HTTP, in the format of its own. */
const forms: readonly [what: string, bytes: string, aws: [number, RegExp], api: [number, RegExp]][] = [
  [
    'a whole URL',
    `GET http://127.0.0.1/graphql HTTP/1.1\r\nhost: 127.0.0.1\r\n${close}\r\n`,
    [400, /<Code>InvalidURI</],
    [404, /Nothing here/],
  ],
  [
    'an asterisk',
    `OPTIONS * HTTP/1.1\r\nhost: 127.0.0.1\r\n${close}\r\n`,
    [400, /<Code>InvalidURI</],
    [405, /Only GET here/],
  ],
  [
    'TRACE',
    `TRACE /graphql HTTP/1.1\r\nhost: 127.0.0.1\r\n${close}\r\n`,
    [403, /<Code>AccessDenied</],
    [404, /UnknownOperationException/],
  ],
  [
    'an upgrade to WebSocket',
    'GET /graphql HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: upgrade, close\r\nupgrade: websocket\r\n\r\n',
    [403, /<Code>AccessDenied</],
    [401, /UnauthorizedException/],
  ],
  [
    'an upgrade to HTTP/2',
    'GET /graphql HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: upgrade, close\r\nupgrade: h2c\r\nhttp2-settings: AA\r\n\r\n',
    [403, /<Code>AccessDenied</],
    [401, /UnauthorizedException/],
  ],
  ['HTTP/0.9', 'GET /\r\n\r\n', [404, /<Code>UnknownOperationException</], [403, /Open this page/]],
  [
    'HTTP/1.0 without a host',
    'GET /graphql HTTP/1.0\r\n\r\n',
    [403, /<Code>AccessDenied</],
    [401, /UnauthorizedException/],
  ],
  [
    'a query that is no percent-encoding',
    `GET /graphql?query=%zz HTTP/1.1\r\nhost: 127.0.0.1\r\n${close}\r\n`,
    [400, /<Code>MalformedQueryString</],
    [401, /UnauthorizedException/],
  ],
];

describe.each(endpoints)('the $name', ({ name, port, post, good }) => {
  const isAws = name === 'AWS endpoint';

  it.each(framings)('refuses %s', async (_, headers, more, body, status) => {
    expect((await exchange(port(), await post(headers, more, body))).statuses).toEqual([status]);
  });

  it.each(strangers)('refuses %s', async (_, bytes, status) => {
    expect((await exchange(port(), bytes)).status).toBe(status);
  });

  it.each(forms)('answers %s in its own words', async (_, bytes, aws, api) => {
    const [status, words] = isAws ? aws : api;
    expect(await exchange(port(), bytes)).toMatchObject({ status, body: expect.stringMatching(words) });
  });

  it('answers nothing, or an error, to any beginning of a request', async () => {
    const whole = await good();
    const headEnd = whole.indexOf('\r\n\r\n');
    const lengths = [0, 1, 5, 20, headEnd - 1, headEnd + 1, headEnd + 3, headEnd + 4, whole.length - 1];
    for (const length of lengths) {
      const { socket, closed } = await openRaw(port());
      socket.end(whole.subarray(0, length));
      expect([undefined, 400]).toContain((await closed).status);
    }
  });

  it('answers an error to chunks that are cut short anywhere', async () => {
    const body = isAws ? '2\r\n{}\r\n0\r\n\r\n' : `${query.length.toString(16)}\r\n${query}\r\n0\r\n\r\n`;
    const whole = await post(chunked, '', body);
    for (let length = whole.length - body.length; length < whole.length; length += 1) {
      const { socket, closed } = await openRaw(port());
      socket.end(whole.subarray(0, length));
      expect([undefined, 400, 411]).toContain((await closed).status);
    }
  });

  it('closes the connection at garbage that follows a good request', async () => {
    const answer: RawAnswer = await exchange(port(), Buffer.concat([await good(), Buffer.from('garbage\r\n\r\n')]));
    expect(answer.statuses.at(-1)).toBe(400);
  });

  it('answers each of 500 requests that come at once', async () => {
    const one = await good();
    const { statuses } = await exchange(port(), Buffer.concat([...Array<Buffer>(499).fill(one), await good(close)]));
    expect(statuses).toEqual(Array(500).fill(200));
  });

  it('takes 1,000 headers, and a long one', async () => {
    for (const more of ['a: b\r\n'.repeat(1000), `x-long: ${'a'.repeat(12_000)}\r\n`]) {
      expect(await exchange(port(), await good(more + close))).toMatchObject({ status: 200 });
    }
  });

  it('says that it goes on when it is asked before a body', async () => {
    expect((await exchange(port(), await good(`expect: 100-continue\r\n${close}`))).statuses).toEqual([100, 200]);
  });
});

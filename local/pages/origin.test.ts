import { isFromPage, isLoopbackName } from './origin.ts';

describe('isLoopbackName', () => {
  it.each(['127.0.0.1:4000', 'localhost:4000', 'LOCALHOST', '127.0.0.1'])('takes %s', (host) => {
    expect(isLoopbackName(host)).toBe(true);
  });
  it.each([
    undefined,
    '',
    'evil.example',
    'evil.example:4000',
    'localhost.evil.example:4000',
    '127.0.0.1.evil.example',
    'evil.example/localhost',
    'localhost:4000@evil.example',
    '127.0.0.1:4000\n',
    '0.0.0.0:4000',
    '192.168.0.7:4000',
  ])('refuses %j', (host) => {
    expect(isLoopbackName(host)).toBe(false);
  });
});

const ours = {
  host: 'localhost:4000',
  origin: 'http://localhost:4000',
  'sec-fetch-site': 'same-origin',
  'content-type': 'application/json',
} as const;

describe('isFromPage', () => {
  it('takes what the page sends, from browsers without Sec-Fetch-Site too', () => {
    expect(isFromPage({ headers: ours })).toBe(true);
    expect(isFromPage({ headers: { ...ours, 'sec-fetch-site': undefined } })).toBe(true);
  });
  it.each([
    { why: 'another site', changed: { origin: 'http://evil.example' } },
    { why: 'another port of this machine', changed: { origin: 'http://localhost:3000' } },
    { why: 'another name of this machine', changed: { origin: 'http://127.0.0.1:4000' } },
    { why: 'another scheme', changed: { origin: 'https://localhost:4000' } },
    { why: 'a sandboxed frame', changed: { origin: 'null' } },
    { why: 'no browser page at all', changed: { origin: undefined } },
    { why: 'a rebound name', changed: { host: 'evil.example:4000', origin: 'http://evil.example:4000' } },
    { why: 'another site, by Sec-Fetch-Site', changed: { 'sec-fetch-site': 'cross-site' } },
    { why: 'a form', changed: { 'content-type': 'text/plain' } },
  ])('refuses $why', ({ changed }) => {
    expect(isFromPage({ headers: { ...ours, ...changed } })).toBe(false);
  });
});

import { jest } from '@jest/globals';
import { captureLog, secretIn } from './logWatch.ts';
import { projectFiles, textOf } from './projectFiles.ts';

const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const TOKEN = `IQoJb3JpZ2luX2VjEXAMPLE${'f0kEn/+x'.repeat(60)}==`;
const JWT = `eyJhbGciOiJSUzI1NiIsImtpZCI6ImsifQ.eyJzdWIiOiJzb21lYm9keSIsImV4cCI6MX0.c2lnbmF0dXJl`;

describe.each([
  { kind: 'secret access key', secret: SECRET },
  { kind: 'session token', secret: TOKEN },
  { kind: 'JWT', secret: JWT },
])('a $kind', ({ kind, secret }) => {
  it.each([
    ['alone', secret],
    ['after =', `secret=${secret}`],
    ['after :', `secret:${secret}`],
    ['in a query string', `https://example.com/?a=b&secret=${secret}&c=d`],
    ['in quotes', `secret='${secret}'`],
    ['in a sentence', `The secret is ${secret}.`],
    ['in JSON', JSON.stringify({ secret })],
    ['in JSON in JSON', JSON.stringify({ body: JSON.stringify({ secret }) })],
    ['in XML', `<Secret>${secret}</Secret>`],
    ['on a line of its own, in JSON', JSON.stringify(`a\n${secret}\nb`)],
  ])('is found %s', (_, text) => {
    expect(secretIn(text)).toBe(kind);
  });

  it('is found in what is logged while the log is captured, in every form, and not collected', () => {
    const lines = captureLog();
    console.log('harmless', { a: 1 });
    for (const value of [secret, { secret }, new Error(`about ${secret}`)]) {
      expect(() => {
        console.log('x', value);
      }).toThrow(`A ${kind} was written to the log`);
    }
    jest.restoreAllMocks();
    expect(lines).toEqual(['harmless {"a":1}']);
  });
});

it.each([
  ['an access key ID', 'ASIAEXAMPLEEXAMPLE12'],
  ['a commit', '1ce3fa4b0b0b6c4e8f434a559c576f7b0d1f8d11'],
  ['a UUID', '0b0b6c4e-8f43-4a55-9c57-6f7b0d1f8d11'],
  ['an ARN', 'arn:aws:sts::123456789012:assumed-role/scopevend-dev-VendRole/0b0b6c4e-8f43-4a55-9c57-6f7b0d1f8d11'],
  ['a secret that is cut', `${SECRET.slice(0, 4)}… (40 characters)`],
  ['40 characters of a longer word', `x${SECRET}`],
])('%s is no secret', (_, text) => {
  expect(secretIn(text)).toBeUndefined();
});

it('no test takes the place of the watch', () => {
  const tests = projectFiles.filter((file) => /^test\/(?!logWatch\.)|(?<!logWatch)\.test\.ts$/.test(file));
  const bypass = /(spyOn|replaceProperty)\(\s*(globalThis\.)?console|console\.\w+ = |global(This)?\.console\b/;
  expect(tests.filter((file) => bypass.test(textOf(file)))).toEqual([]);
});

/** Documents and lists that nobody should send, to the whole stack: each gets its error in the service's own format. */
import { jest } from '@jest/globals';
import { createHash } from 'node:crypto';
import type { Sent } from '../../local/gate/fixture.ts';
import { bytesOf, close, startHostileStack } from './hostileStack.ts';
import type { HostileStack } from './hostileStack.ts';
import { exchange } from './rawConnection.ts';
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
});

type Body = string | Buffer;
const toAws = async (request: Sent | Promise<Sent>) => exchange(stack.awsPort, bytesOf(await request, close));

const many = (count: number, one: (index: number) => string): string =>
  Array.from({ length: count }, (_, at) => one(at)).join('');
const mebibyte = 1024 * 1024;
const nested = (open: string, shut: string, depth: number): string => open.repeat(depth) + shut.repeat(depth);
const notUtf8 = Buffer.from([0x3c, 0x61, 0xff, 0xfe, 0x3e]);

const malformedXml: readonly [what: string, body: Body][] = [
  ['nothing', ''],
  ['words', 'Good morning'],
  ['JSON', '{"Delete":{}}'],
  ['another root', '<Remove><Object><Key>k</Key></Object></Remove>'],
  ['two roots', '<Delete/><Delete/>'],
  ['no objects', '<Delete></Delete>'],
  ['an object without a key', '<Delete><Object/></Delete>'],
  ['an element that does not end', '<Delete><Object><Key>k</Key></Object>'],
  ['elements that overlap', '<Delete><Object><Key>k</Object></Key></Delete>'],
  ['a bare ampersand', '<Delete><Object><Key>a&b<</Key></Object></Delete>'],
  ['NUL', '<Delete><Object><Key>\0</Key></Object></Delete>'],
  ['a control character', '<Delete><Object><Key>\u0008</Key></Object></Delete>'],
  ['bytes that are not UTF-8', notUtf8],
  ['UTF-16', Buffer.from('\ufeff<Delete><Object><Key>k</Key></Object></Delete>', 'utf16le')],
  ['a DTD', '<!DOCTYPE Delete><Delete><Object><Key>k</Key></Object></Delete>'],
  ['a DTD in small letters', '<!doctype Delete><Delete><Object><Key>k</Key></Object></Delete>'],
  [
    'a file in an entity',
    '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><Delete><Object><Key>&f;</Key></Object></Delete>',
  ],
  [
    'entities that multiply',
    `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">${many(9, (at) => `<!ENTITY a${String(at)} "${`&a${at === 0 ? '' : String(at - 1)};`.repeat(10)}">`)}]><Delete><Object><Key>&a8;</Key></Object></Delete>`,
  ],
  ['elements nested 100,000 deep', `<Delete>${nested('<a>', '</a>', 100_000)}</Delete>`],
  ['elements nested a million deep that do not end', '<a>'.repeat(mebibyte)],
  ['100,000 attributes', `<Delete ${many(100_000, (at) => `a${String(at)}="b" `)}/>`],
  ['half a million elements of no meaning', `<Delete>${'<a/>'.repeat(500_000)}</Delete>`],
  ['a million comments that do not end', '<!--'.repeat(mebibyte)],
  ['a name of 3 MB', `<${'n'.repeat(3 * mebibyte)}/>`],
  ['5 MB', `<Delete>${' '.repeat(5 * mebibyte)}</Delete>`],
];

describe('an XML document', () => {
  const md5 = (body: Body) => ({ 'content-md5': createHash('md5').update(body).digest('base64') });
  const post = (body: Body, query: Record<string, string>, path = `/${stack.bucket}`) =>
    toAws(stack.s3({ method: 'POST', path, query, body, headers: md5(body) }));
  const expectMalformed = (answer: RawAnswer) => {
    expect(answer).toMatchObject({
      status: 400,
      head: expect.stringContaining('content-type: application/xml'),
      body: expect.stringContaining('<Code>MalformedXML</Code>'),
    });
    expect(answer.body.length).toBeLessThan(1_000);
  };

  it.each(malformedXml)('with %s is malformed', async (_, body) => {
    expectMalformed(await post(body, { delete: '' }));
  });

  it.each(malformedXml)('with %s gives an object no tags', async (_, body) => {
    const path = stack.own('hello.txt');
    expectMalformed(await toAws(stack.s3({ method: 'PUT', path, query: { tagging: '' }, body, headers: md5(body) })));
  });

  const deletes = (count: number) =>
    `<Delete><Quiet>true</Quiet>${many(count, (at) => `<Object><Key>users/${stack.sub}/k${String(at)}</Key></Object>`)}</Delete>`;
  it('deletes 1,000 keys and no more', async () => {
    expect(await post(deletes(1_000), { delete: '' })).toMatchObject({ status: 200 });
    for (const count of [1_001, 10_000]) expectMalformed(await post(deletes(count), { delete: '' }));
  });

  it('completes an upload of no more than 10,000 parts, of those that are there', async () => {
    const path = stack.own('parts');
    const begun = await toAws(
      stack.s3({ method: 'POST', path, query: { uploads: '' }, headers: { 'content-length': '0' } }),
    );
    const uploadId = /<UploadId>(.*?)</.exec(begun.body)?.[1] ?? '';
    const parts = (count: number) =>
      `<CompleteMultipartUpload>${many(count, (at) => `<Part><PartNumber>${String(at + 1)}</PartNumber><ETag>"${'a'.repeat(32)}"</ETag></Part>`)}</CompleteMultipartUpload>`;
    for (const count of [1, 10_000]) {
      expect(await post(parts(count), { uploadId }, path)).toMatchObject({
        status: 400,
        body: expect.stringContaining('<Code>InvalidPart</Code>'),
      });
    }
    for (const count of [10_001, 30_000]) expectMalformed(await post(parts(count), { uploadId }, path));
    expect(await stack.statusOf('parts')).toBe(403);
  });
});

const malformedJson: readonly [what: string, body: Body][] = [
  ['words', 'Good morning'],
  ['XML', '<a/>'],
  ['half of itself', '{"a":{"b":'],
  ['a comma too many', '{"a":1,}'],
  ['two documents', '{}{}'],
  ['NUL', '{"a":"\0"}'],
  ['bytes that are not UTF-8', notUtf8],
  ['a list', '[]'],
  ['lists nested 400,000 deep', nested('[', ']', 400_000)],
  ['lists nested a million deep that do not end', '['.repeat(mebibyte - 1)],
  ['objects nested 100,000 deep that do not end', '{"a":'.repeat(100_000)],
];

describe('a JSON document', () => {
  const json = {
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth',
  };

  it.each(malformedJson)('of %s is refused by DynamoDB', async (_, body) => {
    const answer = await toAws(stack.dynamodb('BatchGetItem', body));
    expect(answer).toMatchObject({
      status: 400,
      head: expect.stringContaining('content-type: application/x-amz-json-1.0'),
    });
    expect(JSON.parse(answer.body)).toMatchObject({
      __type: expect.stringMatching(/#(Serialization|Validation)Exception$/),
    });
  });

  it.each(malformedJson)('of %s is refused by Cognito', async (_, body) => {
    const length = { 'content-length': String(Buffer.byteLength(body)) };
    const headers = { host: '127.0.0.1', ...json, ...length };
    const answer = await toAws({ method: 'POST', url: '/', headers, body: Buffer.from(body) });
    expect(answer).toMatchObject({ status: 400, body: expect.stringContaining('"__type":"SerializationException"') });
  });

  it.each(malformedJson)('of %s is refused by the API', async (_, body) => {
    expect(await exchange(stack.port, bytesOf(stack.graphql(body), close))).toMatchObject({
      status: 400,
      body: expect.stringContaining('"errorType":"MalformedHttpRequestException"'),
    });
  });

  it('of 5 MB is refused by each, though it is sent whole', async () => {
    const body = Buffer.alloc(5 * mebibyte, ' ');
    const headers = { host: '127.0.0.1', ...json, 'content-length': String(body.length) };
    const page = { host: '127.0.0.1', origin: 'http://127.0.0.1', 'content-type': 'application/json' };
    const answers = [
      await toAws(stack.dynamodb('GetItem', body)),
      await toAws({ method: 'POST', url: '/', headers, body }),
      await exchange(stack.port, bytesOf(stack.graphql(body), close)),
      await exchange(
        stack.port,
        bytesOf({ method: 'POST', url: '/token', headers: { ...headers, ...page }, body }, close),
      ),
    ];
    expect(answers.map(({ status }) => status)).toEqual([413, 413, 413, 400]);
    expect(answers.at(-1)?.body).toContain('Name one of the sample users.');
  });

  const keys = (count: number) =>
    Array.from({ length: count }, (_, at) => ({ owner: { S: stack.sub }, id: { S: `k${String(at)}` } }));
  const reads = (count: number) => ({ RequestItems: { [stack.table]: { Keys: keys(count) } } });
  const writes = (count: number) => ({
    RequestItems: { [stack.table]: keys(count).map((Item) => ({ PutRequest: { Item } })) },
  });
  const transaction = (count: number) => ({
    TransactItems: keys(count).map((Key) => ({ Get: { TableName: stack.table, Key } })),
  });
  it.each<[operation: string, most: number, parameters: (count: number) => unknown]>([
    ['BatchGetItem', 100, reads],
    ['TransactGetItems', 100, transaction],
    ['BatchWriteItem', 25, writes],
  ])('for %s has %i keys and no more', async (operation, most, parameters) => {
    const send = (count: number) => toAws(stack.dynamodb(operation, JSON.stringify(parameters(count))));
    for (const count of [most + 1, 10_000]) {
      expect(await send(count)).toMatchObject({
        status: 400,
        body: expect.stringContaining('#ValidationException"'),
      });
    }
    expect((await toAws(stack.dynamodb('BatchGetItem', JSON.stringify(reads(1))))).body).toContain(':[]}');
    expect(await send(most)).toMatchObject({ status: 200 });
  });
});

it.each([
  ['ampersands', '&'.repeat(mebibyte)],
  ['one name 250,000 times', 'a=b&'.repeat(250_000)],
  ['percent signs', '%'.repeat(mebibyte)],
  [
    '20,000 tags',
    `Action=AssumeRole&Version=2011-06-15&${many(20_000, (at) => `Tags.member.${String(at + 1)}.Key=a&`)}`,
  ],
])('a form of %s is refused by STS', async (_, body) => {
  expect(await toAws(stack.sts(body))).toMatchObject({
    status: 400,
    body: expect.stringContaining('<Type>Sender</Type>'),
  });
});

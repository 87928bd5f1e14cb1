/** Uploads that are cut short, forged or left: an error each, and nothing of them can be seen afterwards. */
import { jest } from '@jest/globals';
import { setTimeout } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import { chunked } from '../../local/gate/fixture.ts';
import type { Chunked, Sent } from '../../local/gate/fixture.ts';
import { bytesOf, close, startHostileStack } from './hostileStack.ts';
import type { HostileStack } from './hostileStack.ts';
import { exchange, openRaw } from './rawConnection.ts';

jest.setTimeout(30_000);
let stack: HostileStack;
let uploadId: string;
const part = 'parts.bin';

beforeAll(async () => {
  stack = await startHostileStack();
  const path = stack.own(part);
  const begin = await stack.s3({ method: 'POST', path, query: { uploads: '' }, headers: { 'content-length': '0' } });
  // The functions keep their connection to STS open for a while.
  while ((await stack.connections()) > 0) await setTimeout(50);
  uploadId = /<UploadId>(.*?)</.exec((await exchange(stack.awsPort, bytesOf(begin, close))).body)?.[1] ?? '';
});
afterAll(() => stack.close());

const key = 'upload.bin';
afterEach(async () => {
  expect(await stack.statusOf(key)).toBe(403);
  const parts = await stack.s3({ path: stack.own(part), query: { uploadId } });
  const { status, body } = await exchange(stack.awsPort, bytesOf(parts, close));
  expect(status).toBe(200);
  expect(body).not.toContain('<Part>');
  expect(await stack.isWell()).toBe(true);
  expect(await stack.faults()).toEqual([]);
});

const big = Buffer.alloc(20_000, 'abcdefghij');
const end = Buffer.from('the end');
const digest = Buffer.alloc(4);
digest.writeUInt32BE(crc32(Buffer.concat([big, end])));
const trailer = `x-amz-checksum-crc32:${digest.toString('base64')}`;

const kinds: Readonly<Record<'signed' | 'signedTrailer' | 'trailer', Chunked>> = {
  signed: { signed: true, chunks: [big, end] },
  signedTrailer: { signed: true, chunks: [big, end], trailer },
  trailer: { signed: false, chunks: [big, end], trailer },
};

type Place = Pick<Chunked, 'path' | 'query'>;

const upload = (kind: Chunked, place: Place) => chunked({ ...kind, ...place, by: stack.by, at: Date.now() });

/** Another body, whose length the request says. */
const spoilt = (request: Sent, body: Buffer): Buffer =>
  bytesOf({ ...request, headers: { ...request.headers, 'content-length': String(body.length) }, body }, close);

const edited = (from: RegExp, to: string) => (body: Buffer) =>
  Buffer.from(body.toString('latin1').replace(from, to), 'latin1');
const zeros = '0'.repeat(64);

const forgeries: readonly [
  what: string,
  kind: keyof typeof kinds,
  spoil: (body: Buffer) => Buffer,
  status: number,
  code: string,
][] = [
  ['no chunks at all', 'signed', () => Buffer.alloc(0), 400, 'IncompleteBody'],
  ['a first line that does not end', 'signed', (body) => body.subarray(0, 50), 400, 'IncompleteBody'],
  ['half a chunk', 'signed', (body) => body.subarray(0, 10_000), 400, 'IncompleteBody'],
  ['a chunk without its line end', 'trailer', (body) => body.subarray(0, 20_006), 400, 'IncompleteBody'],
  ['no last chunk', 'signed', edited(/0;chunk-signature=\w{64}\r\n\r\n$/, ''), 400, 'IncompleteBody'],
  ['no last chunk, and no trailer', 'trailer', edited(/\r\n0\r\n[^]*$/, '\r\n'), 400, 'IncompleteBody'],
  ['a last chunk alone', 'trailer', (body) => body.subarray(body.lastIndexOf('0\r\nx-amz')), 400, 'IncompleteBody'],
  ['a forged chunk', 'signed', edited(/abc/, 'abd'), 403, 'SignatureDoesNotMatch'],
  ['a forged signature', 'signed', edited(/signature=\w{64}/, `signature=${zeros}`), 403, 'SignatureDoesNotMatch'],
  ['no signature', 'signed', edited(/;chunk-signature=\w{64}/, ''), 400, 'InvalidRequest'],
  ['no trailer', 'trailer', edited(/x-amz-checksum.*\r\n/, ''), 400, 'MalformedTrailerError'],
  ['a trailer of another upload', 'trailer', edited(/crc32:.{4}/, 'crc32:AAAA'), 400, 'BadDigest'],
  ['a trailer that is cut short', 'trailer', (body) => body.subarray(0, -8), 400, 'MalformedTrailerError'],
  ['a forged trailer', 'signedTrailer', edited(/crc32:.{4}/, 'crc32:AAAA'), 403, 'SignatureDoesNotMatch'],
  [
    'a forged trailer signature',
    'signedTrailer',
    edited(/trailer-signature:\w{64}/, `trailer-signature:${zeros}`),
    403,
    'SignatureDoesNotMatch',
  ],
  [
    'a trailer without signature',
    'signedTrailer',
    edited(/x-amz-trailer-signature.*\r\n/, ''),
    400,
    'MalformedTrailerError',
  ],
  ['a size that is no number', 'trailer', edited(/^4e20/, 'zzzz'), 400, 'InvalidRequest'],
  ['a size that is negative', 'trailer', edited(/^4e20/, '-1'), 400, 'InvalidRequest'],
  ['a size of a thousand digits', 'trailer', edited(/^4e20/, '4'.repeat(1_000)), 400, 'InvalidRequest'],
  ['a size of 64 GB', 'trailer', edited(/^4e20/, 'fffffffff'), 400, 'IncompleteBody'],
  ['a size that is one too small', 'trailer', edited(/^4e20/, '4e1f'), 400, 'InvalidRequest'],
  ['the bare payload', 'trailer', () => Buffer.concat([big, end]), 400, 'InvalidRequest'],
  ['a megabyte after the last chunk', 'trailer', edited(/\r\n$/, 'x'.repeat(1_048_576)), 400, 'InvalidRequest'],
];

describe.each<[of: string, place: () => Place]>([
  ['an object', () => ({ path: stack.own(key) })],
  ['a part', () => ({ path: stack.own(part), query: { partNumber: '1', uploadId } })],
])('chunks of %s', (_of, place) => {
  it.each(forgeries)('with %s are refused', async (_, kind, spoil, status, code) => {
    const request = await upload(kinds[kind], place());
    expect(await exchange(stack.awsPort, spoilt(request, spoil(request.body)))).toMatchObject({
      status,
      head: expect.stringContaining('content-type: application/xml'),
      body: expect.stringContaining(`<Code>${code}</Code>`),
    });
  });

  it.each(Object.entries(kinds))('whose sender leaves are no upload: %s', async (_, kind) => {
    const bytes = bytesOf(await upload(kind, place()));
    const bodyBegins = bytes.indexOf('\r\n\r\n') + 4;
    const lengths = [bodyBegins, bodyBegins + 3, bodyBegins + 10_000, bytes.length - 30, bytes.length - 1];
    for (const length of lengths) {
      for (const leave of ['end', 'destroy', 'resetAndDestroy'] as const) {
        const { socket, send, closed } = await openRaw(stack.awsPort);
        await send(bytes.subarray(0, length));
        socket[leave]();
        expect([undefined, 400]).toContain((await closed).status);
      }
    }
  });
});

it('an upload that is left gives back the room that it took', async () => {
  const announced = String(900 * 1024 * 1024);
  for (let left = 0; left < 5; left += 1) {
    const { socket, send, answered } = await openRaw(stack.awsPort);
    let refused = false;
    void answered.then(() => (refused = true));
    const headers = { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD', 'content-length': announced };
    await send(bytesOf(await stack.s3({ method: 'PUT', path: stack.own(key), headers, body: 'only this' })));
    // The server has taken it in once it answers somebody who came later.
    expect(await stack.isWell()).toBe(true);
    expect(refused).toBe(false);
    socket.destroy();
    while ((await stack.connections()) > 0) await setTimeout(10);
  }
});

it('a form that is cut short is no upload', async () => {
  const body = Buffer.from('--x\r\nContent-Disposition: form-data; name="key"\r\n\r\nupload.bin\r\n--x');
  const headers = { host: '127.0.0.1', 'content-type': 'multipart/form-data; boundary=x' };
  const form = {
    method: 'POST',
    url: `/${stack.bucket}`,
    headers: { ...headers, 'content-length': String(body.length) },
    body,
  };
  expect(await exchange(stack.awsPort, bytesOf(form, close))).toMatchObject({
    status: 400,
    body: expect.stringContaining('<Code>MalformedPOSTRequest</Code>'),
  });
});

it('a download that is left does no harm', async () => {
  const large = await stack.s3({ method: 'PUT', path: stack.own('large'), body: Buffer.alloc(20 * 1024 * 1024) });
  expect((await exchange(stack.awsPort, bytesOf(large, close))).status).toBe(200);
  for (const leave of ['end', 'destroy', 'resetAndDestroy'] as const) {
    const { socket, send, answered, closed } = await openRaw(stack.awsPort);
    await send(bytesOf(await stack.s3({ path: stack.own('large') })));
    await answered;
    socket[leave]();
    await closed;
  }
  while ((await stack.connections()) > 0) await setTimeout(10);
});

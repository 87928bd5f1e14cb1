/** aws-chunked bodies, signed and unsigned, with and without trailers: the payload whole, or an error. */
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { runs } from '../../test/runs.ts';
import { signingKey } from '../signRequest.ts';
import { chunkSignatures } from './chunkSignatures.ts';
import { authenticate } from './authenticate.ts';
import { authenticator, chunked, inPieces, pass } from './fixture.ts';
import type { Chunked, Sent } from './fixture.ts';

const big = Buffer.alloc(20_000, 'abcdefghij');
const small = Buffer.from('the end');
const crcOf = (...chunks: Buffer[]) => {
  const digest = Buffer.alloc(4);
  digest.writeUInt32BE(crc32(Buffer.concat(chunks)));
  return `x-amz-checksum-crc32:${digest.toString('base64')}`;
};
const sha256Of = (...chunks: Buffer[]) =>
  `x-amz-checksum-sha256:${createHash('sha256').update(Buffer.concat(chunks)).digest('base64')}`;

const kinds: readonly [what: string, body: Chunked][] = [
  ['signed', { signed: true, chunks: [big, small] }],
  ['signed, with a trailer', { signed: true, chunks: [big, small], trailer: crcOf(big, small) }],
  ['unsigned, with a trailer', { signed: false, chunks: [big, small], trailer: sha256Of(big, small) }],
];
const whole = big.toString() + small.toString();

describe.each(kinds)('a body that is %s', (_what, body) => {
  it.each([1, 2, 7, 100, 8192, 100_000])('arrives whole from pieces of %i bytes', async (size) => {
    const { text, headers, length, trailers } = await pass(await chunked(body), 's3', size);
    expect(text).toBe(whole);
    expect(length).toBe(whole.length);
    expect({ ...headers }).toEqual({ 'content-length': String(whole.length) });
    const [name, ...value] = body.trailer?.split(':') ?? [];
    expect({ ...trailers() }).toEqual(name === undefined ? {} : { [name]: value.join(':') });
  });

  it('keeps an encoding of the content itself', async () => {
    const { headers } = await pass(await chunked({ ...body, headers: { 'content-encoding': 'aws-chunked,gzip' } }));
    expect(headers).toHaveProperty('content-encoding', 'gzip');
  });

  it('of nothing is nothing', async () => {
    const trailer = body.trailer?.startsWith('x-amz-checksum-crc32') ? crcOf() : sha256Of();
    const empty = await chunked({ ...body, chunks: [], ...(body.trailer !== undefined && { trailer }) });
    expect(await pass(empty)).toMatchObject({ text: '', length: 0 });
  });

  it('never gives out all of a body that is cut short, wherever that is', async () => {
    const request = await chunked({ ...body, chunks: [small], ...(body.trailer && { trailer: crcOf(small) }) });
    for (let length = 0; length < request.body.length; length += 1) {
      const { body: read } = await authenticate(authenticator)(
        { ...request, body: inPieces(request.body.subarray(0, length), 64) },
        's3',
      );
      let seen = 0;
      const drain = async () => {
        for await (const bytes of read) seen += bytes.length;
      };
      await expect(drain()).rejects.toHaveProperty('name', 'GateError');
      expect(seen).toBeLessThan(small.length);
    }
  });

  it('never gives out all of a body of which one byte is another', async () => {
    const request = await chunked({ ...body, chunks: [small], ...(body.trailer && { trailer: crcOf(small) }) });
    const bytes = [...request.body.keys()];
    // In an unsigned body a trailer's name may come in any case.
    const harmless = (changed: Buffer) => changed.toString().toLowerCase() === request.body.toString().toLowerCase();
    for (const at of bytes) {
      const changed = Buffer.from(request.body);
      changed[at] = (changed[at] ?? 0) ^ 0x20;
      if (harmless(changed)) continue;
      await expect(pass({ ...request, body: changed })).rejects.toHaveProperty('name', 'GateError');
    }
  });
});

const [signedBody, signedTrailer, unsignedTrailer] = kinds.map(([, body]) => body) as [Chunked, Chunked, Chunked];
const edit =
  (from: string | RegExp, to: string) =>
  ({ body }: Sent): Partial<Sent> => ({ body: Buffer.from(body.toString('latin1').replace(from, to), 'latin1') });
const error = (code: string, status = 400) => ({ code, status });

it.each<[what: string, body: Chunked, tamper: (request: Sent) => Partial<Sent>, refusal: object]>([
  ['a wrong chunk signature', signedBody, edit(/signature=./, 'signature=x'), error('InvalidRequest')],
  [
    'a chunk signature of zeros',
    signedBody,
    edit(/signature=\w{64}/, `signature=${'0'.repeat(64)}`),
    error('SignatureDoesNotMatch', 403),
  ],
  ['a changed byte of a chunk', signedBody, edit('abc', 'abd'), error('SignatureDoesNotMatch', 403)],
  ['a changed byte of the last chunk', signedBody, edit('the end', 'the and'), error('SignatureDoesNotMatch', 403)],
  [
    'a chunk that says nothing of its signature',
    signedBody,
    edit(/;chunk-signature=\w{64}/, ''),
    error('InvalidRequest'),
  ],
  ['no last chunk', signedBody, edit(/0;chunk-signature=\w{64}\r\n\r\n$/, ''), error('IncompleteBody')],
  [
    'a last chunk of another signature',
    signedBody,
    edit(/0;chunk-signature=\w{64}\r\n\r\n$/, `0;chunk-signature=${'0'.repeat(64)}\r\n\r\n`),
    error('SignatureDoesNotMatch', 403),
  ],
  [
    'a trailer where none was announced',
    signedBody,
    edit(/\r\n$/, 'x-amz-checksum-crc32:AAAAAA==\r\n\r\n'),
    error('MalformedTrailerError'),
  ],
  [
    'a wrong trailer signature',
    signedTrailer,
    edit(/trailer-signature:\w{64}/, `trailer-signature:${'0'.repeat(64)}`),
    error('SignatureDoesNotMatch', 403),
  ],
  [
    'no trailer signature',
    signedTrailer,
    edit(/x-amz-trailer-signature:\w{64}\r\n/, ''),
    error('MalformedTrailerError'),
  ],
  ['another trailer', signedTrailer, edit(/crc32:\w/, 'crc32:+'), error('SignatureDoesNotMatch', 403)],
  [
    'a chunk signature in an unsigned body',
    unsignedTrailer,
    edit('\r\n', `;chunk-signature=${'0'.repeat(64)}\r\n`),
    error('InvalidRequest'),
  ],
  ['a wrong checksum', unsignedTrailer, edit(/sha256:.{4}/, 'sha256:AAAA'), error('BadDigest')],
  ['a checksum that is none', unsignedTrailer, edit(/sha256:.{4}/, 'sha256:'), error('InvalidRequest')],
  ['another byte', unsignedTrailer, edit('the end', 'the and'), error('BadDigest')],
  ['no trailer', unsignedTrailer, edit(/x-amz-checksum.*\r\n/, ''), error('MalformedTrailerError')],
  [
    'a trailer more',
    unsignedTrailer,
    edit(/\r\n$/, 'x-amz-checksum-crc32:AAAAAA==\r\n\r\n'),
    error('MalformedTrailerError'),
  ],
  [
    'a trailer of another name',
    unsignedTrailer,
    edit('x-amz-checksum-sha256', 'x-amz-checksum-sha1'),
    error('MalformedTrailerError'),
  ],
  ['what is no trailer', unsignedTrailer, edit(/x-amz-checksum.*\r\n/, 'nonsense\r\n'), error('MalformedTrailerError')],
  ['8 KiB after the last chunk', unsignedTrailer, edit(/\r\n$/, 'x'.repeat(8200)), error('InvalidRequest')],
  ['a size that is no number', unsignedTrailer, edit('4e20', 'zzzz'), error('InvalidRequest')],
  ['a negative size', unsignedTrailer, edit('4e20', '-1'), error('InvalidRequest')],
  ['a size with an extension', unsignedTrailer, edit('4e20', '4e20;a=b'), error('InvalidRequest')],
  ['a size without end', unsignedTrailer, edit('4e20\r\n', '4'.repeat(1000)), error('InvalidRequest')],
  ['a size beyond what was announced', unsignedTrailer, edit('4e20', 'fffffffff'), error('IncompleteBody')],
  ['a size that is one too small', unsignedTrailer, edit('4e20', '4e1f'), error('InvalidRequest')],
  [
    'a small chunk before the last',
    unsignedTrailer,
    edit('4e20\r\nabc', '3\r\nabc\r\n4e1d\r\n'),
    error('InvalidChunkSizeError', 403),
  ],
  ['a body that is not chunked', unsignedTrailer, () => ({ body: Buffer.from(whole) }), error('InvalidRequest')],
])('refuses %s', async (_what, body, tamper, refusal) => {
  const request = await chunked(body);
  await expect(pass({ ...request, ...tamper(request) })).rejects.toMatchObject(refusal);
});

it.each<[what: string, headers: Record<string, string>, refusal: object]>([
  ['a decoded length that is one too large', { 'x-amz-decoded-content-length': '20008' }, error('IncompleteBody')],
  ['a decoded length that is one too small', { 'x-amz-decoded-content-length': '20006' }, error('IncompleteBody')],
  ['a decoded length of nothing', { 'x-amz-decoded-content-length': '0' }, error('IncompleteBody')],
  ['a decoded length that is none', { 'x-amz-decoded-content-length': 'x' }, error('InvalidArgument')],
  ['a decoded length of more than 5 GiB', { 'x-amz-decoded-content-length': '5368709121' }, error('EntityTooLarge')],
  ['a trailer that S3 does not take', { 'x-amz-trailer': 'x-amz-acl' }, error('InvalidRequest')],
  [
    'an algorithm that is not taken',
    { 'x-amz-content-sha256': 'STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD' },
    error('InvalidArgument'),
  ],
])('refuses %s', async (_what, headers, refusal) => {
  await expect(pass(await chunked({ ...unsignedTrailer, headers }))).rejects.toMatchObject(refusal);
});

it('wants a decoded length', async () => {
  const request = await chunked({
    ...unsignedTrailer,
    headers: { 'x-amz-decoded-content-length': undefined },
  });
  await expect(pass(request)).rejects.toMatchObject(error('MissingContentLength', 411));
});

it('decodes whatever was encoded, in whatever pieces it comes', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 8192, max: 9000 }), { maxLength: 3 }),
      fc.uint8Array({ minLength: 1, maxLength: 50 }),
      fc.integer({ min: 1, max: 10_000 }),
      fc.boolean(),
      async (sizes, last, pieces, signed) => {
        const chunks = [...sizes.map((size) => Buffer.alloc(size, '\r\n0;')), Buffer.from(last)];
        const request = await chunked({ chunks, signed, trailer: crcOf(...chunks) });
        expect((await pass(request, 's3', pieces)).text).toBe(Buffer.concat(chunks).toString());
      },
    ),
    runs(30),
  );
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html and …/sigv4-streaming-trailers.html */
describe("AWS's own examples", () => {
  const scope = { date: '20130524', region: 'us-east-1', service: 's3' };
  const example = {
    scope,
    key: signingKey('wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', scope),
    dateTime: '20130524T000000Z',
  };
  const hash = (size: number) => createHash('sha256').update('a'.repeat(size)).digest('hex');

  it('of a signed body', () => {
    const signature = '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9';
    const signatures = chunkSignatures({ ...example, signature });
    signatures.chunk(hash(65_536), 'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648');
    signatures.chunk(hash(1024), '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497');
    signatures.chunk(hash(0), 'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9');
    expect(() => {
      signatures.chunk(hash(0), 'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9');
    }).toThrow('signature');
  });

  it('of a signed trailer', () => {
    const signature = '106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e';
    const signatures = chunkSignatures({ ...example, signature });
    signatures.chunk(hash(65_536), 'b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2');
    signatures.chunk(hash(1024), '1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7');
    signatures.chunk(hash(0), '2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992');
    expect(() => {
      signatures.trailers(
        'x-amz-checksum-crc32c:sOO8/Q==\n',
        'd81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435',
      );
    }).not.toThrow();
  });
});

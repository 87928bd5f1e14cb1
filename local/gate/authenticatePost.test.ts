/** Uploads by form, with the policies that the SDK makes and signs: what they allow gets through, and nothing else. */
import { jest } from '@jest/globals';
import { text } from 'node:stream/consumers';
import { S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import type { PresignedPostOptions } from '@aws-sdk/s3-presigned-post';
import fc from 'fast-check';
import { runs } from '../../test/runs.ts';
import { authenticatePost } from './authenticatePost.ts';
import { authenticator, credentials, foreign, inPieces, now, setClock, shortLived } from './fixture.ts';

const by = (who: typeof credentials) =>
  new S3Client({ region: 'us-east-1', endpoint: 'http://127.0.0.1:4566', credentials: who, forcePathStyle: true });
const clients = { mine: by(credentials), brief: by(shortLived), forged: by({ ...credentials, secretAccessKey: 'x' }) };
afterAll(() => {
  for (const client of Object.values(clients)) client.destroy();
});

beforeEach(() => {
  jest.spyOn(Date, 'now').mockReturnValue(now);
});
afterEach(() => {
  jest.restoreAllMocks();
  setClock(now);
});

type Fields = Record<string, string | undefined>;
const presign = async (options: Partial<PresignedPostOptions> = {}, client = clients.mine): Promise<Fields> => {
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- the package has its own copy of the client's class
  const post = await createPresignedPost(client, { Bucket: 'bucket', Key: 'key', Expires: 60, ...options });
  return post.fields;
};

interface Form {
  fields: Fields;
  file?: string | undefined;
  filename?: string;
  boundary?: string;
  pieces?: number;
  edit?: (form: string) => string;
  contentType?: string;
  bucket?: string;
}
const bodyOf = ({ fields, file = 'hello', filename = 'a.txt', boundary = 'xYz', edit = (form) => form }: Form) => {
  const parts = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(
      ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value ?? ''}\r\n`,
    );
  const upload = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${filename}"\r\nContent-Type: text/plain\r\n\r\n`;
  return Buffer.from(edit(`${parts.join('')}${upload}${file}\r\n--${boundary}--\r\n`));
};
const post = async (form: Form) => {
  const body = inPieces(bodyOf(form), form.pieces ?? 1000);
  const contentType = form.contentType ?? `multipart/form-data; boundary=${form.boundary ?? 'xYz'}`;
  const headers = { 'content-type': contentType, 'user-agent': 'browser' };
  const bucket = form.bucket ?? 'bucket';
  const passed = await authenticatePost(authenticator)({ method: 'POST', url: `/${bucket}`, headers, body }, bucket);
  return { ...passed, text: await text(passed.body) };
};

it.each([1, 3, 64, 1000, 100_000])('takes a form in pieces of %i bytes', async (pieces) => {
  const fields = await presign({ Conditions: [['content-length-range', 1, 10]] });
  const passed = await post({ fields, pieces });
  expect(passed).toMatchObject({ key: 'key', text: 'hello', session: { name: 'mine' }, presigned: true });
  expect(passed.context).toEqual({
    'aws:UserAgent': 'browser',
    's3:authType': 'POST',
    's3:signatureversion': 'AWS4-HMAC-SHA256',
    's3:signatureAge': '0',
  });
});

it('takes whatever file, though it looks like a form', async () => {
  const fields = await presign();
  const content = fc.array(fc.constantFrom('\r', '\n', '-', '--', '\r\n--xY', '\r\n', 'é', '\0'), { maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(content, fc.integer({ min: 1, max: 50 }), async (file, pieces) => {
      expect(await post({ fields, file: file.join(''), pieces })).toHaveProperty('text', file.join(''));
    }),
    runs(100),
  );
});

it('takes a file over 16 MiB without keeping it', async () => {
  const file = 'x'.repeat(17 * 1024 * 1024);
  expect((await post({ fields: await presign(), file, pieces: 65_536 })).text).toHaveLength(file.length);
});

it('gives the fields that would be headers', async () => {
  const named = { 'Content-Type': 'text/plain', acl: 'private', 'x-amz-meta-a': 'b', success_action_status: '201' };
  const fields = await presign({ Fields: named });
  const passed = await post({ fields: { ...fields, 'x-ignore-me': 'yes' } });
  expect({ ...passed.headers }).toEqual({ 'content-type': 'text/plain', 'x-amz-acl': 'private', 'x-amz-meta-a': 'b' });
  expect(passed.fields.get('success_action_status')).toBe('201');
});

it.each([
  ['a.txt', 'p/a.txt'],
  [String.raw`C:\docs\a.txt`, 'p/a.txt'],
  ['../../rival/a.txt', 'p/a.txt'],
  ['$&é', 'p/$&é'],
])('puts the name of the file %s into the key', async (filename, key) => {
  const fields = await presign({ Key: 'p/${filename}' });
  expect(await post({ fields, filename })).toHaveProperty('key', key);
});

const error = (code: string, status = 403, message: unknown = expect.any(String)) => ({ code, status, message });
const against = (why: string) =>
  error('AccessDenied', 403, expect.stringContaining(`Invalid according to Policy: ${why}`));
const begin = {
  Key: 'p/${filename}',
  Conditions: [['starts-with', '$Content-Type', 'image/']],
} as Partial<PresignedPostOptions>;

it.each<[what: string, options: Partial<PresignedPostOptions>, form: Partial<Form>]>([
  ['a key that begins so', begin, { fields: { key: 'p/q', 'Content-Type': 'image/png' } }],
  ['a list of types that all begin so', begin, { fields: { key: 'p/q', 'Content-Type': 'image/png,image/gif' } }],
  ['an empty file where one may be', { Conditions: [['content-length-range', 0, 0]] }, { file: '' }],
  ['anything in a field', { Conditions: [['starts-with', '$x-amz-meta-a', '']] }, { fields: { 'X-Amz-Meta-A': 'b' } }],
])('takes %s', async (_what, options, form) => {
  const fields = { ...(await presign(options)), ...form.fields };
  expect(await post({ ...form, fields })).toHaveProperty('presigned', true);
});

it.each<[what: string, options: Partial<PresignedPostOptions>, form: Partial<Form>, refusal: object]>([
  [
    'a key that begins otherwise',
    begin,
    { fields: { key: 'q/p', 'Content-Type': 'image/png' } },
    against('Policy Condition failed: ["starts-with","$key","p/"]'),
  ],
  [
    'a list of types of which one does not',
    begin,
    { fields: { key: 'p/q', 'Content-Type': 'image/png,text/html' } },
    against('Policy Condition failed'),
  ],
  ['a type that is missing', begin, {}, against('Policy Condition failed')],
  ['another key', {}, { fields: { key: 'yek' } }, against('Policy Condition failed: ["eq","$key","key"]')],
  ['another bucket', {}, { bucket: 'tekcub' }, against('another bucket')],
  [
    'another bucket, and not a word of it in the form',
    {},
    { bucket: 'tekcub', fields: { bucket: undefined } },
    against('Policy Condition failed: ["eq","$bucket","bucket"]'),
  ],
  ['a field more', {}, { fields: { acl: 'public-read' } }, against('Extra input fields: acl')],
  ['a field called like a property', {}, { fields: { constructor: 'x' } }, against('Extra input fields: constructor')],
  [
    'a field changed',
    { Fields: { acl: 'private' } },
    { fields: { acl: 'public-read' } },
    against('Policy Condition failed'),
  ],
  ['a file too large', { Conditions: [['content-length-range', 1, 4]] }, {}, error('EntityTooLarge', 400)],
  ['a file too small', { Conditions: [['content-length-range', 6, 9]] }, {}, error('EntityTooSmall', 400)],
  [
    'a wrong checksum',
    { Conditions: [['starts-with', '$x-amz-checksum-crc32', '']] },
    { fields: { 'x-amz-checksum-crc32': 'AAAAAA==' } },
    error('BadDigest', 400),
  ],
  ['another policy', {}, { fields: { Policy: Buffer.from('{}').toString('base64') } }, error('SignatureDoesNotMatch')],
  ['another signature', {}, { fields: { 'X-Amz-Signature': '0'.repeat(64) } }, error('SignatureDoesNotMatch')],
  ['a signature that is none', {}, { fields: { 'X-Amz-Signature': 'x' } }, error('SignatureDoesNotMatch')],
  ['no policy', {}, { fields: { Policy: undefined } }, error('AccessDenied', 403, 'Access Denied')],
  ['no signature', {}, { fields: { 'X-Amz-Signature': undefined } }, error('InvalidArgument', 400)],
  ['no key', {}, { fields: { key: undefined } }, error('InvalidArgument', 400)],
  ['another token', {}, { fields: { 'X-Amz-Security-Token': foreign.sessionToken } }, error('InvalidToken', 400)],
  ['no token', {}, { fields: { 'X-Amz-Security-Token': undefined } }, error('InvalidAccessKeyId')],
  [
    'a credential that is none',
    {},
    { fields: { 'X-Amz-Credential': 'x' } },
    error('AuthorizationHeaderMalformed', 400),
  ],
  [
    'another day',
    {},
    { fields: { 'X-Amz-Date': '20300103T030405Z' } },
    error('AuthorizationQueryParametersError', 400),
  ],
  ['Signature Version 2', {}, { fields: { AWSAccessKeyId: 'x' } }, error('InvalidRequest', 400)],
  ['a field twice', {}, { fields: { KEY: 'other' } }, error('InvalidArgument', 400)],
  [
    'a field that cannot be a header',
    { Conditions: [['starts-with', '$x-amz-meta-a', '']] },
    { fields: { 'x-amz-meta-a': 'a\r\nb' } },
    error('InvalidArgument', 400),
  ],
  ['no form', {}, { contentType: 'text/plain' }, error('PreconditionFailed', 412)],
  ['no boundary', {}, { contentType: 'multipart/form-data' }, error('MalformedPOSTRequest', 400)],
  ['another boundary', {}, { contentType: 'multipart/form-data; boundary=abc' }, error('MalformedPOSTRequest', 400)],
  [
    'no file',
    {},
    { edit: (form) => `${form.slice(0, form.lastIndexOf('--xYz\r\n'))}--xYz--\r\n` },
    error('InvalidArgument', 400),
  ],
  [
    'a part without a name',
    {},
    { edit: (form) => form.replace('name="bucket"', '') },
    error('MalformedPOSTRequest', 400),
  ],
  ['no end', {}, { edit: (form) => form.slice(0, -4) }, error('MalformedPOSTRequest', 400)],
  ['no end of the fields', {}, { edit: (form) => form.slice(0, 300) }, error('MalformedPOSTRequest', 400)],
  [
    '20 KiB of fields',
    {},
    { fields: { 'x-ignore-a': 'a'.repeat(20_480) } },
    error('MaxPostPreDataLengthExceeded', 400),
  ],
  [
    '20 KiB of fields at once',
    {},
    { pieces: 100_000, fields: { 'x-ignore-a': 'a'.repeat(20_480) } },
    error('MaxPostPreDataLengthExceeded', 400),
  ],
])('refuses %s', async (_what, options, form, refusal) => {
  const fields = { ...(await presign(options)), ...form.fields };
  await expect(post({ ...form, fields })).rejects.toMatchObject(refusal);
});

it.each([
  ['is good in its last second', clients.mine, 60_000, undefined],
  ['is refused after it', clients.mine, 60_001, against('Policy expired.')],
  ['is refused after the session', clients.brief, 1000, error('ExpiredToken', 400)],
  ['is refused when another secret signed it', clients.forged, 0, error('SignatureDoesNotMatch')],
])('a policy %s', async (_what, client, later, refusal) => {
  const fields = await presign({}, client);
  setClock(now + later);
  if (refusal === undefined) await expect(post({ fields })).resolves.toHaveProperty('text', 'hello');
  else await expect(post({ fields })).rejects.toMatchObject(refusal);
});

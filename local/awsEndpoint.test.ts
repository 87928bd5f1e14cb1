/** Which service a request on the one AWS endpoint goes to, and what reaches none. */
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { awsEndpoint } from './awsEndpoint.ts';
import type { AwsRequest } from './awsService.ts';
import type { DataService } from './dataService.ts';

let seen: AwsRequest | undefined;
const service = (name: string) => (request: AwsRequest) => {
  seen = request;
  if (request.url === '/throw') return Promise.reject(new Error('a secret reason'));
  return Promise.resolve({ status: 200, headers: {}, body: name });
};
const failures: unknown[] = [];
/** Answers without a look at the body, or echoes it. */
const streaming =
  (name: string): DataService =>
  ({ url, body }) =>
    Promise.resolve({ status: 200, headers: {}, body: url.includes('echo') ? body : name });
const services = {
  sts: service('sts'),
  'cognito-idp': service('cognito-idp'),
  s3: streaming('s3'),
  dynamodb: streaming('dynamodb'),
};
const server = createServer(awsEndpoint(services, (error) => failures.push(error)));
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(
  () =>
    new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    }),
);

interface Sent {
  method?: string;
  url?: string;
  host?: string;
  headers?: string[];
  body?: string | Buffer;
}
/** Over plain node:http, which sends headers as they are, also twice. */
const send = ({ method = 'POST', url = '/', host = 'localhost', headers = [], body = '' }: Sent) =>
  new Promise<{ status: number; headers: Record<string, unknown>; text: string }>((resolve, reject) => {
    const { port } = server.address() as AddressInfo;
    const all = ['host', host, 'content-length', String(Buffer.byteLength(body)), ...headers];
    const message = httpRequest(
      { host: '127.0.0.1', port, method, path: url, headers: all, agent: false },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => {
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text: Buffer.concat(chunks).toString() });
        });
      },
    );
    message.on('error', reject).end(body);
  });

const scope = (name: string) => `Credential=AKIA/20300102/us-east-1/${name}/aws4_request`;
const authorization = (name: string) => `AWS4-HMAC-SHA256 ${scope(name)}, SignedHeaders=host, Signature=00`;
const target = ['x-amz-target', 'AWSCognitoIdentityProviderService.InitiateAuth'];
const form = ['content-type', 'application/x-www-form-urlencoded; charset=utf-8'];

it.each<[what: string, sent: Sent, to: string]>([
  ['a signature scoped to STS', { headers: ['authorization', authorization('sts')] }, 'sts'],
  ['a signature scoped to Cognito', { headers: ['authorization', authorization('cognito-idp')] }, 'cognito-idp'],
  [
    'a signature whose parts come in another order',
    { headers: ['authorization', `AWS4-HMAC-SHA256 SignedHeaders=host,${scope('sts')},Signature=00`] },
    'sts',
  ],
  ['a scope that goes before a target', { headers: [...target, 'authorization', authorization('sts')] }, 'sts'],
  [
    'a presigned URL',
    { method: 'GET', url: `/?X-Amz-Credential=AKIA%2F20300102%2Fus-east-1%2Fsts%2Faws4_request` },
    'sts',
  ],
  ['a Cognito target', { headers: target }, 'cognito-idp'],
  ['a key set', { method: 'GET', url: '/us-east-1_LocalPool/.well-known/jwks.json' }, 'cognito-idp'],
  [
    "a browser's preflight",
    { method: 'OPTIONS', headers: ['access-control-request-headers', 'Content-Type,X-Amz-Target'] },
    'cognito-idp',
  ],
  [
    "a browser's preflight for what will be signed",
    { method: 'OPTIONS', headers: ['access-control-request-headers', 'authorization,content-type,x-amz-target'] },
    'dynamodb',
  ],
  ['an unsigned form', { headers: form, body: 'Action=AssumeRole' }, 'sts'],
  ['an unsigned query', { method: 'GET', url: '/?Action=AssumeRole' }, 'sts'],
  ['a signature scoped to S3', { headers: ['authorization', authorization('s3')] }, 's3'],
  [
    'a presigned URL of S3, a target and a form notwithstanding',
    { url: `/?X-Amz-Credential=AKIA%2F20300102%2Fus-east-1%2Fs3%2Faws4_request`, headers: [...target, ...form] },
    's3',
  ],
  ['a DynamoDB target', { headers: ['x-amz-target', 'DynamoDB_20120810.GetItem'] }, 'dynamodb'],
  ['an object that is asked for by nobody', { method: 'GET', url: '/bucket/key' }, 's3'],
  ['an object named like a query', { method: 'GET', url: '/bucket/key?Action=AssumeRole' }, 's3'],
  ['a path like that of a key set', { method: 'GET', url: '/bucket/.well-known/jwks.json' }, 's3'],
  ["a bucket's host", { method: 'GET', host: 'bucket.localhost:4566' }, 's3'],
  ["a bucket's host of AWS", { method: 'GET', host: 'bucket.s3.us-east-1.amazonaws.com' }, 's3'],
  ['an upload by form', { headers: ['content-type', 'multipart/form-data; boundary=x'] }, 's3'],
  ['an upload by form to a bucket', { url: '/bucket', headers: ['content-type', 'multipart/form-data'] }, 's3'],
  ['a preflight for an object', { method: 'OPTIONS', headers: ['access-control-request-method', 'PUT'] }, 's3'],
  ['a signature of version 2', { url: '/bucket/key', headers: ['authorization', 'AWS AKIA:abc='] }, 's3'],
])('%s goes to its service', async (_what, sent, to) => {
  expect(await send(sent)).toMatchObject({ status: 200, text: to });
});

it.each<[what: string, sent: Sent, status: number, text: RegExp]>([
  ['nothing to go by', {}, 404, /UnknownOperationException.*It serves sts, cognito-idp, s3, dynamodb\./],
  ['a whole URL', { method: 'GET', url: 'http://localhost/bucket/key' }, 400, /InvalidURI/],
  ['an asterisk', { method: 'OPTIONS', url: '*' }, 400, /InvalidURI/],
  [
    'a service that is not here',
    { headers: ['authorization', authorization('sqs')] },
    501,
    /has no service sqs\. It serves/,
  ],
  [
    'a service named like a property',
    { headers: ['authorization', authorization('__proto__')] },
    501,
    /no service __proto__/,
  ],
  [
    'an unknown target',
    { headers: ['x-amz-target', 'DynamoDB_20991231.GetItem'] },
    501,
    /no service DynamoDB_20991231/,
  ],
  ['markup in a name', { headers: ['x-amz-target', '<b>'] }, 501, /no service &#60;b&#62;/],
  [
    'a credential that is none',
    { headers: ['authorization', 'AWS4-HMAC-SHA256 Credential=x'] },
    400,
    /IncompleteSignature/,
  ],
  ['a broken query', { method: 'GET', url: '/?%zz' }, 400, /MalformedQueryString/],
  ['a body over 1 MiB', { headers: target, body: Buffer.alloc(1024 * 1024 + 1) }, 413, /RequestEntityTooLarge/],
])('%s is refused', async (_what, sent, status, text) => {
  const answer = await send(sent);
  expect(answer).toMatchObject({ status, text: expect.stringMatching(text) as string });
  expect(answer.headers).toHaveProperty('x-amzn-requestid');
});

it('a body of 1 MiB arrives whole', async () => {
  const body = Buffer.alloc(1024 * 1024, 'a');
  expect(await send({ headers: target, body })).toMatchObject({ status: 200 });
  expect(seen?.body.equals(body)).toBe(true);
});

it('a header that is sent twice arrives as both, joined', async () => {
  await send({ headers: [...target, 'Authorization', 'a', 'authorization', 'b'] });
  expect(seen?.headers).toMatchObject({ authorization: 'a,b' });
});

it('JSON is refused in JSON', async () => {
  const answer = await send({ headers: ['content-type', 'application/x-amz-json-1.1', 'x-amz-target', 'X.Y'] });
  expect(answer.headers['content-type']).toBe('application/x-amz-json-1.1');
  expect(JSON.parse(answer.text)).toEqual({ __type: 'NotImplemented', message: expect.any(String) as string });
});

it('what a service throws is shown here and not to the client', async () => {
  const answer = await send({ url: '/throw', headers: target });
  expect(answer).toMatchObject({ status: 500, text: expect.stringContaining('InternalFailure') as string });
  expect(answer.text).not.toContain('secret');
  expect(failures).toEqual([new Error('a secret reason')]);
});

describe('a body for a data service', () => {
  it('streams, and is not limited', async () => {
    const body = Buffer.alloc(8 * 1024 * 1024, 'a');
    const answer = await send({ method: 'PUT', url: '/bucket/echo', body });
    expect(answer).toMatchObject({ status: 200 });
    expect(answer.text).toHaveLength(body.length);
  });

  it('that nobody reads does not keep the client from its answer', async () => {
    const body = Buffer.alloc(64 * 1024 * 1024);
    expect(await send({ method: 'PUT', url: '/bucket/key', body })).toMatchObject({
      status: 200,
      text: 's3',
      headers: { connection: 'close', 'content-length': '2' },
    });
  });

  it('that breaks off in the middle is no fault of the endpoint', async () => {
    const { port } = server.address() as AddressInfo;
    const before = failures.length;
    const message = httpRequest({ host: '127.0.0.1', port, method: 'PUT', path: '/bucket/echo', agent: false });
    message.on('error', () => undefined);
    message.setHeader('content-length', 100);
    message.write('some');
    await new Promise((resolve) => message.once('response', resolve));
    message.destroy();
    expect(await send({ method: 'PUT', url: '/bucket/echo', body: 'next' })).toMatchObject({ text: 'next' });
    expect(failures).toHaveLength(before);
  });
});

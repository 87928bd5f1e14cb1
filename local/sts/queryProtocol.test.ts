/** STS on the wire: the query protocol, the XML, and requests that no SDK would send. */
import { createHash } from 'node:crypto';
import type { AwsRequest } from '../awsService.ts';
import { sign, signingKey } from '../signRequest.ts';
import { lambdaSession, region, roleArn, startSts } from './fixture.ts';
import type { StsServer } from './fixture.ts';
import { readList, readParameters } from './queryRequest.ts';
import type { SessionCredentials } from './sessionStore.ts';
import { errorXml } from './xml.ts';

let server: StsServer;
let credentials: SessionCredentials;
beforeAll(async () => {
  server = await startSts();
  credentials = server.sts.startFunctionSession(roleArn('LambdaRole'), 'vend');
});
afterAll(() => server.close());

/** Signs with what local/sigv4.test.ts holds against the SDK's signer. */
const send = async (body: string, { method = 'POST', query = '', sent = body } = {}) => {
  const dateTime = new Date().toISOString().replace(/[-:]|\.\d{3}/g, '');
  const scope = { date: dateTime.slice(0, 8), region, service: 'sts' };
  const headers = {
    host: new URL(server.url).host,
    'x-amz-date': dateTime,
    'x-amz-security-token': credentials.sessionToken,
  };
  const names = Object.keys(headers);
  const payloadHash = createHash('sha256').update(body).digest('hex');
  const parts = { method, path: '/', query, headers, payloadHash };
  const signature = sign(parts, names, scope, dateTime, signingKey(credentials.secretAccessKey, scope));
  const authorization = `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope.date}/${region}/sts/aws4_request, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  const init = { method, headers: { ...headers, authorization }, ...(method === 'POST' && { body: sent }) };
  const answer = await fetch(`${server.url}/?${query}`, init);
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
};

const identify = 'Action=GetCallerIdentity&Version=2011-06-15';
const form = (role: string) => `Action=AssumeRole&Version=2011-06-15&RoleArn=${role}&RoleSessionName=ab`;

it('answers in XML like that of AWS', async () => {
  const { status, headers, text } = await send(identify);
  const requestId = headers.get('x-amzn-requestid') ?? '';
  expect(status).toBe(200);
  expect(headers.get('content-type')).toBe('text/xml');
  expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
  expect(text.replace(/\n\s*/g, '')).toMatch(
    `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>${lambdaSession}</Arn><UserId>`,
  );
  expect(text.replace(/\n\s*/g, '')).toMatch(
    `<Account>000000000000</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></GetCallerIdentityResponse>`,
  );
});

it('takes a GET with a query, as the API reference shows it', async () => {
  const { text } = await send('', { method: 'GET', query: identify });
  expect(text).toContain(`<Arn>${lambdaSession}</Arn>`);
});

it('writes an error in XML, with what the client sent escaped', async () => {
  const { status, text } = await send(form('%3Cscript%3E%26%00%0D%3C%2Fscript%3E-is-not-an-arn'));
  expect(status).toBe(400);
  expect(text.replace(/\n\s*/g, '')).toMatch(
    /^<ErrorResponse xmlns="https:\/\/sts\.amazonaws\.com\/doc\/2011-06-15\/"><Error><Type>Sender<\/Type><Code>ValidationError<\/Code><Message>1 validation error detected: Value '&lt;script&gt;&amp;\ufffd&#xD;&lt;\/script&gt;-is-not-an-arn' at 'roleArn' .*<\/Message><\/Error><RequestId>[0-9a-f-]{36}<\/RequestId><\/ErrorResponse>$/,
  );
});

it.each([
  { what: 'a body changed on the way', body: identify, sent: form(roleArn('VendRole')), code: 'SignatureDoesNotMatch' },
  { what: 'no action', body: 'Version=2011-06-15', code: 'MissingAction', status: 400 },
  { what: 'an unknown action', body: 'Action=AssumeRoot&Version=2011-06-15', code: 'InvalidAction', status: 400 },
  {
    what: 'an action named like a property',
    body: 'Action=__proto__&Version=2011-06-15',
    code: 'InvalidAction',
    status: 400,
  },
  { what: 'another version', body: 'Action=GetCallerIdentity&Version=2030-01-01', code: 'InvalidAction', status: 400 },
  { what: 'a parameter twice', body: `${identify}&Action=AssumeRole`, code: 'MalformedInput', status: 400 },
  {
    what: 'a parameter in query and body',
    body: identify,
    query: 'Action=AssumeRole',
    code: 'MalformedInput',
    status: 400,
  },
  { what: 'a broken encoding', body: `${identify}&a=%f`, code: 'MalformedQueryString', status: 400 },
  {
    what: 'a duration that is no integer',
    body: `${form(roleArn('VendRole'))}&DurationSeconds=9e2`,
    code: 'MalformedInput',
    status: 400,
  },
])('refuses $what: $code', async ({ body, sent, query, code, status = 403 }) => {
  const answer = await send(body, { ...(sent !== undefined && { sent }), ...(query !== undefined && { query }) });
  expect(answer).toMatchObject({ status, text: expect.stringContaining(`<Code>${code}</Code>`) as string });
});

it('asks an unsigned request for its signature', async () => {
  const answer = await fetch(server.url, { method: 'POST', body: new URLSearchParams(identify) });
  expect(answer.status).toBe(403);
  expect(await answer.text()).toMatch(
    /<Code>MissingAuthenticationToken<.*\n.*Request is missing Authentication Token</,
  );
});

const request = (body: string, url = '/'): AwsRequest => ({
  method: 'POST',
  url,
  headers: {},
  body: Buffer.from(body),
});

it('reads lists in the order of their numbers, and knows no other names', () => {
  const parameters = readParameters(
    request(
      'T.member.10.Key=c&T.member.2.Key=b&T.member.2.Value=v&T.member.1.Key=a+b&T.member.0.Key=x&T.member.1.__proto__=y&T.member.1=z&T=q',
    ),
  );
  expect(readList(parameters, 'T', ['Key', 'Value']).map((member) => [...member])).toEqual([
    [['Key', 'a b']],
    [
      ['Key', 'b'],
      ['Value', 'v'],
    ],
    [['Key', 'c']],
  ]);
  expect(readList(parameters, 'T').map((member) => member.get(''))).toEqual(['z']);
});

it('writes a lone surrogate as the replacement character', () => {
  expect(errorXml({ code: 'Code', message: 'a\ud800b', status: 500 }, 'id').body).toContain(
    '<Type>Receiver</Type>\n    <Code>Code</Code>\n    <Message>a\ufffdb</Message>',
  );
});

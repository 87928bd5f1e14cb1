/** The real SDK against an HTTP server that answers as a failing STS does. */
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { member, serviceWith, SUB } from '../test/fixtures.ts';
import { VendError } from '../core/errors.ts';
import { planVend } from '../core/plan.ts';
import { assumeRole, stsClient } from './assumeRole.ts';

const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const TOKEN = `IQoJb3JpZ2luX2VjEXAMPLE${'f0kEn/+x'.repeat(60)}==`;
const answer = (
  credentials: string,
  user = '<AssumedRoleUser><Arn>arn:aws:sts::1:assumed-role/vend/x</Arn></AssumedRoleUser>',
) =>
  `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>${user}${credentials}</AssumeRoleResult></AssumeRoleResponse>`;
const credentials = (fields: Readonly<Record<string, string>> = {}) =>
  `<Credentials>${Object.entries({
    AccessKeyId: 'ASIAEXAMPLE',
    SecretAccessKey: SECRET,
    SessionToken: TOKEN,
    Expiration: '2026-11-23T12:00:00Z',
    ...fields,
  })
    .map(([name, value]) => `<${name}>${value}</${name}>`)
    .join('')}</Credentials>`;
const error = (code: string, message = `about ${SECRET} and ${TOKEN}`) =>
  `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;

let server: Server;
let requests: number;
const answering = async (listener: RequestListener): Promise<string> => {
  requests = 0;
  server = createServer((request, response) => {
    requests += 1;
    listener(request, response);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
};
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const request = {
  RoleArn: 'arn:aws:iam::123456789012:role/vend',
  RoleSessionName: 'vend',
  SourceIdentity: 'somebody',
  DurationSeconds: 900,
  Tags: [{ Key: 'vend:sub', Value: 'x' }],
};
const plan = planVend(serviceWith(), member, {});
const ownUploads = { resource: 'uploads', access: ['READ', 'WRITE', 'DELETE', 'LIST'] };
const clientAt = (endpoint: string) =>
  stsClient({ endpoint, region: 'eu-central-1', credentials: { accessKeyId: 'AKIA', secretAccessKey: 'secret' } });
const call = (endpoint: string, signal = AbortSignal.timeout(9000), planned = plan) =>
  assumeRole(clientAt(endpoint), signal)(request, planned);
const refusalOf = async (work: Promise<unknown>): Promise<VendError> => {
  const refusal: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (refusal instanceof VendError) return refusal;
  throw new Error('was not refused', { cause: refusal });
};
const answeringWith = (status: number, body: string) =>
  answering((_, response) => response.writeHead(status, { 'content-type': 'text/xml' }).end(body));

describe('AssumeRole', () => {
  it('gives a whole session', async () => {
    const endpoint = await answeringWith(
      200,
      answer(`${credentials()}<SessionTokenUtilization>12</SessionTokenUtilization>`),
    );
    expect(await call(endpoint)).toEqual({
      accessKeyId: 'ASIAEXAMPLE',
      secretAccessKey: SECRET,
      sessionToken: TOKEN,
      expiration: new Date('2026-11-23T12:00:00Z'),
      assumedRoleArn: 'arn:aws:sts::1:assumed-role/vend/x',
      sessionTokenUtilization: 12,
    });
  });

  it.each([
    { status: 403, code: 'AccessDenied', expected: 'VendRoleNotAssumable', tries: 1 },
    { status: 403, code: 'RegionDisabledException', expected: 'VendRoleNotAssumable', tries: 1 },
    { status: 400, code: 'PackedPolicyTooLarge', expected: 'ScopeTooLarge', tries: 1 },
    { status: 400, code: 'Throttling', expected: 'StsThrottled', tries: 3 },
    { status: 429, code: 'TooManyRequestsException', expected: 'StsThrottled', tries: 3 },
    { status: 400, code: 'ExpiredTokenException', expected: 'StsUnavailable', tries: 1 },
    { status: 403, code: 'ExpiredToken', expected: 'StsUnavailable', tries: 1 },
    { status: 403, code: 'InvalidClientTokenId', expected: 'StsUnavailable', tries: 1 },
    { status: 500, code: 'InternalFailure', expected: 'StsUnavailable', tries: 3 },
    { status: 503, code: 'ServiceUnavailable', expected: 'StsUnavailable', tries: 3 },
    { status: 400, code: 'MalformedPolicyDocument', expected: 'Internal', tries: 1 },
    { status: 400, code: 'ValidationError', expected: 'Internal', tries: 1 },
  ])('$status $code is $expected after $tries tries', async ({ status, code, expected, tries }) => {
    const refusal = await refusalOf(call(await answeringWith(status, error(code))));
    expect([refusal.code, requests]).toEqual([expected, tries]);
    const shown = JSON.stringify([refusal.message, refusal.info, refusal.cause]);
    for (const secret of [SECRET, TOKEN]) expect(shown).not.toContain(secret);
  });

  it('PackedPolicyTooLarge comes with halves to vend (polaris#3243, lakekeeper#1857)', async () => {
    const refusal = await refusalOf(call(await answeringWith(400, error('PackedPolicyTooLarge'))));
    expect(refusal.info['split']).toHaveLength(2);
  });

  it.each([
    ['Packed size of session policy consumes 390% of allotted space, please use smaller policy.', 5],
    ['The session token is 15974 bytes, more than the allowed 4096 bytes.', 5],
    ['Packed size consumes 101% of allotted space.', 2],
    // Less than what is allowed, or no number at all, says nothing.
    ['Packed size consumes 100% of allotted space.', 2],
    ['0 bytes are more than 0 bytes', 2],
  ])('PackedPolicyTooLarge comes with a split by what AWS says of the size: %s', async (message, least) => {
    const scope = {
      s3: Array.from({ length: 20 }, (_, at) => ({ ...ownUploads, prefix: `users/${SUB}/folder-${String(at)}/` })),
    };
    const large = planVend({ ...serviceWith(), tokenOverhead: 0 }, member, { scope });
    const refusal = await refusalOf(
      call(await answeringWith(400, error('PackedPolicyTooLarge', message)), undefined, large),
    );
    const split = refusal.info['split'] as readonly (typeof scope)[];
    expect(refusal.code).toBe('ScopeTooLarge');
    expect(split.length).toBeGreaterThanOrEqual(least);
    expect(split.flatMap(({ s3 }) => s3)).toEqual(scope.s3);
  });

  it('is tried again after one failure', async () => {
    const endpoint = await answering((_, response) => {
      if (requests === 1) response.writeHead(500).end();
      else response.writeHead(200, { 'content-type': 'text/xml' }).end(answer(credentials()));
    });
    expect((await call(endpoint)).accessKeyId).toBe('ASIAEXAMPLE');
  });

  // As after a freeze of the function: the client believes in a connection that is gone.
  it.each([
    { dead: 'is reset', end: ({ socket }: IncomingMessage) => socket.resetAndDestroy() },
    { dead: 'is closed', end: ({ socket }: IncomingMessage) => socket.destroy() },
    { dead: 'is silent', end: () => undefined },
  ])(
    'over a kept connection that $dead is tried again over another',
    async ({ end }) => {
      const kept = new Set<Socket>();
      const endpoint = await answering((request, response) => {
        if (kept.has(request.socket)) return void end(request);
        kept.add(request.socket);
        response.writeHead(200, { 'content-type': 'text/xml' }).end(answer(credentials()));
      });
      const client = clientAt(endpoint);
      for (const asked of [1, 3]) {
        const { accessKeyId } = await assumeRole(client, AbortSignal.timeout(9000))(request, plan);
        expect([accessKeyId, requests]).toEqual(['ASIAEXAMPLE', asked]);
      }
      expect(kept.size).toBe(2);
    },
    15000,
  );

  it('whose answer breaks off in the middle is tried again', async () => {
    const whole = answer(credentials());
    const endpoint = await answering((_, response) => {
      response.writeHead(200, { 'content-type': 'text/xml', 'content-length': whole.length });
      if (requests > 1) response.end(whole);
      else response.write(whole.slice(0, -20), () => response.socket?.resetAndDestroy());
    });
    expect((await call(endpoint)).sessionToken).toBe(TOKEN);
    expect(requests).toBe(2);
  });

  it('that STS wants to be tried again much later is given up in time', async () => {
    const endpoint = await answering((_, response) => response.writeHead(503, { 'retry-after': '3600' }).end());
    expect((await refusalOf(call(endpoint, AbortSignal.timeout(500)))).code).toBe('StsUnavailable');
    expect(requests).toBe(1);
  });

  it.each([
    ['no credentials', answer('')],
    ['an empty secret', answer(credentials({ SecretAccessKey: '' }))],
    ['no session token', answer(credentials().replace(/<SessionToken>.*<\/SessionToken>/, ''))],
    ['no expiry', answer(credentials().replace(/<Expiration>.*<\/Expiration>/, ''))],
    ['an expiry that is none', answer(credentials({ Expiration: 'soon' }))],
    ['no assumed role', answer(credentials(), '')],
    ['half a document', answer(credentials()).slice(0, 200)],
    ['no XML at all', '{"Credentials":{}}'],
    ['nothing', ''],
  ])('answered with %s gives StsUnavailable, never half an answer', async (_, body) => {
    expect((await refusalOf(call(await answeringWith(200, body)))).code).toBe('StsUnavailable');
  });

  it('whose connection breaks off is StsUnavailable', async () => {
    const endpoint = await answering((_, response) => {
      response.destroy();
    });
    expect((await refusalOf(call(endpoint))).code).toBe('StsUnavailable');
  });

  it.each([
    [{ name: 'TimeoutError', code: 'ECONNRESET' }, 'ECONNRESET'],
    [{ code: 'ENOTFOUND' }, 'ENOTFOUND'],
    [{ name: 'TimeoutError' }, 'TimeoutError'],
    [{ name: 'AbortError', code: 20 }, 'AbortError'],
  ])('whose connection fails with %j is called %s', async (fields, name) => {
    const requestHandler = { handle: () => Promise.reject(Object.assign(new Error(SECRET), fields)) };
    const credentials = { accessKeyId: 'AKIA', secretAccessKey: 'secret' };
    const client = stsClient({ region: 'eu-central-1', credentials, maxAttempts: 1, requestHandler });
    const { code, cause } = await refusalOf(assumeRole(client, AbortSignal.timeout(9000))(request, plan));
    expect([code, cause]).toEqual(['StsUnavailable', { name, status: 0 }]);
  });

  it('that nobody answers is given up when the time is over', async () => {
    const endpoint = await answering(() => undefined);
    const start = performance.now();
    expect((await refusalOf(call(endpoint, AbortSignal.timeout(300)))).code).toBe('StsUnavailable');
    expect(performance.now() - start).toBeLessThan(1500);
  });

  it('that is never answered is given up within the function’s ten seconds without a signal to do so', async () => {
    const endpoint = await answering(() => undefined);
    const start = performance.now();
    expect((await refusalOf(call(endpoint, new AbortController().signal))).code).toBe('StsUnavailable');
    expect([requests, performance.now() - start < 9500]).toEqual([3, true]);
  }, 15000);

  it('is not reached where nobody listens: StsUnavailable', async () => {
    const endpoint = await answering(() => undefined);
    server.close();
    expect((await refusalOf(call(endpoint))).code).toBe('StsUnavailable');
  });
});

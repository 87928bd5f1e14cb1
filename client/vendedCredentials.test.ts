import { jest } from '@jest/globals';
import { inspect } from 'node:util';
import { CredentialsProviderError } from './credentialsProviderError.ts';
import { VEND_CREDENTIALS } from './documents.ts';
import { refused, startFixture, vended } from './fixture.ts';
import { vendedCredentials } from './vendedCredentials.ts';

afterEach(() => {
  jest.useRealTimers();
});

const HOUR = 3_600_000;

/** A service that answers each request at once. */
const start = (answer: (number: number, now: number) => Response = (number, now) => vended(number, now)) => {
  const fixture = startFixture({
    onSend: (request) => {
      request.answer(answer(fixture.sent.length, fixture.clock()));
    },
  });
  return fixture;
};

describe('endpoint', () => {
  it.each([
    'https://abc.appsync-api.eu-west-1.amazonaws.com/graphql',
    'https://vend.example.com:8443/graphql?stage=dev',
    'http://localhost:4000/graphql',
    'http://127.0.0.1:4000/graphql',
    'http://[::1]:4000/graphql',
    new URL('https://vend.example.com/graphql'),
  ])('%s is one', async (endpoint) => {
    const { options, sent } = start();
    await vendedCredentials({ ...options, endpoint, token: 'token-1' })();
    expect(sent.map(({ url }) => url)).toEqual([String(endpoint)]);
  });

  it.each([
    ['plain http', 'http://vend.example.com/graphql'],
    ['plain http to a host that is called like this machine', 'http://localhost.example.com/graphql'],
    ['plain http to a user called like this machine', 'http://localhost@example.com/graphql'],
    ['a user', 'https://user:password@vend.example.com/graphql'],
    ['another scheme', 'ftp://vend.example.com/graphql'],
    ['a path', '/graphql'],
    ['a blank', 'https://vend.example.com/graph ql'],
    ['nothing', ''],
  ])('is refused as %s', (_what, endpoint) => {
    const make = () => vendedCredentials({ endpoint, token: 'token-1' });
    expect(make).toThrow(TypeError);
    expect(make).not.toThrow(/password/);
  });

  it.each([undefined, null, 7, {}, { href: 7 }])('is asked for where JavaScript gives %j', (endpoint) => {
    const make = () => vendedCredentials({ endpoint, token: 'token-1' } as never);
    expect(make).toThrow(TypeError);
    expect(make).toThrow(/^endpoint must be an https URL .*the GraphQL URL of the API/);
  });
});

it('sends one POST with the document, the token as it is, and no redirect followed', async () => {
  const { options, sent } = start();
  await vendedCredentials({ ...options, token: 'token-1', durationSeconds: 900 })();
  const [{ request } = { request: undefined }] = sent;
  expect(request).toMatchObject({
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/json', authorization: 'token-1' },
  });
  expect(JSON.parse(request?.body ?? '')).toEqual({ query: VEND_CREDENTIALS, variables: { durationSeconds: 900 } });
});

it('hands the SDK keys, token and a Date, and nothing else, which it may do with as it likes', async () => {
  const { options } = start();
  const credentials = vendedCredentials({ ...options, token: 'token-1' });
  const identity = await credentials();
  expect(Object.keys(identity).sort()).toEqual(['accessKeyId', 'expiration', 'secretAccessKey', 'sessionToken']);
  expect(identity.expiration).toBeInstanceOf(Date);
  identity.expiration.setTime(0);
  Object.assign(identity, { accessKeyId: 'changed' });
  (await credentials.vended()).expiration.setTime(0);
  expect(await credentials()).toMatchObject({ accessKeyId: 'ASIAEXAMPLE1', expiration: new Date(Date.now() + HOUR) });
});

it('gives the whole answer by `vended`, without a second vend', async () => {
  const { options, sent } = start();
  const credentials = vendedCredentials({ ...options, token: 'token-1' });
  await credentials();
  expect(await credentials.vended()).toMatchObject({ vendId: 'vend-1', scope: { s3: [], dynamodb: [], role: null } });
  expect([sent.length, credentials.memoized]).toEqual([1, true]);
});

it.each([
  ['a text', 'token-1'],
  ['a function', () => 'token-1'],
  ['an async function', () => Promise.resolve('token-1')],
])('takes %s for a token', async (_what, token) => {
  const { options, sent } = start();
  await vendedCredentials({ ...options, token })();
  expect(sent[0]?.request.headers['authorization']).toBe('token-1');
});

it('says that a token function failed, and how, and is not held up by it', async () => {
  const { options, sent } = start();
  const cause = new Error('Nobody is signed in.');
  let token: () => Promise<string> = () => Promise.reject(cause);
  const credentials = vendedCredentials({ ...options, token: () => token() });
  await expect(credentials()).rejects.toMatchObject({ code: 'TokenUnavailable', tryNextLink: false, cause });
  token = () => Promise.resolve('token-1');
  await expect(credentials()).resolves.toMatchObject({ accessKeyId: 'ASIAEXAMPLE1' });
  expect(sent).toHaveLength(1);
});

it('ends with its signal, for good', async () => {
  const fixture = startFixture();
  const controller = new AbortController();
  const credentials = vendedCredentials({ ...fixture.options, token: 'token-1', signal: controller.signal });
  const wait = expect(credentials()).rejects.toMatchObject({ code: 'Purged' });
  await fixture.pass(0);
  const reason = new Error('The page is closed.');
  controller.abort(reason);
  await wait;
  await expect(credentials()).rejects.toBe(reason);
  await expect(credentials.vended()).rejects.toBe(reason);
  expect([fixture.open.length, fixture.sent.length]).toEqual([0, 1]);
});

it('asks nobody for a call that was aborted before it began', async () => {
  const { options, sent } = start();
  const credentials = vendedCredentials({ ...options, token: 'token-1' });
  await expect(credentials({ signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' });
  // As React Native's, which knows no reasons.
  const signal = { aborted: true, addEventListener: () => undefined, removeEventListener: () => undefined };
  await expect(credentials({ signal })).rejects.toMatchObject({ name: 'AbortError' });
  expect(sent).toEqual([]);
});

it('reads an answer of a platform without streams, up to the same size', async () => {
  const text = await vended(1, Date.UTC(2030, 0, 1)).text();
  const plain = (body: string) => () =>
    ({ status: 200, headers: new Headers(), text: () => Promise.resolve(body) }) as unknown as Response;
  const { options } = start(plain(text));
  await expect(vendedCredentials({ ...options, token: 'token-1' })()).resolves.toMatchObject({
    accessKeyId: 'ASIAEXAMPLE1',
  });
  const large = start(plain(text + ' '.repeat(1_000_000)));
  await expect(vendedCredentials({ ...large.options, token: 'token-1' })()).rejects.toMatchObject({
    code: 'InvalidAnswer',
  });
});

it('stops reading an answer that has no end', async () => {
  let chunks = 0;
  const endless = new ReadableStream({
    pull: (controller) => {
      chunks += 1;
      controller.enqueue(new Uint8Array(100_000));
    },
  });
  const { options } = start(() => new Response(endless));
  await expect(vendedCredentials({ ...options, token: 'token-1' })()).rejects.toMatchObject({ code: 'InvalidAnswer' });
  expect(chunks).toBeLessThan(15);
});

describe('an error', () => {
  const secret = 'token-0123456789';
  const errorOf = async (answer: () => Response) => {
    const { options } = start(answer);
    return vendedCredentials({ ...options, token: secret, scope: { role: 'a-role-of-mine' } })().then(
      () => new Error('was not refused'),
      (error: unknown) => error as CredentialsProviderError,
    );
  };

  it.each([
    ['a page', () => new Response('<b>page-of-another</b>')],
    ['half an answer', () => new Response('{"data":{"vendCredentials":{"secretAccessKey":"page-of-another"')],
    [
      'credentials that lack a part',
      () => Response.json({ data: { vendCredentials: { secretAccessKey: 'page-of-another' } } }),
    ],
    ['HTTP 503', () => new Response('page-of-another', { status: 503, headers: { 'retry-after': '60' } })],
    ['HTTP 401', () => new Response(`page-of-another ${secret}`, { status: 401 })],
    ['an answer that repeats the token', () => refused('NotGranted', null, `${secret} ${secret}`)],
  ])('about %s tells nothing of it, of the token, the query or the variables', async (_what, answer) => {
    const error = await errorOf(answer);
    expect(error.name).toBe('CredentialsProviderError');
    expect(inspect(error)).not.toMatch(/page-of-another|0123456789|a-role-of-mine|mutation/);
  });

  it('is one of the class, with what the service said', async () => {
    const info = { path: 'scope.s3[0]', vendId: 'vend-1' };
    const error = await errorOf(() => refused('NotGranted', info, 'No grant of yours covers it.'));
    expect(error).toBeInstanceOf(CredentialsProviderError);
    expect(error).toMatchObject({
      name: 'CredentialsProviderError',
      code: 'NotGranted',
      message: 'No grant of yours covers it.',
      info,
      retryable: false,
      tryNextLink: false,
      retryAfterSeconds: undefined,
    });
  });

  it('of the network names its kind, and not what the platform says of the request', async () => {
    const fixture = startFixture();
    const wait = vendedCredentials({ ...fixture.options, token: secret })();
    const refusedBy = expect(wait).rejects.toThrow('No answer of the service (ECONNREFUSED).');
    for (const pause of [0, 1_500, 2_500]) {
      await fixture.pass(pause);
      fixture.open[0]?.fail(new TypeError(secret, { cause: { code: 'ECONNREFUSED', message: secret } }));
    }
    await refusedBy;
    expect(inspect(await wait.catch((error: unknown) => error))).not.toContain(secret);
  });
});

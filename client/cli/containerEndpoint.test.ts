import { request } from 'node:http';
import { serveContainer } from './containerEndpoint.ts';
import type { ContainerCredentials, ContainerEndpoint } from './containerEndpoint.ts';

const authorization = 'random-token';
const credentials: ContainerCredentials = {
  accessKeyId: 'ASIA1',
  secretAccessKey: 'secret-1',
  sessionToken: 'token-1',
  expiration: new Date('2026-11-23T22:15:00Z'),
};

let endpoint: ContainerEndpoint | undefined;
let failures: unknown[];
afterEach(async () => {
  await endpoint?.close();
});

const start = async (source: () => Promise<ContainerCredentials> = () => Promise.resolve(credentials)) => {
  failures = [];
  const onFailure = (error: unknown) => void failures.push(error);
  endpoint = await serveContainer({ port: 0, authorization, credentials: source, onFailure, patience: 100 });
  return endpoint.url;
};

interface Asking {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const ask = (url: string, { method = 'GET', path, headers = { authorization } }: Asking = {}) =>
  new Promise<{ status: number; headers: object; body: Record<string, unknown> }>((resolve, reject) => {
    const options = { method, headers, agent: false as const, ...(path !== undefined && { path }) };
    request(url, options, (incoming) => {
      let text = '';
      incoming.on('data', (chunk) => (text += String(chunk)));
      incoming.on('end', () => {
        const body = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body });
      });
    })
      .on('error', reject)
      .end();
  });

it('gives the credentials on 127.0.0.1 to who has the token, by either name', async () => {
  const url = await start();
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/credentials$/);
  const { port } = new URL(url);
  for (const host of [`127.0.0.1:${port}`, `localhost:${port}`]) {
    const { status, headers, body } = await ask(url, { headers: { authorization, host } });
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        AccessKeyId: 'ASIA1',
        SecretAccessKey: 'secret-1',
        Token: 'token-1',
        Expiration: '2026-11-23T22:15:00.000Z',
      },
    });
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'content-type': 'application/json' });
    expect(headers).not.toHaveProperty('access-control-allow-origin');
  }
});

it.each([
  { why: 'no token', asking: { headers: {} }, status: 401 },
  { why: 'another token', asking: { headers: { authorization: 'random-toke' } }, status: 401 },
  { why: 'a longer token', asking: { headers: { authorization: `${authorization} ` + 'x' } }, status: 401 },
  { why: 'another scheme', asking: { headers: { authorization: `Bearer ${authorization}` } }, status: 401 },
  { why: 'a rebound name', asking: { headers: { authorization, host: 'evil.example' } }, status: 403 },
  { why: 'another port', asking: { headers: { authorization, host: '127.0.0.1:1' } }, status: 403 },
  { why: 'another path', asking: { path: '/' }, status: 404 },
  { why: 'a query', asking: { path: '/credentials?x' }, status: 404 },
  { why: 'POST', asking: { method: 'POST' }, status: 405 },
  { why: 'HEAD', asking: { method: 'HEAD' }, status: 405 },
  { why: 'a preflight', asking: { method: 'OPTIONS', headers: { origin: 'https://evil.example' } }, status: 401 },
])('refuses $why, and asks nobody for credentials', async ({ asking, status }) => {
  let asked = 0;
  const url = await start(() => Promise.resolve(((asked += 1), credentials)));
  const answer = await ask(url, asking);
  expect({ status: answer.status, asked }).toEqual({ status, asked: 0 });
  expect(JSON.stringify(answer)).not.toMatch(/secret-1|random-token/);
});

it('says why there are none, in the form of AWS, and tells the operator', async () => {
  const failure = new Error('No grant of yours covers it.');
  const url = await start(() => Promise.reject(failure));
  expect(await ask(url)).toMatchObject({
    status: 503,
    body: { code: 'CredentialsUnavailable', message: 'No grant of yours covers it.' },
  });
  expect(failures).toEqual([failure]);
});

it('keeps nobody waiting', async () => {
  const url = await start(() => new Promise(() => undefined));
  expect(await ask(url)).toMatchObject({ status: 503, body: { message: 'The service has not answered yet.' } });
});

it('says that a port is taken', async () => {
  const { port } = new URL(await start());
  const again = serveContainer({
    port: Number(port),
    authorization,
    credentials: () => Promise.resolve(credentials),
    onFailure: () => undefined,
  });
  await expect(again).rejects.toThrow(/EADDRINUSE/);
});

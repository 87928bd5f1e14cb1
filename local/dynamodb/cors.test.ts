/** A page of another origin may call DynamoDB from a browser, and read answers and refusals alike. */
import { startDynamodb } from './fixture.ts';
import type { Served } from './fixture.ts';

let served: Served;
beforeAll(async () => {
  served = await startDynamodb();
});
afterAll(() => served.close());

const origin = 'https://app.example.com';
const allowed = (response: Response) => ({
  status: response.status,
  origin: response.headers.get('access-control-allow-origin'),
  headers: response.headers.get('access-control-allow-headers'),
  methods: response.headers.get('access-control-allow-methods'),
});

it('is let through by the preflight, whatever headers the SDK has', async () => {
  const asked = 'amz-sdk-invocation-id,authorization,content-type,x-amz-date,x-amz-security-token,x-amz-target';
  const response = await fetch(served.url, {
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': asked },
  });
  expect(allowed(response)).toEqual({ status: 200, origin: '*', headers: asked, methods: 'POST' });
});

it('may read why it is refused', async () => {
  const response = await fetch(served.url, { method: 'POST', headers: { origin }, body: '{}' });
  expect(allowed(response)).toEqual({ status: 400, origin: '*', headers: null, methods: null });
  expect(response.headers.get('access-control-expose-headers')).toContain('x-amzn-RequestId');
});

it('gets nothing of this without an origin', async () => {
  const response = await fetch(served.url, { method: 'POST', body: '{}' });
  expect(allowed(response)).toEqual({ status: 400, origin: null, headers: null, methods: null });
});

/** A page of another origin may use the sample's bucket, as the template says. */
import { type LocalStack, startLocalStack } from '../local/stack.ts';

let stack: LocalStack;
beforeAll(async () => {
  stack = await startLocalStack({ port: 0, awsPort: 0 });
});
afterAll(async () => {
  await stack.close();
});

const preflight = (headers: Readonly<Record<string, string>>) =>
  fetch(`${stack.awsUrl}/${stack.service.buckets[0]?.name ?? ''}/users/a/x`, { method: 'OPTIONS', headers });

it('is let through by the preflight, headers of the SDK included', async () => {
  const response = await preflight({
    origin: 'https://app.example.com',
    'access-control-request-method': 'PUT',
    'access-control-request-headers': 'authorization,x-amz-content-sha256,x-amz-date,x-amz-security-token',
  });
  expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([200, '*']);
  expect(response.headers.get('access-control-expose-headers')).toContain('ETag');
});

it('is refused a method that no rule has', async () => {
  const response = await preflight({ origin: 'https://app.example.com', 'access-control-request-method': 'PATCH' });
  expect(response.status).toBe(403);
});

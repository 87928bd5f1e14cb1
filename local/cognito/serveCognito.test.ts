import { CognitoIdentityProviderClient, ListUsersCommand } from '@aws-sdk/client-cognito-identity-provider';
import type { TestCognito } from './testPool.ts';
import { clientId, startTestCognito } from './testPool.ts';

let local: TestCognito;

beforeAll(async () => {
  local = await startTestCognito();
});
afterAll(async () => local.close());

const post = async (body: string, headers: Record<string, string>) =>
  fetch(local.url, { method: 'POST', body, headers: { 'content-type': 'application/x-amz-json-1.1', ...headers } });

const target = (operation: string) => ({ 'x-amz-target': `AWSCognitoIdentityProviderService.${operation}` });

describe('HTTP', () => {
  const body = (changes: object) => JSON.stringify({ ClientId: clientId, AuthFlow: 'USER_PASSWORD_AUTH', ...changes });
  it.each([
    { why: 'no JSON', body: '{', type: 'SerializationException' },
    { why: 'an array', body: '[]', type: 'SerializationException' },
    { why: 'an empty body', body: '', type: 'SerializationException' },
    { why: 'no client id', body: '{}', type: 'InvalidParameterException' },
    { why: 'a client id that is inherited', body: '{"__proto__":{"ClientId":"x"}}', type: 'InvalidParameterException' },
    { why: 'a number for a string', body: body({ AuthFlow: 1 }), type: 'SerializationException' },
    { why: 'a flow that is not served', body: body({ AuthFlow: 'CUSTOM_AUTH' }), type: 'InvalidParameterException' },
    { why: 'no parameters', body: body({}), type: 'InvalidParameterException' },
    { why: 'no password', body: body({ AuthParameters: { USERNAME: 'x' } }), type: 'InvalidParameterException' },
    { why: 'a list of parameters', body: body({ AuthParameters: ['x'] }), type: 'SerializationException' },
    {
      why: 'an object for a password',
      body: body({ AuthParameters: { PASSWORD: {} } }),
      type: 'SerializationException',
    },
  ])('$why is $type', async ({ body, type }) => {
    const response = await post(body, target('InitiateAuth'));
    expect(response.status).toBe(400);
    expect(response.headers.get('x-amzn-errortype')).toBe(`${type}:`);
    expect(await response.json()).toMatchObject({ __type: type });
    expect(local.faults).toEqual([]);
  });

  it.each([
    { why: 'another operation', headers: target('AdminCreateUser') },
    { why: 'another service', headers: { 'x-amz-target': 'AWSCognitoIdentityService.GetId' } },
    { why: 'no target', headers: {} },
  ])('$why is UnknownOperationException', async ({ headers }) => {
    expect(await (await post('{}', headers)).json()).toMatchObject({ __type: 'UnknownOperationException' });
  });

  it('names operations that are not served, and says which are', async () => {
    const signed = { accessKeyId: 'x', secretAccessKey: 'x' };
    const admin = new CognitoIdentityProviderClient({ endpoint: local.url, region: 'us-east-1', credentials: signed });
    await expect(admin.send(new ListUsersCommand({ UserPoolId: 'us-east-1_LocalPool' }))).rejects.toThrow(
      /ListUsers is not served here.*InitiateAuth/,
    );
    admin.destroy();
  });

  it('lets browsers call it', async () => {
    const asked = await fetch(local.url, {
      method: 'OPTIONS',
      headers: {
        origin: 'http://localhost:3000',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'cache-control,content-type,x-amz-target,x-amz-user-agent',
      },
    });
    expect(asked.ok).toBe(true);
    expect(asked.headers.get('access-control-allow-origin')).toBe('*');
    const allowed = asked.headers.get('access-control-allow-headers')?.toLowerCase().split(',');
    for (const header of ['cache-control', 'content-type', 'x-amz-target', 'x-amz-user-agent'])
      expect(allowed).toContain(header);
    const refused = await post('{}', target('InitiateAuth'));
    expect(refused.headers.get('access-control-allow-origin')).toBe('*');
    expect(refused.headers.get('access-control-expose-headers')).toMatch(/x-amzn-ErrorType/);
  });

  it('shows the public key and nothing private', async () => {
    const answer = await fetch(`${local.url}/us-east-1_LocalPool/.well-known/jwks.json`);
    expect(await answer.json()).toEqual(local.cognito.jwks);
    expect(Object.keys(local.cognito.jwks.keys[0] ?? {}).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
    expect((await fetch(`${local.url}/us-east-1_OtherPool/.well-known/jwks.json`)).status).toBe(404);
  });
});

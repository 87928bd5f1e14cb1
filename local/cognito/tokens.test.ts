import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { samplePassword, sampleUsers } from './sampleUsers.ts';
import type { TestCognito } from './testPool.ts';
import { clientId, decode, sharedCognito, startTestCognito } from './testPool.ts';

const now = Math.floor(Date.now() / 1000) * 1000;
const local = sharedCognito(now);

const signIn = async (username: string, cognito: TestCognito = local, ClientMetadata?: Record<string, string>) => {
  const command = new InitiateAuthCommand({
    ClientId: clientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: username, PASSWORD: samplePassword },
    ...(ClientMetadata && { ClientMetadata }),
  });
  const { AuthenticationResult } = await cognito.sdk.send(command);
  return { id: AuthenticationResult?.IdToken ?? '', access: AuthenticationResult?.AccessToken ?? '' };
};

const verifier = (tokenUse: 'id' | 'access', { cognito }: Pick<TestCognito, 'cognito'> = local) => {
  const made = CognitoJwtVerifier.create({ userPoolId: 'us-east-1_LocalPool', clientId, tokenUse });
  made.cacheJwks(cognito.jwks);
  return made;
};

const uuid = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/) as string;
const issuer = 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_LocalPool';
const seconds = now / 1000;

describe('tokens', () => {
  it('have the claims of Cognito', async () => {
    const { id, access } = await signIn('editor');
    const shared = {
      sub: sampleUsers[1]?.sub,
      'cognito:groups': ['members', 'editors'],
      iss: issuer,
      origin_jti: uuid,
      event_id: uuid,
      auth_time: seconds,
      iat: seconds,
      jti: uuid,
      tenant: 'acme',
    };
    expect(decode(id)).toEqual({
      ...shared,
      'cognito:username': 'editor',
      'custom:tenant': 'acme',
      aud: clientId,
      token_use: 'id',
      exp: seconds + 3600,
    });
    expect(decode(access)).toEqual({
      ...shared,
      client_id: clientId,
      token_use: 'access',
      scope: 'aws.cognito.signin.user.admin',
      exp: seconds + 1800,
      username: 'editor',
    });
    expect(decode(access)['origin_jti']).toBe(decode(id)['origin_jti']);
    expect(decode(access)['jti']).not.toBe(decode(id)['jti']);
    expect(decode(id, 0)).toEqual({ kid: local.cognito.jwks.keys[0]?.kid, alg: 'RS256' });
  });

  it('have neither groups nor tenant for a user without', async () => {
    const { id, access } = await signIn('guest');
    for (const token of [id, access])
      for (const claim of ['cognito:groups', 'tenant', 'custom:tenant'])
        expect(decode(token)).not.toHaveProperty(claim);
  });

  it('are what the production verifier takes', async () => {
    const { id, access } = await signIn('member');
    expect(await verifier('id').verify(id)).toMatchObject({ 'cognito:username': 'member', tenant: 'acme' });
    expect(await verifier('access').verify(access)).toMatchObject({ username: 'member', tenant: 'acme' });
  });
});

describe('the production verifier refuses', () => {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

  it.each([
    {
      why: 'a changed claim',
      forge: ([header, payload, signature]: string[]) =>
        `${header ?? ''}.${encode({ ...decode(`.${payload ?? ''}`), tenant: 'globex' })}.${signature ?? ''}`,
    },
    { why: 'alg none', forge: ([, payload]: string[]) => `${encode({ alg: 'none' })}.${payload ?? ''}.` },
    {
      why: 'another key under the same kid',
      forge: ([header, payload]: string[]) => {
        const input = `${header ?? ''}.${payload ?? ''}`;
        return `${input}.${sign('RSA-SHA256', Buffer.from(input), stranger).toString('base64url')}`;
      },
    },
    {
      why: 'HS256 with the public key as the secret',
      forge: ([, payload]: string[]) => {
        const key = local.cognito.jwks.keys[0];
        const input = `${encode({ alg: 'HS256', kid: key?.kid })}.${payload ?? ''}`;
        return `${input}.${createHmac('sha256', key?.n ?? '')
          .update(input)
          .digest('base64url')}`;
      },
    },
  ])('$why', async ({ forge }) => {
    const { access } = await signIn('member');
    await expect(verifier('access').verify(forge(access.split('.')))).rejects.toThrow();
  });

  it('an ID token as an access token', async () => {
    await expect(verifier('access').verify((await signIn('member')).id)).rejects.toThrow(/[Tt]oken use/);
  });

  it('an expired token', async () => {
    const past = await startTestCognito({ clock: () => now - 1801 * 1000 });
    const { access } = await signIn('member', past);
    await expect(verifier('access', past).verify(access)).rejects.toThrow(/expired/);
    await past.close();
  });

  it('a token of another start', async () => {
    const other = await startTestCognito();
    await expect(verifier('access').verify((await signIn('member', other)).access)).rejects.toThrow();
    await other.close();
  });
});

describe('the trigger', () => {
  it('gets the V2_0 event, at sign-in and at refresh', async () => {
    const command = { ClientId: clientId, ClientMetadata: { tenant: 'globex' } };
    const { AuthenticationResult } = await local.sdk.send(
      new InitiateAuthCommand({
        ...command,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: 'rival', PASSWORD: samplePassword },
      }),
    );
    const event = {
      version: '2',
      triggerSource: 'TokenGeneration_Authentication',
      region: 'us-east-1',
      userPoolId: 'us-east-1_LocalPool',
      userName: 'rival',
      callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId },
      request: {
        userAttributes: {
          sub: sampleUsers[2]?.sub,
          'cognito:user_status': 'CONFIRMED',
          'custom:tenant': 'globex',
        },
        groupConfiguration: { groupsToOverride: ['members'], iamRolesToOverride: [], preferredRole: null },
        scopes: ['aws.cognito.signin.user.admin'],
      },
      response: { claimsAndScopeOverrideDetails: null },
    };
    expect(local.events.at(-1)).toEqual(event);
    const REFRESH_TOKEN = AuthenticationResult?.RefreshToken ?? '';
    await local.sdk.send(
      new InitiateAuthCommand({ ...command, AuthFlow: 'REFRESH_TOKEN_AUTH', AuthParameters: { REFRESH_TOKEN } }),
    );
    expect(local.events.at(-1)).toEqual({ ...event, triggerSource: 'TokenGeneration_RefreshTokens' });
  });

  it('changes claims, groups and scopes', async () => {
    const custom = await startTestCognito({
      trigger: async () =>
        Promise.resolve({
          response: {
            claimsAndScopeOverrideDetails: {
              idTokenGeneration: { claimsToAddOrOverride: { level: 3 }, claimsToSuppress: ['custom:tenant'] },
              accessTokenGeneration: {
                claimsToAddOrOverride: { flags: [true], sub: 'forged' },
                scopesToAdd: ['api/read'],
                scopesToSuppress: ['aws.cognito.signin.user.admin'],
              },
              groupOverrideDetails: { groupsToOverride: ['guests'] },
            },
          },
        }),
    });
    const { id, access } = await signIn('member', custom);
    expect(decode(id)).toMatchObject({ level: 3, 'cognito:groups': ['guests'] });
    expect(decode(id)).not.toHaveProperty('custom:tenant');
    expect(decode(access)).toMatchObject({ flags: [true], scope: 'api/read', 'cognito:groups': ['guests'] });
    expect(decode(access)['sub']).toBe(sampleUsers[0]?.sub);
    await custom.close();
  });

  it.each([
    { name: 'Lambda:Unhandled', type: 'UserLambdaValidationException' },
    { name: 'Lambda:ExecutionTimeoutException', type: 'UnexpectedLambdaException' },
  ])('that fails with $name stops the sign-in with $type', async ({ name, type }) => {
    const failing = await startTestCognito({
      trigger: async () => Promise.reject(Object.assign(new Error('no'), { name })),
    });
    await expect(signIn('member', failing)).rejects.toMatchObject({
      name: type,
      message: 'PreTokenGeneration failed with error no',
    });
    await failing.close();
  });
});

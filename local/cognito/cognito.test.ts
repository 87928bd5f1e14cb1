import {
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { createCognito } from './cognito.ts';
import { samplePassword, sampleUsers } from './sampleUsers.ts';
import { clientId, decode, sharedCognito, startTestCognito, testPool } from './testPool.ts';

const local = sharedCognito();

const passwordCommand = (username: string, password = samplePassword) =>
  new InitiateAuthCommand({
    ClientId: clientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: username, PASSWORD: password },
  });

const signIn = async (username = 'member') => {
  const { AuthenticationResult: result } = await local.sdk.send(passwordCommand(username));
  if (!result?.AccessToken || !result.RefreshToken || !result.IdToken) throw new Error('no tokens');
  return { AccessToken: result.AccessToken, RefreshToken: result.RefreshToken, IdToken: result.IdToken };
};

const refreshCommand = (RefreshToken: string, flow: 'REFRESH_TOKEN_AUTH' | 'REFRESH_TOKEN' = 'REFRESH_TOKEN_AUTH') =>
  new InitiateAuthCommand({
    ClientId: clientId,
    AuthFlow: flow,
    AuthParameters: { REFRESH_TOKEN: RefreshToken },
  });

describe('password', () => {
  it.each(sampleUsers)('signs $username in', async ({ username }) => {
    const { AuthenticationResult } = await local.sdk.send(passwordCommand(username));
    expect(AuthenticationResult).toEqual({
      AccessToken: expect.any(String) as string,
      ExpiresIn: 1800,
      IdToken: expect.any(String) as string,
      RefreshToken: expect.any(String) as string,
      TokenType: 'Bearer',
    });
  });

  it('answers a wrong password and an unknown user alike', async () => {
    const answers = await Promise.all(
      [passwordCommand('member', 'wrong'), passwordCommand('nobody'), passwordCommand('__proto__')].map(
        async (command) => local.sdk.send(command).then(String, (error: unknown) => error),
      ),
    );
    for (const answer of answers)
      expect(answer).toMatchObject({ name: 'NotAuthorizedException', message: 'Incorrect username or password.' });
  });
});

describe('refresh', () => {
  it.each(['REFRESH_TOKEN_AUTH', 'REFRESH_TOKEN'] as const)('%s gives new tokens of the same session', async (flow) => {
    const first = await signIn();
    local.now += 60_000;
    const { AuthenticationResult } = await local.sdk.send(refreshCommand(first.RefreshToken, flow));
    expect(AuthenticationResult?.RefreshToken).toBeUndefined();
    const [before, after] = [decode(first.AccessToken), decode(AuthenticationResult?.AccessToken)];
    expect(after).toEqual({
      ...before,
      jti: expect.not.stringMatching(String(before['jti'])) as string,
      iat: Number(before['iat']) + 60,
      exp: Number(before['exp']) + 60,
    });
  });

  it('serves GetTokensFromRefreshToken, which Amplify uses', async () => {
    const { RefreshToken, IdToken } = await signIn();
    const answer = await local.sdk.send(new GetTokensFromRefreshTokenCommand({ ClientId: clientId, RefreshToken }));
    expect(decode(answer.AuthenticationResult?.IdToken)['origin_jti']).toBe(decode(IdToken)['origin_jti']);
  });

  it('ends when the refresh token expires', async () => {
    const { RefreshToken } = await signIn();
    local.now += 86_400_000 - 1;
    await local.sdk.send(refreshCommand(RefreshToken));
    local.now += 1;
    await expect(local.sdk.send(refreshCommand(RefreshToken))).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Refresh Token has expired',
    });
  });

  it('refuses a made-up refresh token', async () => {
    await expect(local.sdk.send(refreshCommand('made-up'))).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Invalid Refresh Token',
    });
  });
});

describe('an access token', () => {
  it('reads its user', async () => {
    const { AccessToken } = await signIn('editor');
    const { Username, UserAttributes } = await local.sdk.send(new GetUserCommand({ AccessToken }));
    expect(Username).toBe('editor');
    expect(UserAttributes).toEqual([
      { Name: 'sub', Value: sampleUsers[1]?.sub },
      { Name: 'custom:tenant', Value: 'acme' },
    ]);
  });

  it.each([
    { why: 'an ID token', message: 'Invalid Access Token', token: async () => (await signIn()).IdToken },
    { why: 'a made-up token', message: 'Invalid Access Token', token: () => 'a.b.c' },
    {
      why: 'a token with alg none',
      message: 'Invalid Access Token',
      token: async () => {
        const payload = (await signIn()).AccessToken.split('.')[1] ?? '';
        return `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`;
      },
    },
    {
      why: 'an expired token',
      message: 'Access Token has expired',
      token: async () => {
        const { AccessToken } = await signIn();
        local.now += 1800 * 1000;
        return AccessToken;
      },
    },
  ])('is not $why', async ({ token, message }) => {
    const command = new GetUserCommand({ AccessToken: await token() });
    await expect(local.sdk.send(command)).rejects.toMatchObject({ name: 'NotAuthorizedException', message });
  });
});

describe('a trigger', () => {
  const started = async (trigger: () => Promise<unknown>) => {
    const other = await startTestCognito({ trigger });
    const tokens = async () => (await other.sdk.send(passwordCommand('member'))).AuthenticationResult;
    return { ...other, tokens };
  };

  it('that takes the scope away takes the profile away', async () => {
    const accessTokenGeneration = { scopesToSuppress: ['aws.cognito.signin.user.admin'] };
    const response = { claimsAndScopeOverrideDetails: { accessTokenGeneration } };
    const other = await started(async () => Promise.resolve({ response }));
    const tokens = await other.tokens();
    expect(decode(tokens?.AccessToken)).not.toHaveProperty('scope');
    await expect(other.sdk.send(new GetUserCommand({ AccessToken: tokens?.AccessToken }))).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Access Token does not have required scopes',
    });
    await other.close();
  });

  it('whose answer is no JSON is a fault: told to the operator, not to the client', async () => {
    const other = await started(async () => Promise.resolve({ response: 1n }));
    await expect(other.tokens()).rejects.toMatchObject({
      name: 'InternalErrorException',
      message: 'Something went wrong',
    });
    expect(other.faults).toEqual([expect.any(TypeError)]);
    await other.close();
  });
});

describe('sign-out', () => {
  it('RevokeToken ends one session', async () => {
    const [one, other] = [await signIn(), await signIn()];
    await local.sdk.send(new RevokeTokenCommand({ ClientId: clientId, Token: one.RefreshToken }));
    await expect(local.sdk.send(refreshCommand(one.RefreshToken))).rejects.toThrow('Refresh Token has been revoked');
    await expect(local.sdk.send(new GetUserCommand(one))).rejects.toThrow('Access Token has been revoked');
    await local.sdk.send(refreshCommand(other.RefreshToken));
  });

  it('RevokeToken takes no JWT, and an unknown refresh token is no error', async () => {
    const { AccessToken } = await signIn();
    await expect(
      local.sdk.send(new RevokeTokenCommand({ ClientId: clientId, Token: AccessToken })),
    ).rejects.toMatchObject({
      name: 'UnsupportedTokenTypeException',
    });
    await local.sdk.send(new RevokeTokenCommand({ ClientId: clientId, Token: 'unknown' }));
  });

  it('GlobalSignOut ends all sessions of the user and of nobody else', async () => {
    const [one, other, rival] = [await signIn(), await signIn(), await signIn('rival')];
    await local.sdk.send(new GlobalSignOutCommand({ AccessToken: one.AccessToken }));
    await expect(local.sdk.send(refreshCommand(other.RefreshToken))).rejects.toThrow('Refresh Token has been revoked');
    await local.sdk.send(refreshCommand(rival.RefreshToken));
  });
});

describe('an app client', () => {
  it.each([
    { flow: 'USER_PASSWORD_AUTH', message: 'USER_PASSWORD_AUTH flow not enabled for this client' },
    { flow: 'USER_SRP_AUTH', message: 'USER_SRP_AUTH is not enabled for the client.' },
    { flow: 'REFRESH_TOKEN', message: 'REFRESH_TOKEN_AUTH flow not enabled for this client' },
  ] as const)('that does not allow $flow gets InvalidParameterException', async ({ flow, message }) => {
    const strict = await startTestCognito({ client: { explicitAuthFlows: ['ALLOW_CUSTOM_AUTH', flow] } });
    const AuthParameters = { USERNAME: 'member', PASSWORD: samplePassword, SRP_A: 'a', REFRESH_TOKEN: 'r' };
    const command = new InitiateAuthCommand({ ClientId: clientId, AuthFlow: flow, AuthParameters });
    await expect(strict.sdk.send(command)).rejects.toMatchObject({ name: 'InvalidParameterException', message });
    const other = new GetTokensFromRefreshTokenCommand({ ClientId: clientId, RefreshToken: 'r' });
    await expect(strict.sdk.send(other)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await strict.close();
  });

  it('of another id does not exist', async () => {
    const command = new InitiateAuthCommand({
      ClientId: 'anotherclient0123456789',
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: 'member', PASSWORD: samplePassword },
    });
    await expect(local.sdk.send(command)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'User pool client anotherclient0123456789 does not exist.',
    });
  });
});

describe('createCognito', () => {
  const options = {
    region: 'us-east-1',
    users: sampleUsers,
    preTokenGeneration: async (event: unknown) => Promise.resolve(event),
  };

  it.each([
    { why: 'a group that the pool does not have', pool: { groups: ['members'] }, message: /editor .*group editors/ },
    {
      why: 'an attribute that the pool does not have',
      pool: { customAttributes: [] },
      message: /member .*custom:tenant/,
    },
    {
      why: 'a trigger of another version',
      pool: { preTokenGeneration: { function: 'preTokenGeneration', version: 'V1_0' } },
      message: /V1_0/,
    },
  ])('refuses $why', async ({ pool, message }) => {
    await expect(createCognito({ ...options, userPool: { ...testPool(), ...pool } })).rejects.toThrow(message);
  });

  it('makes another key each time', async () => {
    const { jwks } = await createCognito({ ...options, userPool: testPool() });
    expect(jwks.keys[0]?.kid).not.toBe(local.cognito.jwks.keys[0]?.kid);
  });
});

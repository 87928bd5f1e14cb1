/** GetSessionToken as the real SDK sees it: an IAM user's own permissions for a while, for nobody else. */
import { AssumeRoleCommand, GetCallerIdentityCommand, GetSessionTokenCommand } from '@aws-sdk/client-sts';
import type { GetSessionTokenCommandInput, STSClient } from '@aws-sdk/client-sts';
import {
  account,
  credentialsOf,
  developer,
  policy,
  refusal,
  role,
  roleArn,
  roles,
  startSts,
  userArn,
} from './fixture.ts';
import { valueError } from './fixture.ts';
import type { StsServer } from './fixture.ts';
import { callerContext } from './requestContext.ts';

let server: StsServer;
let client: STSClient;
beforeAll(async () => {
  const trust = policy({ Effect: 'Allow', Principal: { AWS: userArn }, Action: 'sts:AssumeRole' });
  server = await startSts([...roles, role('DevelopersRole', trust, { maxSessionDuration: 7200 })]);
  client = server.developer();
});
afterAll(() => server.close());

const call = (input: GetSessionTokenCommandInput = {}) => client.send(new GetSessionTokenCommand(input));

describe('long-term keys', () => {
  it('are those of the IAM user', async () => {
    expect(await client.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: account,
      Arn: userArn,
      UserId: developer.user.userId,
    });
  });

  it.each([
    { what: 'a wrong secret', keys: { secretAccessKey: 'y'.repeat(40) }, code: 'SignatureDoesNotMatch' },
    { what: 'a session token', keys: { sessionToken: 'any' }, code: 'InvalidClientTokenId' },
    { what: 'another key', keys: { accessKeyId: 'AKIAOTHEROTHEROTHERO' }, code: 'InvalidClientTokenId' },
  ])('with $what are refused: $code', async ({ keys, code }) => {
    const other = server.client({ ...developer, ...keys });
    expect(await refusal(other.send(new GetCallerIdentityCommand({})))).toMatchObject({ code, status: 403 });
  });

  it('have no token in their context, and a user name', () => {
    const session = server.sts.session(developer.accessKeyId);
    if (!session) throw new Error('The user is not there.');
    const context = callerContext(session, 'us-east-1', Date.now());
    expect(context).toMatchObject({ 'aws:username': 'dev', 'aws:PrincipalType': 'User', 'aws:PrincipalArn': userArn });
    expect(context).not.toHaveProperty('aws:TokenIssueTime');
    expect(context).not.toHaveProperty('aws:MultiFactorAuthPresent');
    expect(JSON.stringify(session)).not.toContain(developer.secretAccessKey);
  });
});

describe('GetSessionToken gives', () => {
  it.each([
    { seconds: undefined, lasts: 43_200 },
    { seconds: 900, lasts: 900 },
    { seconds: 129_600, lasts: 129_600 },
  ])('for $seconds seconds credentials of $lasts', async ({ seconds, lasts }) => {
    const { expiration } = credentialsOf(await call({ DurationSeconds: seconds }));
    expect(Math.abs(expiration.getTime() - Date.now() - lasts * 1000)).toBeLessThan(5000);
  });

  it('the user under other keys, not narrowed, without MFA', async () => {
    const credentials = credentialsOf(await call());
    expect(await server.client(credentials).send(new GetCallerIdentityCommand({}))).toMatchObject({ Arn: userArn });
    const session = server.sts.session(credentials.accessKeyId);
    expect(session).toMatchObject({ user: developer.user, sessionPolicy: undefined, by: 'GetSessionToken' });
    if (!session) throw new Error('There is no session.');
    expect(callerContext(session, 'us-east-1', Date.now())).toMatchObject({
      'aws:username': 'dev',
      'aws:MultiFactorAuthPresent': 'false',
      'aws:TokenIssueTime': expect.stringMatching(/Z$/) as string,
    });
  });

  it('credentials that may assume a role, for longer than a chained session', async () => {
    const assume = { RoleArn: roleArn('DevelopersRole'), RoleSessionName: 'dev', DurationSeconds: 7200 };
    const session = server.client(credentialsOf(await call()));
    expect(await session.send(new AssumeRoleCommand(assume))).toHaveProperty('Credentials');
  });
});

describe('GetSessionToken refuses', () => {
  const mfa = 'The local STS does not support MFA: leave SerialNumber and TokenCode out.';
  const rows = [
    {
      why: '899 seconds',
      input: { DurationSeconds: 899 },
      message: valueError('durationSeconds', "'899'", 'have value greater than or equal to 900'),
    },
    {
      why: '129,601 seconds',
      input: { DurationSeconds: 129_601 },
      message: valueError('durationSeconds', "'129601'", 'have value less than or equal to 129600'),
    },
    {
      why: 'a serial number of 8 characters',
      input: { SerialNumber: '12345678' },
      message: valueError('serialNumber', "'12345678'", 'have length greater than or equal to 9'),
    },
    {
      why: 'an MFA code that is no number',
      input: { TokenCode: 'abcdef' },
      message: valueError('tokenCode', "'abcdef'", String.raw`satisfy regular expression pattern: [\d]*`),
    },
    {
      why: 'a minimum token size of 4,097 bytes',
      input: { MinimumSessionTokenSize: 4097 },
      message: valueError('minimumSessionTokenSize', "'4097'", 'have value less than or equal to 4096'),
    },
    {
      why: 'MFA, clearly',
      input: { SerialNumber: 'GAHT12345678', TokenCode: '123456' },
      message: mfa,
      code: 'NotImplemented',
      status: 501,
    },
  ];
  it.each(rows)('$why', async ({ input, message, code = 'ValidationError', status = 400 }) => {
    expect(await refusal(call(input))).toEqual({ code, status, message });
  });

  it.each([
    { who: 'a role session', caller: () => Promise.resolve(server.lambda()) },
    { who: 'its own session', caller: async () => server.client(credentialsOf(await call())) },
  ])('$who', async ({ caller }) => {
    expect(await refusal((await caller()).send(new GetSessionTokenCommand({})))).toEqual({
      code: 'AccessDenied',
      status: 403,
      message: 'Cannot call GetSessionToken with session credentials',
    });
  });
});

/** STS as the real SDK sees it: who may call at all, and the sessions of functions. */
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { AssumeRoleCommandInput, STSClient } from '@aws-sdk/client-sts';
import {
  credentialsOf,
  lambdaSession,
  policy,
  refusal,
  region,
  role,
  roleArn,
  roles,
  startSts,
  vend,
} from './fixture.ts';
import type { StsServer } from './fixture.ts';
import { createSts } from './sts.ts';

let server: StsServer;
let lambda: STSClient;
beforeEach(async () => {
  server = await startSts();
  lambda = server.lambda();
});
afterEach(() => server.close());

const assume = (input: Partial<AssumeRoleCommandInput>) => lambda.send(new AssumeRoleCommand({ ...vend, ...input }));

describe('a caller is refused', () => {
  const identify = (client: STSClient) => refusal(client.send(new GetCallerIdentityCommand({})));
  const invalid = {
    code: 'InvalidClientTokenId',
    status: 403,
    message: 'The security token included in the request is invalid.',
  };
  const credentials = () => server.sts.startFunctionSession(roleArn('LambdaRole'), 'vend');

  it('with a key that is not known', async () => {
    expect(await identify(server.client({ ...credentials(), accessKeyId: 'ASIAAAAAAAAAAAAAAAAA' }))).toEqual(invalid);
  });
  it("with another session's token", async () => {
    expect(await identify(server.client({ ...credentials(), sessionToken: credentials().sessionToken }))).toEqual(
      invalid,
    );
  });
  it('with no token', async () => {
    const { accessKeyId, secretAccessKey, expiration } = credentials();
    const client = server.client({ accessKeyId, secretAccessKey, expiration } as ReturnType<typeof credentials>);
    expect(await identify(client)).toEqual(invalid);
  });
  it('with a wrong secret', async () => {
    const client = server.client({ ...credentials(), secretAccessKey: 'x'.repeat(40) });
    expect(await identify(client)).toMatchObject({ code: 'SignatureDoesNotMatch', status: 403 });
  });
  it('with a Region that is not ours', async () => {
    expect(await identify(server.client(credentials(), 'eu-west-1'))).toEqual({
      code: 'SignatureDoesNotMatch',
      status: 403,
      message: `Credential should be scoped to a valid region, not 'eu-west-1'. This is '${region}'.`,
    });
  });
  it.each([
    { minutes: 16, message: /^Signature expired: \w+ is now earlier than \w+ \(\w+ - 15 min\.\)$/ },
    { minutes: -16, message: /^Signature not yet current: \w+ is still later than \w+ \(\w+ \+ 15 min\.\)$/ },
  ])('with a clock that is $minutes minutes off', async ({ minutes, message }) => {
    const client = server.client(credentials());
    server.ahead = minutes * 60_000;
    expect(await identify(client)).toEqual({
      code: 'SignatureDoesNotMatch',
      status: 403,
      message: expect.stringMatching(message) as string,
    });
  });
  it('when the session has expired', async () => {
    server.ahead = -600_000;
    const session = credentialsOf(await assume({ DurationSeconds: 900 }));
    server.ahead = 300_001;
    expect(await identify(server.client(session))).toEqual({
      code: 'ExpiredToken',
      status: 403,
      message: 'The security token included in the request is expired',
    });
  });
});

describe('startFunctionSession', () => {
  it('starts a session that bears the function', async () => {
    const credentials = server.sts.startFunctionSession(roleArn('LambdaRole'), 'vend');
    expect(server.sts.session(credentials.accessKeyId)).toMatchObject({
      arn: lambdaSession,
      sourceFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:vend',
    });
    expect(credentials.expiration.getTime()).toBeGreaterThan(Date.now() + 43_100_000);
    expect(await server.client(credentials).send(new GetCallerIdentityCommand({}))).toMatchObject({
      Arn: lambdaSession,
    });
  });
  it.each(['VendRole', 'NoSuchRole'])('does not for the role %s, which Lambda cannot assume', (name) => {
    expect(() => server.sts.startFunctionSession(roleArn(name), 'vend')).toThrow(name);
  });
});

it('refuses at creation a role whose policy cannot be judged', () => {
  const odd = role(
    'Odd',
    policy({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: '*', Condition: { Odd: {} } }),
  );
  const service = { roles: [odd], account: '000000000000', partition: 'aws', region };
  expect(() => createSts({ service })).toThrow(/Odd/);
});

it('says so when a policy cannot be judged for a request, and does not guess', async () => {
  const Condition = { StringEquals: { 'aws:TagKeys': 'vend:sub' } };
  const trust = policy({ Effect: 'Allow', Principal: { AWS: roleArn('LambdaRole') }, Action: 'sts:*', Condition });
  const odd = await startSts([...roles, role('Odd', trust)]);
  const answer = odd.lambda().send(new AssumeRoleCommand({ ...vend, RoleArn: roleArn('Odd') }));
  expect(await refusal(answer)).toMatchObject({ code: 'NotImplemented', status: 501 });
  await odd.close();
});

it('tells its observer what was called, by whom and with what outcome, and no secret', async () => {
  const answer = await assume({});
  await refusal(assume({ RoleSessionName: 'a' }));
  await refusal(
    server.client({ ...credentialsOf(answer), secretAccessKey: 'wrong' }).send(new GetCallerIdentityCommand({})),
  );
  expect(server.calls).toEqual([
    { operation: 'AssumeRole', principalArn: lambdaSession, outcome: 'Success' },
    { operation: 'AssumeRole', principalArn: lambdaSession, outcome: 'ValidationError' },
    { operation: 'Unknown', outcome: 'SignatureDoesNotMatch' },
  ]);
});

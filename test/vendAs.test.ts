/** `scopevend vend --as federation|session` as a process, as a user runs it: what it vends is judged by the session policy that the API previews. */
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { jest } from '@jest/globals';
import { evaluateSession } from '../core/policy/evaluate.ts';
import { sampleUsers } from '../local/cognito/sampleUsers.ts';
import { startLocalStack } from '../local/stack.ts';
import type { LocalStack } from '../local/stack.ts';
import type { StsCall } from '../local/sts/sts.ts';
import { sampleAccessKey } from '../local/sts/sampleIamUser.ts';
import { scopevend } from './cli/runCli.ts';
import { captureLog } from './logWatch.ts';

jest.setTimeout(30_000);

interface Printed {
  readonly vendId: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: string;
  readonly sessionPolicy: string | null;
}

const calls: StsCall[] = [];
let stack: LocalStack;
beforeAll(async () => {
  captureLog('log');
  stack = await startLocalStack({ port: 0, awsPort: 0, onStsCall: (call) => calls.push(call) });
});
afterAll(() => stack.close());
beforeEach(() => {
  calls.length = 0;
});

const vend = (args: readonly string[], environment: NodeJS.ProcessEnv = {}) =>
  scopevend(['vend', ...args], { environment: { PORT: String(stack.port), ...environment } });

const identify = async ({ accessKeyId, secretAccessKey, sessionToken }: Printed) => {
  const credentials = { accessKeyId, secretAccessKey, sessionToken };
  const client = new STSClient({ endpoint: stack.awsUrl, region: stack.service.region, credentials, maxAttempts: 1 });
  const { Arn } = await client.send(new GetCallerIdentityCommand({}));
  client.destroy();
  return Arn;
};

const scope = '{"s3":[{"resource":"uploads","access":["READ"]}]}';
const asking = () => `Asking the local stack's STS at ${stack.awsUrl}, as its IAM user developer.`;
const [member] = sampleUsers;

describe('--as federation', () => {
  it('vends the scope by GetFederationToken: the session policy, tags and duration that the API previews', async () => {
    const { code, stdout, stderr } = await vend([scope, '--duration', '900', '--as', 'member', '--as', 'federation']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: `${asking()}\n` });
    const vended = JSON.parse(stdout) as Printed;
    expect(Object.keys(vended)).toEqual([
      'vendId',
      'accessKeyId',
      'secretAccessKey',
      'sessionToken',
      'expiration',
      'federatedUserArn',
      'region',
      'scope',
      'sessionPolicy',
      'sessionTokenUtilization',
      'unusableGrants',
    ]);
    expect(vended.vendId).toMatch(/^[0-9a-f]{32}$/);
    const seconds = (Date.parse(vended.expiration) - Date.now()) / 1000;
    expect(seconds).toBeGreaterThan(840);
    expect(seconds).toBeLessThanOrEqual(900);
    expect(await identify(vended)).toBe(`arn:aws:sts::000000000000:federated-user/${vended.vendId}`);
  });

  it('lets the user reach what the scope says, by the session policy alone', async () => {
    const bucket = `arn:aws:s3:::scopevend-dev-uploadsbucket`;
    const { stdout } = await vend([scope, '--as', 'member', '--as', 'federation']);
    const { sessionPolicy } = JSON.parse(stdout) as Printed;
    const session = JSON.parse(sessionPolicy ?? '') as Parameters<typeof evaluateSession>[0]['session'];
    const anything = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } } as const;
    const decided = (action: string, key: string) =>
      evaluateSession({ identity: anything, session }, { action, resource: `${bucket}/${key}`, context: {} }).decision;
    expect(decided('s3:GetObject', `users/${member?.sub ?? ''}/k`)).toBe('Allow');
    expect(decided('s3:PutObject', `users/${member?.sub ?? ''}/k`)).toBe('ImplicitDeny');
    expect(decided('s3:GetObject', 'users/somebody-else/k')).toBe('ImplicitDeny');
  });

  it('calls STS once, as the sample IAM user, and never AssumeRole', async () => {
    await vend([scope, '--as', 'member', '--as', 'federation']);
    expect(calls).toEqual([
      {
        operation: 'GetFederationToken',
        principalArn: 'arn:aws:iam::000000000000:user/developer',
        outcome: 'Success',
      },
    ]);
  });

  it('takes the whole scope of the user when none is given', async () => {
    const { code, stdout } = await vend(['--as', 'editor', '--as', 'federation']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toHaveProperty('scope.s3');
  });

  it.each([
    { args: ['--as', 'member', '{"s3":[{"resource":"nothing","access":["READ"]}]}'], errorType: 'NotGranted' },
    { args: ['--as', 'member', scope, '--duration', '3601'], errorType: 'InvalidDuration' },
    { args: ['--as', 'editor', '{"role":"reporting"}'], errorType: 'InvalidScope' },
    { args: ['--as', 'guest'], errorType: 'NotGranted' },
  ])('asks no STS for what is refused: $args', async ({ args, errorType }) => {
    const { code, stdout, stderr } = await vend([...args, '--as', 'federation']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(JSON.parse(stderr)).toMatchObject({ errorType, message: expect.any(String) as string });
    expect(calls).toEqual([]);
  });

  it('leaves the keys of a session alone and says why', async () => {
    const environment = { AWS_ACCESS_KEY_ID: 'ASIAX', AWS_SECRET_ACCESS_KEY: 'secret-x', AWS_SESSION_TOKEN: 'token-x' };
    const { code, stderr } = await vend([scope, '--as', 'member', '--as', 'federation'], environment);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: `${asking()} The keys in the environment are left alone: AWS_SESSION_TOKEN is set, and a session may not call this: it takes an IAM user, by its long-term keys.\n`,
    });
  });
});

describe('--as session', () => {
  it("gives the IAM user's whole permissions with --whole", async () => {
    const { code, stdout, stderr } = await vend(['--as', 'session', '--whole']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: `${asking()}\n` });
    const vended = JSON.parse(stdout) as Printed;
    expect(vended).toMatchObject({ sessionPolicy: null, region: 'us-east-1' });
    expect(vended).not.toHaveProperty('scope');
    expect(await identify(vended)).toBe('arn:aws:iam::000000000000:user/developer');
  });
});

it.each([
  {
    args: ['--as', 'member', scope, '--as', 'session'],
    stderr: /^GetSessionToken takes no session policy: .*--as federation/,
  },
  {
    args: ['--as', 'member', '--as', 'session'],
    stderr: /^GetSessionToken takes no session policy: .*--as session --whole/,
  },
  { args: ['--as', 'member', scope, '--as', 'session', '--whole'], stderr: /^GetSessionToken takes no session policy/ },
  { args: ['--as', 'member', '--as', 'session', '--whole'], stderr: /^--as session --whole goes alone/ },
  { args: ['--as', 'session', '--whole', '--duration', '900'], stderr: /^--as session --whole goes alone/ },
  { args: ['--as', 'member', scope, '--whole'], stderr: /^--whole goes with --as session only/ },
  { args: ['--as', 'member', scope, '--as', 'federation', '--whole'], stderr: /^--whole goes with --as session only/ },
  { args: ['--as', 'federation', '--as', 'session'], stderr: /^Say --as federation or --as session, and once\./ },
  { args: ['--as', 'nobody', scope, '--as', 'federation'], stderr: /^There is no user "nobody"/ },
  {
    args: ['--as', 'member', scope, '--as', 'federation', '--env'],
    environment: { AWS_ACCESS_KEY_ID: 'AKIAX', AWS_SECRET_ACCESS_KEY: 'secret-x', AWS_REGION: 'eu-west-1' },
    stderr: /^--env points a shell at the local stack, but the keys in the environment are for AWS/,
  },
])('$args ends with 2', async ({ args, stderr, environment }) => {
  const ended = await vend(args, environment);
  expect(ended).toEqual({ code: 2, signal: null, stdout: '', stderr: expect.stringMatching(stderr) as string });
  expect(ended.stderr).not.toMatch(/secret-x/);
  expect(calls).toEqual([]);
});

it('keeps the sample key out of every text', async () => {
  const texts = await Promise.all([vend(['--help']), vend([scope, '--as', 'member', '--as', 'federation'])]);
  expect(JSON.stringify(texts)).not.toContain(sampleAccessKey.secretAccessKey);
});

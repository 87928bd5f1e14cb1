/** GetFederationToken as the real SDK sees it: whom it federates, what the session may do, and every limit in AWS's own words. */
import { AssumeRoleCommand, GetCallerIdentityCommand, GetFederationTokenCommand } from '@aws-sdk/client-sts';
import type { GetFederationTokenCommandInput, STSClient } from '@aws-sdk/client-sts';
import { evaluateSession } from '../../core/policy/evaluate.ts';
import {
  account,
  credentialsOf,
  developer,
  lambdaSession,
  long,
  policy,
  refusal,
  role,
  roleArn,
  roles,
  startSts,
  sub,
  userArn,
  vend,
} from './fixture.ts';
import type { StsServer } from './fixture.ts';
import { callerContext } from './requestContext.ts';
import { holderOf, principalNames } from './session.ts';
import type { Session } from './session.ts';

const federated = (name: string) => `arn:aws:sts::${account}:federated-user/${name}`;
const input = { Name: 'fed1', Policy: vend.Policy, Tags: vend.Tags } satisfies GetFederationTokenCommandInput;

let server: StsServer;
let client: STSClient;
beforeAll(async () => {
  const anyone = policy({
    Effect: 'Allow',
    Principal: { AWS: [userArn, federated('fed1')] },
    Action: 'sts:AssumeRole',
  });
  const lambda = policy({ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' });
  const federates = policy({ Effect: 'Allow', Action: 'sts:*', Resource: '*' });
  server = await startSts([
    ...roles,
    role('DevelopersRole', anyone),
    role('BrokerRole', lambda, { policies: [federates] }),
  ]);
  client = server.developer();
});
afterAll(() => server.close());

const federate = (fields: Partial<GetFederationTokenCommandInput> = {}) =>
  client.send(new GetFederationTokenCommand({ ...input, ...fields }));
const sessionOf = (answer: Parameters<typeof credentialsOf>[0]): Session => {
  const session = server.sts.session(credentialsOf(answer).accessKeyId);
  if (!session) throw new Error('There is no such session.');
  return session;
};
/** As any service judges it. */
const judged = (session: Session, action: string, resource: string, resourcePolicy?: ReturnType<typeof policy>) => {
  const context = callerContext(session, 'us-east-1', Date.now());
  return evaluateSession(
    { identity: holderOf(session).policies, session: session.sessionPolicy, resource: resourcePolicy },
    { action, resource, context, principal: { AWS: principalNames(session) } },
  );
};

describe('GetFederationToken gives', () => {
  it('credentials of the shape that AWS gives, and says who they are', async () => {
    const answer = await federate({ DurationSeconds: 900 });
    expect(answer.FederatedUser).toEqual({ Arn: federated('fed1'), FederatedUserId: `${account}:fed1` });
    expect(answer.SessionTokenSize).toBe(answer.Credentials?.SessionToken?.length);
    expect(answer).toMatchObject({ PackedPolicySize: answer.SessionTokenUtilization });
    const credentials = credentialsOf(answer);
    expect(credentials.accessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    expect(await server.client(credentials).send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: account,
      Arn: federated('fed1'),
      UserId: `${account}:fed1`,
    });
  });

  it.each([
    { seconds: undefined, lasts: 43_200 },
    { seconds: 900, lasts: 900 },
    { seconds: 129_600, lasts: 129_600 },
  ])('for $seconds seconds credentials of $lasts', async ({ seconds, lasts }) => {
    const { expiration } = credentialsOf(await federate({ DurationSeconds: seconds }));
    expect(Math.abs(expiration.getTime() - Date.now() - lasts * 1000)).toBeLessThan(5000);
  });

  it.each([
    { what: 'the longest name', fields: { Name: `fed${long(29)}` } },
    { what: 'a name with every sign', fields: { Name: 'fed_=,.@-+' } },
    { what: 'a policy of 2,048 characters', fields: { Policy: vend.Policy.padEnd(2048) } },
    { what: 'no tags', fields: { Tags: undefined } },
    { what: 'a token of the largest size', fields: { MinimumSessionTokenSize: 4096 } },
  ])('$what', async ({ fields }) => {
    await expect(federate(fields)).resolves.toHaveProperty('FederatedUser');
  });

  it('a session with the tags, without a source identity, and with the keys that a federated user has', async () => {
    const session = sessionOf(await federate());
    expect(session.tags).toEqual(new Map([['vend:sub', sub]]));
    expect(session.sourceIdentity).toBeUndefined();
    const context = callerContext(session, 'us-east-1', Date.now());
    expect(context).toMatchObject({
      'aws:PrincipalArn': federated('fed1'),
      'aws:PrincipalType': 'FederatedUser',
      'aws:userid': `${account}:fed1`,
      'aws:PrincipalTag/vend:sub': sub,
    });
    expect(context).not.toHaveProperty('aws:username');
    expect(context).not.toHaveProperty('aws:SourceIdentity');
    expect(JSON.stringify(session)).not.toContain(developer.secretAccessKey);
  });
});

describe("a federated session may do what the user's policies and the session policy allow", () => {
  const wide = JSON.stringify(policy({ Effect: 'Allow', Action: 's3:*', Resource: '*' }));
  it.each([
    { what: 'what both allow', passed: vend.Policy, action: 's3:GetObject', resource: 'b/k', why: '' },
    {
      what: 'what the user may and the policy does not say',
      passed: vend.Policy,
      action: 's3:GetObject',
      resource: 'b/other',
      why: 'because no session policy allows the s3:GetObject action',
    },
    {
      what: 'what the policy says and the user may not',
      passed: wide,
      action: 's3:PutObject',
      resource: 'b/k',
      why: 'because no identity-based policy allows the s3:PutObject action',
    },
    {
      what: 'anything, without a policy',
      passed: undefined,
      action: 's3:GetObject',
      resource: 'b/k',
      why: 'because no session policy allows the s3:GetObject action',
    },
  ])('$what', async ({ passed, action, resource, why }) => {
    const session = sessionOf(await federate({ Policy: passed }));
    expect(judged(session, action, `arn:aws:s3:::${resource}`)).toEqual({
      decision: why === '' ? 'Allow' : 'ImplicitDeny',
      why,
    });
  });

  it.each([
    { names: federated('fed1'), what: 'the session: it adds', decision: 'Allow' },
    { names: userArn, what: 'the user: the session policy narrows it', decision: 'ImplicitDeny' },
  ])('and a resource policy names $what', async ({ names, decision }) => {
    const statement = { Effect: 'Allow', Principal: { AWS: names }, Action: 's3:*', Resource: '*' } as const;
    const session = sessionOf(await federate({ Policy: undefined }));
    expect(judged(session, 's3:GetObject', 'arn:aws:s3:::elsewhere/k', policy(statement)).decision).toBe(decision);
  });
});

describe('only long-term keys may call it', () => {
  const call = (caller: STSClient) => refusal(caller.send(new GetFederationTokenCommand(input)));
  const sessions = {
    code: 'AccessDenied',
    status: 403,
    message: 'Cannot call GetFederationToken with session credentials',
  };

  it('not a role session, though its policy allows it', async () => {
    const broker = server.sts.startFunctionSession(roleArn('BrokerRole'), 'broker');
    expect(await call(server.client(broker))).toEqual(sessions);
  });

  it('a session without the permission is told that first', async () => {
    expect(await call(server.lambda())).toEqual({
      ...sessions,
      message: `User: ${lambdaSession} is not authorized to perform: sts:GetFederationToken on resource: ${federated('fed1')}`,
    });
  });

  it('not a federated user', async () => {
    const own = policy({ Effect: 'Allow', Action: 'sts:*', Resource: '*' });
    const first = await federate({ Policy: JSON.stringify(own) });
    expect(await call(server.client(credentialsOf(first)))).toEqual(sessions);
  });

  it('nor may a federated user assume a role that trusts it', async () => {
    const own = policy({ Effect: 'Allow', Action: 'sts:*', Resource: '*' });
    const caller = server.client(credentialsOf(await federate({ Policy: JSON.stringify(own) })));
    const assume = { RoleArn: roleArn('DevelopersRole'), RoleSessionName: 'dev' };
    expect(await refusal(caller.send(new AssumeRoleCommand(assume)))).toEqual({
      code: 'AccessDenied',
      status: 403,
      message: `User: ${federated('fed1')} is not authorized to perform: sts:AssumeRole on resource: ${roleArn('DevelopersRole')}`,
    });
    expect(await client.send(new AssumeRoleCommand(assume))).toHaveProperty('Credentials');
  });
});

it('tells its observer who called, and nothing of the keys', async () => {
  await federate();
  expect(server.calls.at(-1)).toEqual({ operation: 'GetFederationToken', principalArn: userArn, outcome: 'Success' });
  expect(JSON.stringify(server.calls)).not.toContain(developer.secretAccessKey);
});

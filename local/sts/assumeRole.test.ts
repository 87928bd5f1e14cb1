/** AssumeRole as the real SDK sees it: what it gives, and to whom it gives nothing. */
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { AssumeRoleCommandInput } from '@aws-sdk/client-sts';
import { credentialsOf, lambdaSession, refusal, roleArn, sharedSts, sub, vend } from './fixture.ts';
import { roleId } from './session.ts';

const vendRole = vend.RoleArn;

const local = sharedSts();

const assume = (input: Partial<AssumeRoleCommandInput>) =>
  local.lambda.send(new AssumeRoleCommand({ ...vend, ...input }));
describe('AssumeRole gives', () => {
  it('credentials of the shape that AWS gives, and says who they are', async () => {
    const before = Date.now();
    const answer = await assume({ DurationSeconds: 900 });
    const { accessKeyId, secretAccessKey, sessionToken, expiration } = credentialsOf(answer);
    expect(accessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    expect(secretAccessKey).toHaveLength(40);
    expect(sessionToken).toHaveLength(answer.SessionTokenSize ?? 0);
    expect(answer.SessionTokenUtilization).toBe(Math.ceil(sessionToken.length / 40.96));
    expect(answer.SourceIdentity).toBe(sub);
    expect(answer.AssumedRoleUser).toEqual({
      Arn: 'arn:aws:sts::000000000000:assumed-role/VendRole/vend-1',
      AssumedRoleId: `${roleId(vendRole)}:vend-1`,
    });
    expect(expiration.getTime() % 1000).toBe(0);
    expect(expiration.getTime()).toBeGreaterThan(before + 898_000);
    expect(expiration.getTime()).toBeLessThanOrEqual(Date.now() + 900_000);
  });

  it('credentials that are good for GetCallerIdentity, and different ones each time', async () => {
    const [first, second] = [credentialsOf(await assume({})), credentialsOf(await assume({}))];
    const identity = await local.server.client(first).send(new GetCallerIdentityCommand({}));
    expect(identity).toMatchObject({
      Account: '000000000000',
      Arn: 'arn:aws:sts::000000000000:assumed-role/VendRole/vend-1',
      UserId: `${roleId(vendRole)}:vend-1`,
    });
    expect(new Set([first.accessKeyId, second.accessKeyId])).toHaveProperty('size', 2);
    expect(first.secretAccessKey).not.toBe(second.secretAccessKey);
    expect(first.sessionToken).not.toBe(second.sessionToken);
  });

  it('a session that remembers what it was made with, for whoever judges it later', async () => {
    const { accessKeyId } = credentialsOf(await assume({}));
    const session = local.server.sts.session(accessKeyId);
    expect(session).toMatchObject({ role: { name: 'VendRole' }, sourceIdentity: sub, name: 'vend-1' });
    expect(session?.tags).toEqual(new Map([['vend:sub', sub]]));
    expect(session?.sessionPolicy).toEqual(JSON.parse(vend.Policy));
    expect(JSON.stringify(session)).not.toMatch(/secret|token/i);
  });

  it.each([
    { what: 'the shortest duration', input: { DurationSeconds: 900 } },
    { what: 'the longest when chained', input: { DurationSeconds: 3600 } },
    { what: 'the shortest names', input: { RoleSessionName: 'ab', SourceIdentity: 'ab' } },
    {
      what: 'the longest names',
      input: { RoleSessionName: 'a'.repeat(64), SourceIdentity: '+=,.@-_'.padEnd(64, 'a') },
    },
    { what: 'an empty tag value', input: { Tags: [{ Key: 'vend:sub', Value: '' }] } },
    { what: 'the longest tag value', input: { Tags: [{ Key: 'vend:sub', Value: 'é'.repeat(256) }] } },
    { what: 'a policy of 2,048 characters', input: { Policy: vend.Policy.padEnd(2048) } },
    { what: 'a policy with ÿ in it', input: { Policy: vend.Policy.replace('b/k', 'b/ÿ') } },
    { what: 'an external id', input: { ExternalId: 'a:/b' } },
  ])('$what', async ({ input }) => {
    await expect(assume(input)).resolves.toHaveProperty('Credentials');
  });

  it('a token of the minimum size that was asked for', async () => {
    expect(await assume({ MinimumSessionTokenSize: 4096 })).toMatchObject({
      SessionTokenSize: 4096,
      SessionTokenUtilization: 100,
    });
  });
});

describe('AssumeRole denies', () => {
  const denied = (action: string, resource: string) => ({
    code: 'AccessDenied',
    status: 403,
    message: `User: ${lambdaSession} is not authorized to perform: ${action} on resource: ${resource}`,
  });
  it.each([
    { why: 'a caller that the role does not trust', input: { RoleArn: roleArn('StrangerRole') } },
    { why: 'a role that does not exist, alike', input: { RoleArn: roleArn('NoSuchRole') } },
    { why: 'its own role', input: { RoleArn: roleArn('LambdaRole') } },
    { why: 'a role in another account', input: { RoleArn: vendRole.replace('000000000000', '111111111111') } },
    { why: 'no source identity where the trust policy wants one', input: { SourceIdentity: undefined } },
    { why: 'no tags where the trust policy wants one', input: { Tags: [] } },
    {
      why: 'a tag that the trust policy does not list',
      input: { Tags: [...vend.Tags, { Key: 'admin', Value: 'yes' }] },
      action: 'sts:TagSession',
    },
    {
      why: 'tags under one trust statement on the source identity: TagSession does not have that key',
      input: { RoleArn: roleArn('OneStatementRole') },
      action: 'sts:TagSession',
    },
  ])('$why', async ({ input, action = 'sts:AssumeRole' }) => {
    expect(await refusal(assume(input))).toEqual(denied(action, input.RoleArn ?? vendRole));
  });
});

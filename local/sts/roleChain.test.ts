/** What goes on from one role session to the next. */
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import type { STSClient } from '@aws-sdk/client-sts';
import { credentialsOf, policy, refusal, role, roleArn, roles, startSts } from './fixture.ts';
import type { StsServer } from './fixture.ts';

describe('a chain of roles', () => {
  const all = ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'];
  const trust = (name: string, ...without: string[]) =>
    policy({
      Effect: 'Allow',
      Principal: { AWS: roleArn(name) },
      Action: all.filter((action) => !without.includes(action)),
    });
  const chain = [
    ...roles,
    role('First', trust('LambdaRole')),
    role('Second', trust('First')),
    role('NoTags', trust('First', 'sts:TagSession')),
    role('NoSourceIdentity', trust('First', 'sts:SetSourceIdentity')),
  ];
  const step = { RoleArn: roleArn('First'), RoleSessionName: 'one', SourceIdentity: 'somebody' };
  let server: StsServer;
  let first: STSClient;
  afterAll(() => server.close());
  beforeAll(async () => {
    server = await startSts(chain);
    const answer = await server.lambda().send(
      new AssumeRoleCommand({
        ...step,
        Tags: [
          { Key: 'Team', Value: 'red' },
          { Key: 'own', Value: 'stays' },
        ],
        TransitiveTagKeys: ['team'],
      }),
    );
    first = server.client(credentialsOf(answer));
  });
  const second = { RoleArn: roleArn('Second'), RoleSessionName: 'two' };

  it('hands on the source identity and the transitive tags, and nothing else', async () => {
    const answer = await first.send(new AssumeRoleCommand(second));
    expect(answer.SourceIdentity).toBe('somebody');
    const session = server.sts.session(credentialsOf(answer).accessKeyId);
    expect(session?.tags).toEqual(new Map([['Team', 'red']]));
    expect(session?.transitiveTagKeys).toEqual(['Team']);
  });

  it.each([
    { name: 'NoTags', action: 'sts:TagSession' },
    { name: 'NoSourceIdentity', action: 'sts:SetSourceIdentity' },
  ])('needs $action for what it hands on, though the call passes nothing', async ({ name, action }) => {
    const answer = first.send(new AssumeRoleCommand({ ...second, RoleArn: roleArn(name) }));
    expect(await refusal(answer)).toMatchObject({
      code: 'AccessDenied',
      message: expect.stringContaining(`${action} on resource: ${roleArn(name)}`) as string,
    });
  });

  it('does not change the source identity', async () => {
    const answer = first.send(new AssumeRoleCommand({ ...second, SourceIdentity: 'else' }));
    expect(await refusal(answer)).toMatchObject({
      code: 'AccessDenied',
      message: expect.stringContaining('sts:SetSourceIdentity') as string,
    });
  });

  it('does not change a transitive tag', async () => {
    const answer = first.send(new AssumeRoleCommand({ ...second, Tags: [{ Key: 'TEAM', Value: 'blue' }] }));
    expect(await refusal(answer)).toEqual({
      code: 'InvalidParameterValue',
      status: 400,
      message:
        "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
    });
  });
});

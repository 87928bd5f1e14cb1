import { randomBytes } from 'node:crypto';
import { InitiateAuthCommand, RespondToAuthChallengeCommand } from '@aws-sdk/client-cognito-identity-provider';
import { samplePassword } from './sampleUsers.ts';
import { clientId, decode, sharedCognito } from './testPool.ts';
import type { SrpClient } from './testSrpClient.ts';
import { N, srpClient } from './testSrpClient.ts';

const local = sharedCognito();

const initiate = async (USERNAME: string, SRP_A: string) => {
  const command = new InitiateAuthCommand({
    ClientId: clientId,
    AuthFlow: 'USER_SRP_AUTH',
    AuthParameters: { USERNAME, SRP_A },
    ClientMetadata: { tenant: 'globex' },
  });
  const { ChallengeName, ChallengeParameters = {}, Session } = await local.sdk.send(command);
  return { ChallengeName, Session, ...ChallengeParameters } as Record<string, string>;
};

const respond = async (client: SrpClient, challenge: Record<string, string>, changes: Record<string, string> = {}) => {
  const timestamp = changes['TIMESTAMP'] ?? 'Mon Jan 5 08:09:10 UTC 2026';
  const userId = challenge['USER_ID_FOR_SRP'] ?? '';
  const secretBlock = Buffer.from(challenge['SECRET_BLOCK'] ?? '', 'base64');
  const { signature } = client.prove({
    userId,
    salt: BigInt(`0x${challenge['SALT'] ?? ''}`),
    B: BigInt(`0x${challenge['SRP_B'] ?? ''}`),
    secretBlock,
    timestamp,
  });
  return local.sdk.send(
    new RespondToAuthChallengeCommand({
      ClientId: clientId,
      ChallengeName: 'PASSWORD_VERIFIER',
      ChallengeResponses: {
        USERNAME: userId,
        PASSWORD_CLAIM_SECRET_BLOCK: challenge['SECRET_BLOCK'] ?? '',
        PASSWORD_CLAIM_SIGNATURE: signature.toString('base64'),
        TIMESTAMP: timestamp,
        ...changes,
      },
      ClientMetadata: { tenant: 'globex' },
    }),
  );
};

const clientFor = (password = samplePassword) =>
  srpClient('LocalPool', password, BigInt(`0x${randomBytes(128).toString('hex')}`));

const incorrect = { name: 'NotAuthorizedException', message: 'Incorrect username or password.' };

describe('SRP sign-in', () => {
  it('signs in with the right password and sends no password', async () => {
    const client = clientFor();
    const challenge = await initiate('editor', client.A.toString(16));
    expect(challenge).toMatchObject({ ChallengeName: 'PASSWORD_VERIFIER', USERNAME: 'editor' });
    const { AuthenticationResult } = await respond(client, challenge);
    expect(decode(AuthenticationResult?.AccessToken)).toMatchObject({ username: 'editor', tenant: 'acme' });
    expect(AuthenticationResult?.RefreshToken).toBeDefined();
  });

  it('takes A with zeros in front, in capitals', async () => {
    const client = clientFor();
    const challenge = await initiate('member', `00${client.A.toString(16).padStart(768, '0')}`.toUpperCase());
    expect((await respond(client, challenge)).AuthenticationResult).toBeDefined();
  });

  it("hands the answer's ClientMetadata to the trigger, which takes no claim from it", async () => {
    const client = clientFor();
    const { AuthenticationResult } = await respond(client, await initiate('member', client.A.toString(16)));
    expect(local.events.at(-1)?.request.clientMetadata).toEqual({ tenant: 'globex' });
    expect(decode(AuthenticationResult?.IdToken)['tenant']).toBe('acme');
  });

  it('refuses a wrong password', async () => {
    const client = clientFor('Local-password-2');
    await expect(respond(client, await initiate('member', client.A.toString(16)))).rejects.toMatchObject(incorrect);
  });

  it('treats an unknown user as a user with another password', async () => {
    const client = clientFor();
    const [first, second] = [await initiate('nobody', '5'), await initiate('nobody', client.A.toString(16))];
    const real = await initiate('member', '5');
    expect(Object.keys(first).sort()).toEqual(Object.keys(real).sort());
    expect(first['SALT']).toBe(second['SALT']);
    expect(first['SALT']).not.toBe((await initiate('nobody2', '5'))['SALT']);
    expect((await initiate('member', '7'))['SALT']).toBe(real['SALT']);
    expect(first['SRP_B']).not.toBe(second['SRP_B']);
    await expect(respond(client, second)).rejects.toMatchObject(incorrect);
  });

  it('takes an answer once', async () => {
    const client = clientFor();
    const challenge = await initiate('member', client.A.toString(16));
    await respond(client, challenge);
    await expect(respond(client, challenge)).rejects.toMatchObject(incorrect);
  });

  it('gives one attempt a challenge', async () => {
    const client = clientFor();
    const challenge = await initiate('member', client.A.toString(16));
    const wrong = { PASSWORD_CLAIM_SIGNATURE: Buffer.alloc(32).toString('base64') };
    await expect(respond(client, challenge, wrong)).rejects.toMatchObject(incorrect);
    await expect(respond(client, challenge)).rejects.toMatchObject(incorrect);
  });

  it('lets a challenge expire after three minutes', async () => {
    const client = clientFor();
    const [early, late] = [
      await initiate('member', client.A.toString(16)),
      await initiate('member', client.A.toString(16)),
    ];
    local.now += 180_000 - 1;
    await respond(client, early);
    local.now += 1;
    await expect(respond(client, late)).rejects.toMatchObject(incorrect);
  });

  it.each([
    { why: 'an answer for another user', changes: { USERNAME: 'editor' } },
    { why: 'a secret block of our own', changes: { PASSWORD_CLAIM_SECRET_BLOCK: 'AAAA' } },
    { why: 'a signature that is too short', changes: { PASSWORD_CLAIM_SIGNATURE: 'AAAA' } },
    { why: 'a signature that is no base64', changes: { PASSWORD_CLAIM_SIGNATURE: '!' } },
  ])('refuses $why', async ({ changes }) => {
    const client = clientFor();
    await expect(respond(client, await initiate('member', client.A.toString(16)), changes)).rejects.toMatchObject(
      incorrect,
    );
  });

  it.each([
    { timestamp: '2026-01-05T08:09:10Z' },
    { timestamp: 'Mon Jan 05 08:09:10 UTC 2026' },
    { timestamp: 'Mo Jan 5 08:09:10 UTC 2026' },
    { timestamp: 'Mon Jan 5 8:09:10 UTC 2026' },
  ])('refuses the timestamp $timestamp', async ({ timestamp }) => {
    const client = clientFor();
    const challenge = await initiate('member', client.A.toString(16));
    await expect(respond(client, challenge, { TIMESTAMP: timestamp })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.',
    });
  });

  it.each([
    { why: 'zero', A: '0' },
    { why: 'N', A: N.toString(16) },
    { why: 'no number', A: 'xyz' },
    { why: 'a negative number', A: '-5' },
    { why: 'too long', A: '1'.repeat(771) },
  ])('refuses an A that is $why', async ({ A }) => {
    await expect(initiate('member', A)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});

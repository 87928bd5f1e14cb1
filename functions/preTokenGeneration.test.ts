import type { PreTokenGenerationEvent } from './preTokenGeneration.ts';
import { handler } from './preTokenGeneration.ts';

const event = (changes: {
  version?: string;
  userAttributes?: Record<string, string>;
  clientMetadata?: Record<string, string>;
}): PreTokenGenerationEvent => ({
  version: changes.version ?? '2',
  triggerSource: 'TokenGeneration_Authentication',
  region: 'us-east-1',
  userPoolId: 'us-east-1_LocalPool',
  userName: 'member',
  callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: 'abcdefghij0123456789' },
  request: {
    userAttributes: changes.userAttributes ?? {},
    groupConfiguration: { groupsToOverride: ['members'], iamRolesToOverride: [], preferredRole: null },
    scopes: ['aws.cognito.signin.user.admin'],
    ...(changes.clientMetadata && { clientMetadata: changes.clientMetadata }),
  },
  response: { claimsAndScopeOverrideDetails: null },
});

const details = async (sent: PreTokenGenerationEvent) => (await handler(sent)).response.claimsAndScopeOverrideDetails;

describe('preTokenGeneration', () => {
  it('puts the attribute into both tokens and leaves groups and scopes alone', async () => {
    expect(await details(event({ userAttributes: { sub: 's', 'custom:tenant': 'acme' } }))).toEqual({
      idTokenGeneration: { claimsToAddOrOverride: { tenant: 'acme' } },
      accessTokenGeneration: { claimsToAddOrOverride: { tenant: 'acme' } },
    });
  });

  it.each([
    { why: 'no attribute', userAttributes: {} },
    { why: 'an empty attribute', userAttributes: { 'custom:tenant': '' } },
    { why: 'attributes of other names', userAttributes: { tenant: 'acme', 'custom:Tenant': 'acme' } },
  ])('gives no claim for $why', async ({ userAttributes }) => {
    expect(await details(event({ userAttributes }))).toBeNull();
  });

  it('takes nothing from the client', async () => {
    const clientMetadata = { tenant: 'globex', 'custom:tenant': 'globex' };
    expect(await details(event({ clientMetadata }))).toBeNull();
    const both = event({ clientMetadata, userAttributes: { 'custom:tenant': 'acme' } });
    expect(JSON.stringify(await details(both))).not.toContain('globex');
  });

  it('drops a response that came in with the event', async () => {
    const forged = { claimsToAddOrOverride: { tenant: 'globex' } };
    const sent = { ...event({}), response: { claimsAndScopeOverrideDetails: { accessTokenGeneration: forged } } };
    expect(await details(sent)).toBeNull();
  });

  it('gives the rest of the event back as it came, and does not change the event it was given', async () => {
    const sent = Object.freeze(event({ userAttributes: { 'custom:tenant': 'acme' } }));
    const { response, ...rest } = await handler(sent);
    expect(response).not.toBe(sent.response);
    expect({ ...rest, response: sent.response }).toEqual(sent);
  });

  it('refuses a V1_0 event, which would leave access tokens without the claim', async () => {
    await expect(handler(event({ version: '1' }))).rejects.toThrow(/V2_0/);
  });
});

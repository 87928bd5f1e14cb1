/** What the service can see of a user's tokens, without any being made or signed. */
import { handler as preTokenGeneration } from '../../functions/preTokenGeneration.ts';
import { customizeTokens } from './tokenCustomization.ts';
import type { CognitoUser } from './userDirectory.ts';

const customizationFor = ({ username, sub, groups, attributes }: CognitoUser) =>
  customizeTokens((event) => preTokenGeneration(event as Parameters<typeof preTokenGeneration>[0]), {
    version: '2',
    triggerSource: 'TokenGeneration_Authentication',
    region: 'us-east-1',
    userPoolId: 'us-east-1_LocalPool',
    userName: username,
    callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: 'none' },
    request: {
      userAttributes: { sub, 'cognito:user_status': 'CONFIRMED', ...attributes },
      groupConfiguration: { groupsToOverride: [...groups], iamRolesToOverride: [], preferredRole: null },
      scopes: [],
    },
    response: { claimsAndScopeOverrideDetails: null },
  });

/** The payload of an access token of a user, as far as grants can see it. */
export const userClaims = async (user: CognitoUser): Promise<Readonly<Record<string, unknown>>> => {
  const { access, groups = user.groups } = await customizationFor(user);
  return {
    iss: 'https://issuer.invalid/pool',
    token_use: 'access',
    username: user.username,
    sub: user.sub,
    ...(groups.length > 0 && { 'cognito:groups': groups }),
    ...Object.fromEntries([...access.add].filter(([name]) => !access.suppress.has(name))),
  };
};

/**
 * The claims that the pre-token-generation function puts into ID and access tokens alike, for a user who has all of these custom
 * attributes, named without `custom:`. Undefined when the function does not run here.
 */
export const claimsAdded = async (customAttributes: readonly string[]): Promise<readonly string[] | undefined> => {
  const attributes = Object.fromEntries(customAttributes.map((name) => [`custom:${name}`, 'a-value']));
  const user = { username: 'nobody', sub: '00000000-0000-4000-8000-000000000000', groups: [], attributes };
  const customization = await customizationFor(user).catch(() => undefined);
  return customization && [...customization.access.add.keys()].filter((name) => customization.id.add.has(name));
};

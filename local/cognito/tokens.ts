/**
 * Makes ID and access tokens with Cognito's claims.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-with-identity-providers.html
 */
import { randomUUID } from 'node:crypto';
import type { PreTokenGenerationEvent } from '../../functions/preTokenGeneration.ts';
import type { Clock } from '../awsService.ts';
import type { UserPool } from '../service.ts';
import type { Session } from './sessions.ts';
import type { Claims, SigningKey } from './signingKey.ts';
import type { ClaimChanges, PreTokenGeneration, TokenCustomization, TriggerSource } from './tokenCustomization.ts';
import { customizeTokens } from './tokenCustomization.ts';

/** The scope of a token from a sign-in through the API: the user's own profile. */
export const profileScope = 'aws.cognito.signin.user.admin';

/** The part of AuthenticationResult that every issue has. */
export interface IssuedTokens {
  readonly AccessToken: string;
  /** Seconds. */
  readonly ExpiresIn: number;
  readonly IdToken: string;
  readonly TokenType: 'Bearer';
}

export interface Tokens {
  /** Runs the trigger and signs. `clientMetadata` undefined when the operation does not hand it to the trigger. */
  issue(
    session: Session,
    triggerSource: TriggerSource,
    clientMetadata?: ReadonlyMap<string, string>,
  ): Promise<IssuedTokens>;
}

interface Options {
  readonly userPool: UserPool;
  readonly region: string;
  readonly key: SigningKey;
  readonly preTokenGeneration: PreTokenGeneration;
  readonly clock: Clock;
}

const triggerEvent = (
  { userPool, region }: Pick<Options, 'userPool' | 'region'>,
  { user }: Session,
  triggerSource: TriggerSource,
  clientMetadata: ReadonlyMap<string, string> | undefined,
): PreTokenGenerationEvent => ({
  version: '2',
  triggerSource,
  region,
  userPoolId: userPool.id,
  userName: user.username,
  callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: userPool.client.id },
  request: {
    userAttributes: { sub: user.sub, 'cognito:user_status': 'CONFIRMED', ...user.attributes },
    groupConfiguration: { groupsToOverride: [...user.groups], iamRolesToOverride: [], preferredRole: null },
    scopes: [profileScope],
    ...(clientMetadata?.size && { clientMetadata: Object.fromEntries(clientMetadata) }),
  },
  response: { claimsAndScopeOverrideDetails: null },
});

const withChanges = (claims: Claims, { add, suppress }: ClaimChanges): Claims =>
  Object.fromEntries([...new Map([...Object.entries(claims), ...add])].filter(([name]) => !suppress.has(name)));

const scopeOf = ({ scopesToAdd, scopesToSuppress }: TokenCustomization): string =>
  [...new Set([profileScope, ...scopesToAdd])].filter((scope) => !scopesToSuppress.includes(scope)).join(' ');

export const createTokens = (options: Options): Tokens => {
  const { issuer, client } = options.userPool;
  return {
    issue: async (session, triggerSource, clientMetadata) => {
      const { user, originJti, eventId, authTime } = session;
      const event = triggerEvent(options, session, triggerSource, clientMetadata);
      const custom = await customizeTokens(options.preTokenGeneration, event);
      const now = Math.floor(options.clock() / 1000);
      const groups = custom.groups ?? user.groups;
      const scope = scopeOf(custom);
      const shared = {
        sub: user.sub,
        ...(groups.length > 0 && { 'cognito:groups': groups }),
        iss: issuer,
        origin_jti: originJti,
        event_id: eventId,
        auth_time: authTime,
        iat: now,
      };
      const id = {
        ...user.attributes,
        ...shared,
        'cognito:username': user.username,
        aud: client.id,
        token_use: 'id',
        exp: now + client.idTokenSeconds,
        jti: randomUUID(),
      };
      const access = {
        ...shared,
        client_id: client.id,
        token_use: 'access',
        ...(scope !== '' && { scope }),
        exp: now + client.accessTokenSeconds,
        jti: randomUUID(),
        username: user.username,
      };
      return {
        AccessToken: options.key.sign(withChanges(access, custom.access)),
        ExpiresIn: client.accessTokenSeconds,
        IdToken: options.key.sign(withChanges(id, custom.id)),
        TokenType: 'Bearer',
      };
    },
  };
};

/** A Cognito user pool on this machine: sign-in by password and by SRP, refresh, and tokens as AWS's. */
import type { AwsService, Clock } from '../awsService.ts';
import type { UserPool } from '../service.ts';
import { createReadAccessToken } from './accessToken.ts';
import type { SampleUser } from './sampleUsers.ts';
import { serveCognito } from './serveCognito.ts';
import { createSessions } from './sessions.ts';
import type { CognitoJwk } from './signingKey.ts';
import { createSigningKey } from './signingKey.ts';
import { createSrpChallenges } from './srpChallenges.ts';
import type { PreTokenGeneration } from './tokenCustomization.ts';
import { createTokens } from './tokens.ts';
import { createUserDirectory } from './userDirectory.ts';

export interface Cognito {
  readonly serve: AwsService;
  /** For verifiers in this process; also at GET /<pool id>/.well-known/jwks.json. */
  readonly jwks: { keys: CognitoJwk[] };
  readonly issuer: string;
}

export interface CognitoOptions {
  readonly userPool: UserPool;
  readonly region: string;
  readonly users: readonly SampleUser[];
  /** The function behind the pool's trigger. */
  readonly preTokenGeneration: PreTokenGeneration;
  readonly clock?: Clock;
  /** Hears of faults of this code itself; the client reads "Something went wrong". */
  readonly onFault?: (error: unknown) => void;
}

/**
 * Nothing is kept when the process ends: keys, sessions and refresh tokens are new at every start.
 * @throws {Error} for a user that does not fit the pool, or a trigger version other than V2_0.
 */
export const createCognito = async (options: CognitoOptions): Promise<Cognito> => {
  const { userPool, region, preTokenGeneration, clock = Date.now } = options;
  const { version } = userPool.preTokenGeneration;
  if (version !== 'V2_0')
    throw new Error(
      `The local Cognito sends V2_0 events to the pre-token-generation trigger; the pool asks for ${version}.`,
    );

  const keyMade = createSigningKey();
  const users = createUserDirectory(userPool, options.users);
  const sessions = createSessions(userPool.client.refreshTokenSeconds, clock);
  const key = await keyMade;
  const jwks = { keys: [key.jwk] };

  const pool = {
    name: userPool.id.slice(userPool.id.indexOf('_') + 1),
    client: userPool.client,
    users,
    sessions,
    challenges: createSrpChallenges(clock),
    tokens: createTokens({ userPool, region, key, preTokenGeneration, clock }),
    readAccessToken: createReadAccessToken({ userPool, key, sessions, users, clock }),
  };
  const documents = new Map([[`/${userPool.id}/.well-known/jwks.json`, jwks]]);
  return { serve: serveCognito(pool, documents, options.onFault ?? (() => undefined)), jwks, issuer: userPool.issuer };
};

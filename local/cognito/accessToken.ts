/** Who calls an operation that is authorized by an access token. */
import type { Clock } from '../awsService.ts';
import type { UserPool } from '../service.ts';
import { CognitoError } from './cognitoError.ts';
import type { Sessions } from './sessions.ts';
import type { SigningKey } from './signingKey.ts';
import { profileScope } from './tokens.ts';
import type { CognitoUser, UserDirectory } from './userDirectory.ts';

export type ReadAccessToken = (accessToken: string) => CognitoUser;

const notAuthorized = (message: string) => new CognitoError('NotAuthorizedException', message);

/** The reader throws NotAuthorizedException for a token that is forged, of another kind, expired, revoked or without scope. */
export const createReadAccessToken =
  (options: {
    readonly userPool: UserPool;
    readonly key: SigningKey;
    readonly sessions: Sessions;
    readonly users: UserDirectory;
    readonly clock: Clock;
  }): ReadAccessToken =>
  (accessToken) => {
    const claims = options.key.verify(accessToken);
    if (claims?.['token_use'] !== 'access') throw notAuthorized('Invalid Access Token');
    if (Number(claims['exp']) * 1000 <= options.clock()) throw notAuthorized('Access Token has expired');
    if (!options.sessions.isLive(String(claims['origin_jti']))) throw notAuthorized('Access Token has been revoked');
    if (!String(claims['scope']).split(' ').includes(profileScope))
      throw notAuthorized('Access Token does not have required scopes');
    const user = options.users.find(String(claims['username']));
    if (!user) throw notAuthorized('Invalid Access Token');
    return user;
  };

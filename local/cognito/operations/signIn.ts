/** How a sign-in ends and how it is continued, whatever operation it came by. */
import type { IssuedTokens } from '../tokens.ts';
import type { CognitoUser } from '../userDirectory.ts';
import type { Pool } from './operation.ts';

/** Starts a session for a user who has proved the password. */
export const signIn = async (
  { sessions, tokens }: Pick<Pool, 'sessions' | 'tokens'>,
  user: CognitoUser,
  clientMetadata?: ReadonlyMap<string, string>,
): Promise<object> => {
  const { session, refreshToken } = sessions.start(user);
  const issued = await tokens.issue(session, 'TokenGeneration_Authentication', clientMetadata);
  return { AuthenticationResult: { ...issued, RefreshToken: refreshToken }, ChallengeParameters: {} };
};

/** New tokens for a session; the refresh token stays as it is. */
export const refresh = async (
  { sessions, tokens }: Pick<Pool, 'sessions' | 'tokens'>,
  refreshToken: string,
  clientMetadata?: ReadonlyMap<string, string>,
): Promise<IssuedTokens> =>
  tokens.issue(sessions.resume(refreshToken), 'TokenGeneration_RefreshTokens', clientMetadata);

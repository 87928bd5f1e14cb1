/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetTokensFromRefreshToken.html */
import { invalidParameter } from '../cognitoError.ts';
import { text, textMap } from '../input.ts';
import type { Operation } from './operation.ts';
import { allowsFlow, checkClient } from './operation.ts';
import { refresh } from './signIn.ts';

/** How Amplify 6 refreshes. Refresh tokens are not rotated. */
export const getTokensFromRefreshToken: Operation = async (pool, input) => {
  checkClient(pool, input);
  if (!allowsFlow(pool, 'REFRESH_TOKEN_AUTH'))
    throw invalidParameter('REFRESH_TOKEN_AUTH flow not enabled for this client');
  const refreshToken = text(input, 'RefreshToken');
  return { AuthenticationResult: await refresh(pool, refreshToken, textMap(input, 'ClientMetadata')) };
};

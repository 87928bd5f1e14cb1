/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RevokeToken.html */
import { CognitoError } from '../cognitoError.ts';
import { text } from '../input.ts';
import type { Operation } from './operation.ts';
import { checkClient } from './operation.ts';

/** Ends one session: its refresh token, and its access tokens where Cognito itself is asked. */
export const revokeToken: Operation = (pool, input) => {
  checkClient(pool, input);
  const token = text(input, 'Token');
  // Refresh tokens have no dots: with one it is a JWT.
  if (token.includes('.'))
    throw new CognitoError('UnsupportedTokenTypeException', 'Only a refresh token can be revoked.');
  pool.sessions.revoke(token);
  return {};
};

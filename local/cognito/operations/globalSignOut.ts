/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GlobalSignOut.html */
import { text } from '../input.ts';
import type { Operation } from './operation.ts';

/** Cognito takes the user's tokens no more. Who checks JWTs offline, as AppSync does, takes them until they expire. */
export const globalSignOut: Operation = ({ readAccessToken, sessions }, input) => {
  sessions.revokeAll(readAccessToken(text(input, 'AccessToken')).sub);
  return {};
};

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html */
import { timingSafeEqual } from 'node:crypto';
import { incorrectCredentials, invalidParameter } from '../cognitoError.ts';
import { parameter, text, textMap } from '../input.ts';
import type { Operation } from './operation.ts';
import { checkClient } from './operation.ts';
import { signIn } from './signIn.ts';

/** Java's `EEE MMM d HH:mm:ss z yyyy`: the day has no zero in front. */
const timestampForm =
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) ([1-9]|[12]\d|3[01]) ([01]\d|2[0-3]):[0-5]\d:[0-5]\d [\w+:-]{1,9} \d{4}$/;

/**
 * PASSWORD_VERIFIER only: other challenges are never given. The timestamp is part of what is signed; how old it may be is
 * not judged, since the challenge itself is good for three minutes and one attempt.
 */
export const respondToAuthChallenge: Operation = async (pool, input) => {
  checkClient(pool, input);
  if (text(input, 'ChallengeName') !== 'PASSWORD_VERIFIER')
    throw invalidParameter('The local Cognito gives and takes the challenge PASSWORD_VERIFIER only.');
  const responses = textMap(input, 'ChallengeResponses');
  const clientMetadata = textMap(input, 'ClientMetadata');
  const username = parameter(responses, 'USERNAME');
  const secretBlock = Buffer.from(parameter(responses, 'PASSWORD_CLAIM_SECRET_BLOCK'), 'base64');
  const signature = Buffer.from(parameter(responses, 'PASSWORD_CLAIM_SIGNATURE'), 'base64');
  const timestamp = parameter(responses, 'TIMESTAMP');
  if (!timestampForm.test(timestamp))
    throw invalidParameter('TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.');

  const pending = pool.challenges.take(secretBlock);
  if (pending?.username !== username) throw incorrectCredentials();
  const expected = pending.exchange.expectedSignature(secretBlock, timestamp);
  const proved = signature.length === expected.length && timingSafeEqual(signature, expected);
  const user = pool.users.find(username);
  if (!proved || !user) throw incorrectCredentials();
  return signIn(pool, user, clientMetadata);
};

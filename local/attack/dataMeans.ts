/** How an attacker asks S3 and DynamoDB, and reads their answers. */
import type { HttpAnswer } from '../calls/http.ts';
import { errorOf } from '../calls/sendSigned.ts';
import type { Signer } from '../calls/sendSigned.ts';
import type { Means, Reaction } from './attack.ts';

/** The attacker's own credentials. */
export const signerOf = ({ stack, vended: { accessKeyId, secretAccessKey, sessionToken } }: Means): Signer => ({
  awsUrl: stack.awsUrl,
  region: stack.region,
  accessKeyId,
  secretAccessKey,
  sessionToken,
});

/** How S3 or DynamoDB took it. */
export const reactionTo = (answer: HttpAnswer): Reaction => {
  const error = errorOf(answer);
  return error ?? { code: undefined, message: `${String(answer.status)} ${answer.body.slice(0, 200)}` };
};

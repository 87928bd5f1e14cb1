/** GetCallerIdentity: whose credentials these are. Nobody can be denied it. */
import type { Operation } from './operation.ts';

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
export const getCallerIdentity: Operation = (_parameters, caller) => ({
  Arn: caller.arn,
  UserId: caller.userId,
  Account: caller.account,
});

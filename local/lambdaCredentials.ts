/** The credentials that a function runs with: a session of its role, renewed before it expires. */
import type { LambdaFunction } from './service.ts';
import type { SessionCredentials } from './sts/sessionStore.ts';
import type { Sts } from './sts/sts.ts';
import type { Clock } from './awsService.ts';

const RENEW_BEFORE_MS = 10 * 60 * 1_000;

/** A credential provider for the AWS SDK that asks local STS for a session as the Lambda service does. */
export const lambdaCredentials = (
  sts: Pick<Sts, 'startFunctionSession'>,
  { roleArn, name }: Pick<LambdaFunction, 'roleArn' | 'name'>,
  clock: Clock,
): (() => Promise<SessionCredentials>) => {
  let session: SessionCredentials | undefined;
  return () => {
    if (session === undefined || session.expiration.getTime() - clock() < RENEW_BEFORE_MS) {
      session = sts.startFunctionSession(roleArn, name);
    }
    return Promise.resolve(session);
  };
};

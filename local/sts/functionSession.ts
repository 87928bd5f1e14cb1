/** The session that the Lambda service starts for a function before it runs. */
import { evaluate } from '../../core/policy/evaluate.ts';
import type { Service } from '../service.ts';
import type { Surroundings } from './operation.ts';
import type { Session } from './session.ts';
import { sessionIdentity } from './session.ts';
import type { SessionCredentials } from './sessionStore.ts';
import { newSessionToken } from './sessionToken.ts';

/** Seconds. AWS gives between one hour and twelve and renews them itself; here a function is started anew. */
const durationSeconds = 43_200;

/**
 * A session of a function's role, named after the function.
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html
 * @throws Error for a role that is not there or does not trust lambda.amazonaws.com: a fault of serverless.yml
 */
export const startFunctionSession = (
  roleArn: string,
  functionName: string,
  { partition, account }: Pick<Service, 'partition' | 'account'>,
  { roles, sessions, region, clock }: Surroundings,
): SessionCredentials => {
  const role = roles.get(roleArn);
  if (!role)
    throw new Error(`The function ${functionName} has the role ${roleArn}, which serverless.yml does not define.`);
  const trust = evaluate([role.trustPolicy], {
    action: 'sts:AssumeRole',
    resource: roleArn,
    context: {
      'aws:PrincipalIsAWSService': 'true',
      'aws:PrincipalServiceName': 'lambda.amazonaws.com',
      'aws:SourceAccount': account,
      'aws:SecureTransport': 'true',
    },
    principal: { Service: 'lambda.amazonaws.com' },
  });
  if (trust !== 'Allow') {
    throw new Error(
      `The role defined for the function ${functionName} cannot be assumed by Lambda. Let the trust policy of ${roleArn} allow sts:AssumeRole for the service lambda.amazonaws.com.`,
    );
  }
  const now = clock();
  const session: Session = {
    ...sessionIdentity(role, functionName),
    sessionPolicy: undefined,
    tags: new Map(),
    transitiveTagKeys: [],
    sourceIdentity: undefined,
    sourceFunctionArn: `arn:${partition}:lambda:${region}:${account}:function:${functionName}`,
    issuedAt: now,
    expiresAt: (Math.floor(now / 1000) + durationSeconds) * 1000,
  };
  const { name: sessionName, tags, sourceIdentity } = session;
  return sessions.add(
    session,
    newSessionToken({ sessionName, policy: undefined, tags, sourceIdentity, minimumSize: 0 }),
  );
};

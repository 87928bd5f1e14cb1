/** GetFederationToken: an IAM user's permissions, narrowed by a session policy, for somebody whom the user names. */
import type { PolicyDocument } from '../../core/policy/document.ts';
import { evaluateSession } from '../../core/policy/evaluate.ts';
import { checkNumber, checkString, readInteger, refuse } from './constraints.ts';
import type { StringConstraint } from './constraints.ts';
import { giveCredentials, lifetime } from './newSession.ts';
import type { Operation, Surroundings } from './operation.ts';
import { callerContext, requestTags } from './requestContext.ts';
import { holderOf, userSession } from './session.ts';
import type { Session } from './session.ts';
import {
  checkPolicies,
  checkTagList,
  checkTokenSize,
  policyOf,
  readSessionParameters,
  refusePolicyArns,
  tagsOf,
} from './sessionParameters.ts';
import { longTermKeysOnly, notAuthorized } from './stsError.ts';

const userName: StringConstraint = {
  min: 2,
  max: 32,
  pattern: /^[\w+=,.@-]*$/,
  patternText: String.raw`[\w+=,.@-]*`,
};

/** Seconds, for IAM users. */
const duration = { min: 900, max: 129_600, whenLeftOut: 43_200 };

/** Without a session policy a federated user may do nothing; this is what nobody can be denied. */
const nothing: PolicyDocument = {
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: 'sts:GetCallerIdentity', Resource: '*' },
};

const authorize = (
  caller: Session,
  federatedUserArn: string,
  tags: ReadonlyMap<string, string>,
  { region, clock }: Surroundings,
) => {
  const context = { ...callerContext(caller, region, clock()), ...requestTags({ tags, transitiveTagKeys: [] }) };
  const actions = ['sts:GetFederationToken', ...(tags.size > 0 ? ['sts:TagSession'] : [])];
  const policies = { identity: holderOf(caller).policies, session: caller.sessionPolicy };
  for (const action of actions) {
    const { decision } = evaluateSession(policies, { action, resource: federatedUserArn, context });
    if (decision !== 'Allow') throw notAuthorized(caller.arn, action, federatedUserArn);
  }
};

/**
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html
 * A session is told that it has no permission for the call before it is told that no session may call.
 */
export const getFederationToken: Operation = (parameters, caller, surroundings) => {
  const passed = readSessionParameters(parameters);
  const durationSeconds = readInteger(parameters.get('DurationSeconds'));
  refuse([
    ...checkString('name', parameters.get('Name'), userName),
    ...checkPolicies(passed),
    ...checkNumber('durationSeconds', durationSeconds, duration.min, duration.max),
    ...checkTagList(passed),
    ...checkTokenSize(passed.minimumSessionTokenSize),
  ]);
  refusePolicyArns(passed);
  const tags = tagsOf(passed);
  const policy = policyOf(passed);
  const name = parameters.get('Name') ?? '';
  const arn = `arn:${caller.partition}:sts::${caller.account}:federated-user/${name}`;
  authorize(caller, arn, tags, surroundings);
  if (caller.user === undefined || caller.by !== 'long-term keys') throw longTermKeysOnly('GetFederationToken');
  const session = userSession(caller.user, {
    by: 'GetFederationToken',
    name,
    arn,
    userId: `${caller.account}:${name}`,
    sessionPolicy: policy?.document ?? nothing,
    tags,
    ...lifetime(surroundings.clock(), durationSeconds ?? duration.whenLeftOut),
  });
  const { credentials, size } = giveCredentials(
    session,
    { policy: policy?.text, minimumSessionTokenSize: passed.minimumSessionTokenSize ?? 0 },
    surroundings,
  );
  return { Credentials: credentials, FederatedUser: { FederatedUserId: session.userId, Arn: arn }, ...size };
};

/** AssumeRole: a session of another role, for a caller whom that role trusts. */
import type { Role } from '../service.ts';
import { readAssumeRoleRequest } from './assumeRoleRequest.ts';
import type { AssumeRoleRequest } from './assumeRoleRequest.ts';
import { mayAssume } from './mayAssume.ts';
import { giveCredentials, lifetime } from './newSession.ts';
import type { Operation, Surroundings } from './operation.ts';
import type { AssumeRoleAction } from './requestContext.ts';
import { assumeRoleContext, callerContext } from './requestContext.ts';
import type { Session } from './session.ts';
import { sessionIdentity } from './session.ts';
import { StsError, notAuthorized } from './stsError.ts';

/** Seconds, when the caller is itself a role session. */
const maxChainedDuration = 3600;

const transitiveTags = (caller: Session): Map<string, string> =>
  new Map([...caller.tags].filter(([key]) => caller.transitiveTagKeys.includes(key)));

const isFederated = (caller: Session) => caller.user !== undefined && caller.by === 'GetFederationToken';

/**
 * A role that does not exist is refused like one that does not trust the caller. A federated user may not assume any.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_sts-comparison.html
 */
const authorize = (request: AssumeRoleRequest, caller: Session, { roles, region, clock }: Surroundings): Role => {
  if (isFederated(caller)) throw notAuthorized(caller.arn, 'sts:AssumeRole', request.roleArn);
  const role = roles.get(request.roleArn);
  const setsSourceIdentity = request.sourceIdentity !== undefined || caller.sourceIdentity !== undefined;
  const actions: AssumeRoleAction[] = [
    'sts:AssumeRole',
    ...(request.tags.size > 0 || transitiveTags(caller).size > 0 ? (['sts:TagSession'] as const) : []),
    ...(setsSourceIdentity ? (['sts:SetSourceIdentity'] as const) : []),
  ];
  const context = callerContext(caller, region, clock());
  const denied = actions.find(
    (action) => !role || !mayAssume(caller, role, action, assumeRoleContext(action, request, role, context)),
  );
  if (role && denied === undefined) return role;
  throw notAuthorized(caller.arn, denied ?? 'sts:AssumeRole', request.roleArn);
};

const checkDuration = (seconds: number, role: Role, caller: Session) => {
  if (seconds > role.maxSessionDuration) {
    throw new StsError(
      'ValidationError',
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
  }
  if (caller.role && seconds > maxChainedDuration) {
    throw new StsError(
      'ValidationError',
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    );
  }
};

/** What the caller's own session hands on and cannot be changed: transitive tags and the source identity. */
const checkInherited = (request: AssumeRoleRequest, caller: Session) => {
  const inherited = new Set([...transitiveTags(caller).keys()].map((key) => key.toLowerCase()));
  if ([...request.tags.keys()].some((key) => inherited.has(key.toLowerCase()))) {
    throw new StsError(
      'InvalidParameterValue',
      "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
    );
  }
  const { sourceIdentity } = request;
  if (sourceIdentity !== undefined && caller.sourceIdentity !== undefined && sourceIdentity !== caller.sourceIdentity) {
    throw notAuthorized(caller.arn, 'sts:SetSourceIdentity', request.roleArn);
  }
};

/**
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 * What can be refused without knowing the role is refused first, then who may not assume it, then what the role limits.
 */
export const assumeRole: Operation = (parameters, caller, surroundings) => {
  const request = readAssumeRoleRequest(parameters);
  checkInherited(request, caller);
  const role = authorize(request, caller, surroundings);
  checkDuration(request.durationSeconds, role, caller);
  const inherited = transitiveTags(caller);
  const session: Session = {
    ...sessionIdentity(role, request.roleSessionName),
    sessionPolicy: request.policy?.document,
    tags: new Map([...inherited, ...request.tags]),
    transitiveTagKeys: [...inherited.keys(), ...transitiveOf(request)],
    sourceIdentity: request.sourceIdentity ?? caller.sourceIdentity,
    sourceFunctionArn: undefined,
    ...lifetime(surroundings.clock(), request.durationSeconds),
  };
  const { minimumSessionTokenSize, tags } = request;
  const passed = { policy: request.policy?.text, minimumSessionTokenSize };
  const { credentials, size } = giveCredentials(session, passed, surroundings, tags.size);
  return {
    AssumedRoleUser: { AssumedRoleId: session.userId, Arn: session.arn },
    SourceIdentity: session.sourceIdentity,
    ...size,
    Credentials: credentials,
  };
};

/** A transitive key is given in any case, the tag keeps its own. */
const transitiveOf = ({ tags, transitiveTagKeys }: AssumeRoleRequest): string[] => {
  const wanted = new Set(transitiveTagKeys.map((key) => key.toLowerCase()));
  return [...tags.keys()].filter((key) => wanted.has(key.toLowerCase()));
};

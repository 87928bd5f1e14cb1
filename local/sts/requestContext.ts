/** The condition keys that AWS puts into the context of a request. */
import { contextValues } from '../../core/policy/evaluate.ts';
import type { ContextValues } from '../../core/policy/evaluate.ts';
import type { AssumeRoleRequest } from './assumeRoleRequest.ts';
import type { Role } from '../service.ts';
import type { Session } from './session.ts';

/** Condition key → its value or values. */
type Context = Record<string, string | readonly string[]>;

/** The actions that one AssumeRole call can need. */
export type AssumeRoleAction = 'sts:AssumeRole' | 'sts:TagSession' | 'sts:SetSourceIdentity';

const issued = (caller: Session): Context => ({ 'aws:TokenIssueTime': new Date(caller.issuedAt).toISOString() });

/** The keys that say who calls. `aws:username` is there for an IAM user alone, and nothing of a token for its long-term keys. */
const principalKeys = (caller: Session): Context => {
  if (caller.role)
    return { 'aws:PrincipalArn': caller.role.arn, 'aws:PrincipalType': 'AssumedRole', ...issued(caller) };
  if (caller.by === 'GetFederationToken') {
    return { 'aws:PrincipalArn': caller.arn, 'aws:PrincipalType': 'FederatedUser', ...issued(caller) };
  }
  return {
    'aws:PrincipalArn': caller.arn,
    'aws:PrincipalType': 'User',
    'aws:username': caller.user.name,
    ...(caller.by === 'GetSessionToken' && { ...issued(caller), 'aws:MultiFactorAuthPresent': 'false' }),
  };
};

/** The keys that are the same in all requests of a session. */
const sessionKeys = (caller: Session, region: string): Context => ({
  ...principalKeys(caller),
  'aws:PrincipalAccount': caller.account,
  'aws:PrincipalIsAWSService': 'false',
  'aws:ViaAWSService': 'false',
  'aws:userid': caller.userId,
  'aws:RequestedRegion': region,
  'aws:SecureTransport': 'true',
  'aws:SourceIp': '127.0.0.1',
  ...(caller.sourceIdentity !== undefined && { 'aws:SourceIdentity': caller.sourceIdentity }),
  ...(caller.sourceFunctionArn !== undefined && { 'lambda:SourceFunctionArn': caller.sourceFunctionArn }),
  ...prefixed('aws:PrincipalTag/', principalTags(caller)),
});

/** A role's own tags stand in where the session has none of that name, in any case. */
const principalTags = ({ role, tags }: Session): ReadonlyMap<string, string> => {
  const named = new Set([...tags.keys()].map((key) => key.toLowerCase()));
  return new Map([...[...(role?.tags ?? [])].filter(([key]) => !named.has(key.toLowerCase())), ...tags]);
};

const read = new WeakMap<Session, { readonly region: string; readonly values: ContextValues }>();

/** Those keys as the evaluator takes them, read once for as long as the session is kept: it does not change. */
const sessionValues = (caller: Session, region: string): ContextValues => {
  const found = read.get(caller);
  if (found?.region === region) return found.values;
  const values = contextValues(sessionKeys(caller, region));
  read.set(caller, { region, values });
  return values;
};

const currentTime = (now: number): string => new Date(now).toISOString();
const epochTime = (now: number): string => String(Math.floor(now / 1000));

/** What `callerContext` says, looked up rather than put together: few policies ask for the time. */
export const callerValues = (caller: Session, region: string, now: number): ContextValues => {
  const values = sessionValues(caller, region);
  return {
    get: (key) => {
      if (key === 'aws:currenttime') return currentTime(now);
      return key === 'aws:epochtime' ? epochTime(now) : values.get(key);
    },
  };
};

/**
 * The keys of every request: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 * `aws:PrincipalArn` of a role session is the role's ARN. `aws:SecureTransport` is true: the loopback interface stands for TLS.
 */
export const callerContext = (caller: Session, region: string, now: number): Context => ({
  ...sessionKeys(caller, region),
  'aws:CurrentTime': currentTime(now),
  'aws:EpochTime': epochTime(now),
});

const prefixed = (prefix: string, tags: ReadonlyMap<string, string>): Context =>
  Object.fromEntries([...tags].map(([key, value]) => [`${prefix}${key}`, value]));

/**
 * Each action has only the keys that the Service Authorization Reference lists for it: `sts:SourceIdentity` is absent when
 * sts:TagSession is judged. https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html
 */
const actionKeys: Readonly<Record<AssumeRoleAction, (request: AssumeRoleRequest, role: Role) => Context>> = {
  'sts:AssumeRole': (request, { tags }) => ({
    ...prefixed('iam:ResourceTag/', tags ?? new Map()),
    'sts:RoleSessionName': request.roleSessionName,
    ...(request.externalId !== undefined && { 'sts:ExternalId': request.externalId }),
    ...sourceIdentity(request),
    ...requestTags(request),
  }),
  'sts:TagSession': (request) => requestTags(request),
  'sts:SetSourceIdentity': (request) => sourceIdentity(request),
};

const sourceIdentity = (request: AssumeRoleRequest): Context =>
  request.sourceIdentity === undefined ? {} : { 'sts:SourceIdentity': request.sourceIdentity };

/** The keys of session tags that are passed. */
export const requestTags = ({
  tags,
  transitiveTagKeys,
}: Pick<AssumeRoleRequest, 'tags' | 'transitiveTagKeys'>): Context => ({
  ...prefixed('aws:RequestTag/', tags),
  ...(tags.size > 0 && { 'aws:TagKeys': [...tags.keys()] }),
  ...(transitiveTagKeys.length > 0 && { 'sts:TransitiveTagKeys': transitiveTagKeys }),
});

/** The keys of one request for one of its actions. */
export const assumeRoleContext = (
  action: AssumeRoleAction,
  request: AssumeRoleRequest,
  role: Role,
  caller: Context,
): Context => ({
  ...caller,
  ...actionKeys[action](request, role),
});

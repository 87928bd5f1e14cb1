/** The condition keys that AWS puts into the context of a request. */
import type { AssumeRoleRequest } from './assumeRoleRequest.ts';
import type { Session } from './session.ts';

/** Condition key → its value or values. */
type Context = Record<string, string | readonly string[]>;

/** The actions that one AssumeRole call can need. */
export type AssumeRoleAction = 'sts:AssumeRole' | 'sts:TagSession' | 'sts:SetSourceIdentity';

/**
 * The keys of every request, for a role session: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 * `aws:PrincipalArn` is the role's ARN, not the session's. `aws:SecureTransport` is true: the loopback interface stands for TLS.
 */
export const callerContext = (caller: Session, region: string, now: number): Context => ({
  'aws:PrincipalArn': caller.role.arn,
  'aws:PrincipalAccount': caller.account,
  'aws:PrincipalType': 'AssumedRole',
  'aws:PrincipalIsAWSService': 'false',
  'aws:ViaAWSService': 'false',
  'aws:userid': caller.userId,
  'aws:CurrentTime': new Date(now).toISOString(),
  'aws:EpochTime': String(Math.floor(now / 1000)),
  'aws:TokenIssueTime': new Date(caller.issuedAt).toISOString(),
  'aws:RequestedRegion': region,
  'aws:SecureTransport': 'true',
  'aws:SourceIp': '127.0.0.1',
  ...(caller.sourceIdentity !== undefined && { 'aws:SourceIdentity': caller.sourceIdentity }),
  ...(caller.sourceFunctionArn !== undefined && { 'lambda:SourceFunctionArn': caller.sourceFunctionArn }),
  ...prefixed('aws:PrincipalTag/', caller.tags),
});

const prefixed = (prefix: string, tags: ReadonlyMap<string, string>): Context =>
  Object.fromEntries([...tags].map(([key, value]) => [`${prefix}${key}`, value]));

/**
 * Each action has only the keys that the Service Authorization Reference lists for it: `sts:SourceIdentity` is absent when
 * sts:TagSession is judged. https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html
 */
const actionKeys: Readonly<Record<AssumeRoleAction, (request: AssumeRoleRequest) => Context>> = {
  'sts:AssumeRole': (request) => ({
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

const requestTags = ({ tags, transitiveTagKeys }: AssumeRoleRequest): Context => ({
  ...prefixed('aws:RequestTag/', tags),
  ...(tags.size > 0 && { 'aws:TagKeys': [...tags.keys()] }),
  ...(transitiveTagKeys.length > 0 && { 'sts:TransitiveTagKeys': transitiveTagKeys }),
});

/** The keys of one request for one of its actions. */
export const assumeRoleContext = (action: AssumeRoleAction, request: AssumeRoleRequest, caller: Context): Context => ({
  ...caller,
  ...actionKeys[action](request),
});

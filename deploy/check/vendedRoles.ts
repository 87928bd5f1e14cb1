/** Whether every role that is vended from can be assumed by the vending function, with the tags of grants.ts, and denies what it must. */
import type { Grants } from '../../core/compileGrants.ts';
import type { PolicyDocument, Statement } from '../../core/policy/document.ts';
import { evaluate } from '../../core/policy/evaluate.ts';
import { sessionTagsFor } from '../../core/sessionTags.ts';
import type { Role } from '../../local/service.ts';
import { type Deployed, functionNamed, roleNamed } from './deployed.ts';
import type { Finding } from './finding.ts';
import { claimsUsed, imaginedCaller } from './imaginedCaller.ts';
import { statementsOf } from './probes.ts';
import { type Call, mayAssume } from './trust.ts';

/** The roles that grants.ts vends from, by ARN, with an external id where there is one. */
const vendedRoles = ({ grants }: Grants): ReadonlyMap<string, string | undefined> =>
  new Map(
    grants.map(({ resource: { kind, name, vendRoleArn, externalId } }) => [
      kind === 'role' ? name : vendRoleArn,
      externalId,
    ]),
  );

/** A call as the service makes it for a caller who has every claim. */
const callFor = (grants: Grants, externalId: string | undefined): Call => {
  const caller = imaginedCaller(new Map(claimsUsed(grants).map((claim) => [claim, 'a-value'])));
  // Those that say who the caller is, and the first and the last of those that a session policy may need.
  const packing = ['v0', 'v1d'].map((Key) => ({ Key, Value: 'users/a-value/' }));
  const all = [...sessionTagsFor(grants.sessionTags, caller), ...packing];
  const tags = Object.fromEntries(all.map(({ Key, Value }) => [Key, Value]));
  return { sourceIdentity: caller.sub, tags, ...(externalId !== undefined && { externalId }) };
};

// What must be denied whatever a resource's own policy says: one request of each kind.
const DENIED = [
  {
    what: 'assuming a further role',
    action: 'sts:AssumeRole',
    resource: 'arn:aws:iam::000000000000:role/x',
    context: {},
  },
  {
    what: 'changing permissions',
    action: 'iam:PutRolePolicy',
    resource: 'arn:aws:iam::000000000000:role/x',
    context: {},
  },
  ...['s3:PutObjectAcl', 's3:PutObjectVersionAcl', 's3:PutBucketAcl'].map((action) => ({
    what: `an ACL by ${action}`,
    action,
    resource: action === 's3:PutBucketAcl' ? 'arn:aws:s3:::b' : 'arn:aws:s3:::b/k',
    context: {},
  })),
  ...['full-control', 'read', 'write', 'read-acp', 'write-acp'].map((right) => ({
    what: `an ACL by x-amz-grant-${right}`,
    action: 's3:PutObject',
    resource: 'arn:aws:s3:::b/k',
    context: { [`s3:x-amz-grant-${right}`]: 'id=x' },
  })),
  {
    what: 'a canned ACL',
    action: 's3:PutObject',
    resource: 'arn:aws:s3:::b/k',
    context: { 's3:x-amz-acl': 'private' },
  },
  {
    what: 'a key of the customer',
    action: 's3:PutObject',
    resource: 'arn:aws:s3:::b/k',
    context: { 's3:x-amz-server-side-encryption-customer-algorithm': 'AES256' },
  },
  {
    what: 'a website redirect',
    action: 's3:PutObject',
    resource: 'arn:aws:s3:::b/k',
    context: { 's3:x-amz-website-redirect-location': '/x' },
  },
  {
    what: 'plain HTTP',
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::b/k',
    context: { 'aws:SecureTransport': 'false' },
  },
];

const allowsDenied = (role: Role): readonly string[] => {
  // That another bucket is denied says nothing of one's own.
  const Statement = statementsOf(role.policies).filter(({ Effect, Resource }) => Effect === 'Deny' && Resource === '*');
  const document: PolicyDocument = { Version: '2012-10-17', Statement: [...Statement, NOTHING] };
  return DENIED.filter(
    ({ action, resource, context }) =>
      evaluate(document, {
        action,
        resource,
        context: { 'aws:SecureTransport': 'true', ...context },
      }) !== 'ExplicitDeny',
  ).map(({ what }) => what);
};

const NOTHING: Statement = { Effect: 'Deny', Action: 'none:*', Resource: '*' };

const inFile = 'deploy/vended.yml (or your own/vended.yml)';

/**
 * Judges each role of the template that grants.ts vends from. Of a role of another account only the Lambda policy can be judged here.
 *
 * @param others roles of other accounts, where their policies are known
 */
export const judgeVendedRoles = (
  deployed: Deployed,
  grants: Grants,
  others: readonly Role[] = [],
): readonly Finding[] => {
  const lambda = roleNamed(deployed, 'VendLambdaRole');
  const caller = { arn: lambda.arn, policies: lambda.policies, sourceFunctionArn: functionNamed(deployed, 'vend').arn };
  return [...vendedRoles(grants)].flatMap(([arn, externalId]): readonly Finding[] => {
    const mayAsk = evaluate(lambda.policies, {
      action: 'sts:AssumeRole',
      resource: arn,
      context: { 'lambda:SourceFunctionArn': caller.sourceFunctionArn },
    });
    if (mayAsk !== 'Allow')
      return [
        {
          where: 'the Lambda policy',
          what: `does not let the vending function assume ${arn}`,
          mend: `Add it to roles of ${inFile}.`,
        },
      ];
    const role = [...deployed.roles, ...others].find((candidate) => candidate.arn === arn);
    if (role === undefined) return [];
    const findings: Finding[] = [];
    if (!mayAssume(role, caller, callFor(grants, externalId))) {
      const tags = [...grants.sessionTags.keys(), 'v0', 'v1d'].join(', ');
      findings.push({
        where: `the trust policy of ${role.name}`,
        what: `does not let the vending function assume it with a source identity and the session tags ${tags}`,
        mend: `Name each tag of grants.ts under StringLike or StringLikeIfExists, StringNotLike and aws:TagKeys in sessionTags of ${inFile}, and v? and v1? under aws:TagKeys, with StringLike.`,
      });
    }
    const call = callFor(grants, externalId);
    const standingIn = [...grants.sessionTags.keys()].filter((tag) =>
      mayAssume(role, caller, { ...call, roleTags: { [tag]: 'of-the-role' } }),
    );
    if (standingIn.length > 0) {
      findings.push({
        where: `the trust policy of ${role.name}`,
        what: `lets it be assumed when the role itself has a tag ${standingIn.join(' or ')}, which stands in where a vend leaves the session tag out`,
        mend: `Name each tag of grants.ts under untagged of ${inFile}, as iam:ResourceTag/…: 'true'.`,
      });
    }
    const missing = allowsDenied(role);
    if (missing.length > 0) {
      findings.push({
        where: `the policies of ${role.name}`,
        what: `do not deny ${missing.join(', ')}, so that a resource's own policy could allow it`,
        mend: `Add the role to denied of ${inFile}, which is whom deploy/vendDenials.yml denies it.`,
      });
    }
    return findings;
  });
};

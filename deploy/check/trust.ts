/** Who can assume a role: trust policy and the caller's own policies together, as AWS joins them within and across accounts. */
import type { Context } from '../../core/policy/evaluate.ts';
import { evaluate, evaluateSession } from '../../core/policy/evaluate.ts';
import type { PolicyDocument } from '../../core/policy/document.ts';
import type { Role } from '../../local/service.ts';

/** What of an AssumeRole call bears on whether it is allowed. */
export interface Call {
  readonly sourceIdentity?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly transitive?: readonly string[];
  readonly externalId?: string;
  /** Tags of the role itself. */
  readonly roleTags?: Readonly<Record<string, string>>;
}

/** Who calls: a session of a role, from the function that it says. */
export interface Assumer {
  readonly arn: string;
  readonly policies: readonly PolicyDocument[];
  readonly sourceFunctionArn?: string;
}

const accountOf = (arn: string): string => arn.split(':')[4] ?? '';

/**
 * The actions that a call needs, each with the condition keys that it supports and no others:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html
 */
export const actionsOf = ({
  sourceIdentity,
  tags = {},
  transitive = [],
  externalId,
  roleTags = {},
}: Call): ReadonlyMap<string, Context> => {
  const source: Context = sourceIdentity === undefined ? {} : { 'sts:SourceIdentity': sourceIdentity };
  const tagging: Context = {
    ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:RequestTag/${key}`, value])),
    'aws:TagKeys': Object.keys(tags),
    'sts:TransitiveTagKeys': transitive,
  };
  const external: Context = externalId === undefined ? {} : { 'sts:ExternalId': externalId };
  const tagged = Object.fromEntries(Object.entries(roleTags).map(([key, value]) => [`iam:ResourceTag/${key}`, value]));
  return new Map<string, Context>([
    ['sts:AssumeRole', { ...source, ...tagging, ...external, ...tagged, 'sts:RoleSessionName': 'a-vend' }],
    ...(Object.keys(tags).length > 0 ? [['sts:TagSession', tagging] as const] : []),
    ...(sourceIdentity === undefined ? [] : [['sts:SetSourceIdentity', source] as const]),
  ]);
};

/**
 * Whether a call is allowed. The trust policy must allow each action. Within an account that is enough where it names the caller
 * itself: then the caller's own policies can only deny. Where it names the account, and always across accounts, they must allow, too.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 */
export const mayAssume = (target: Role, caller: Assumer, call: Call): boolean =>
  [...actionsOf(call)].every(([action, context]) => {
    const [account, own] = [accountOf(target.arn), accountOf(caller.arn)];
    const name = caller.arn.split('/').at(-1) ?? '';
    const session = `arn:${caller.arn.split(':')[1] ?? ''}:sts::${own}:assumed-role/${name}/a-session`;
    const principal = { AWS: [session, caller.arn, own] };
    const from = caller.sourceFunctionArn;
    const request = {
      action,
      resource: target.arn,
      context: { ...context, ...(from !== undefined && { 'lambda:SourceFunctionArn': from }) },
      principal,
    };
    const resource = account === own ? target.trustPolicy : undefined;
    return (
      // lambda:SourceFunctionArn is nothing that a trust policy can see.
      evaluate(target.trustPolicy, { ...request, context }) === 'Allow' &&
      evaluateSession({ identity: caller.policies, resource }, request).decision === 'Allow'
    );
  });

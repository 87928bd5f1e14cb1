/** Judges whether a caller may do something to a role: trust policy, identity policies and session policy together. */
import { evaluate, evaluateSession } from '../../core/policy/evaluate.ts';
import type { Context } from '../../core/policy/evaluate.ts';
import type { Role } from '../service.ts';
import { holderOf, principalNames } from './session.ts';
import type { Session } from './session.ts';

/**
 * A trust policy is a resource policy that must itself allow, unlike others: being the owner's administrator is not enough.
 * How far it reaches depends on whom it names, the session, its role or user or their account: `evaluateSession` says how.
 * Across accounts the identity policies must allow as well.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 * @throws PolicyError for a policy that cannot be judged
 */
export const mayAssume = (caller: Session, role: Role, action: string, context: Context): boolean => {
  const { account, sessionPolicy } = caller;
  const request = { action, resource: role.arn, context, principal: { AWS: principalNames(caller) } };
  const [, , , , roleAccount] = role.arn.split(':');
  const resource = roleAccount === account ? role.trustPolicy : undefined;
  return (
    evaluate(role.trustPolicy, request) === 'Allow' &&
    evaluateSession({ identity: holderOf(caller).policies, session: sessionPolicy, resource }, request).decision ===
      'Allow'
  );
};

/** What policies mean: whether they allow a request. The one place where the project says so. */
import type { PolicyDocument } from './document.ts';
import type { ParsedStatement } from './parsePolicy.ts';
import { parsePolicy } from './parsePolicy.ts';
import type { Request } from './request.ts';
import { contextValues } from './request.ts';

export { PolicyError } from './policyError.ts';
export type { Context, Request } from './request.ts';

/** What policies of one kind say of a request. */
export type Decision = 'Allow' | 'ExplicitDeny' | 'ImplicitDeny';

/** Policies of one kind: one document, or several, which are judged as if their statements stood in one. */
export type Policies = PolicyDocument | readonly PolicyDocument[];

const isList = (policies: Policies): policies is readonly PolicyDocument[] => Array.isArray(policies);

const statementsOf = (policies: Policies, request: Request): readonly ParsedStatement[] => {
  const kind = request.principal === undefined ? 'identity' : 'resource';
  if (!isList(policies)) return parsePolicy(policies, kind);
  return policies.flatMap((document, i) => parsePolicy(document, kind, `policies[${String(i)}]`));
};

/**
 * Judges a request by policies of one kind: identity or session policies; with `request.principal` resource or trust policies.
 * An explicit deny wins; without an allow the answer is ImplicitDeny. No policy at all: ImplicitDeny.
 * Throws PolicyError, before it judges anything, for a document that is malformed or says what is not supported exactly; and
 * while judging, for a multivalued key under an operator without set prefix.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export const evaluate = (policies: Policies, request: Request): Decision => {
  const statements = statementsOf(policies, request);
  const context = contextValues(request.context);
  const action = request.action.toLowerCase();
  const applies = (statement: ParsedStatement): boolean =>
    statement.action(action) &&
    (request.principal === undefined || statement.principal?.(request.principal) === true) &&
    statement.resource(request.resource, context) &&
    statement.conditions.every((holds) => holds(context));
  let decision: Decision = 'ImplicitDeny';
  for (const statement of statements) {
    if (!applies(statement)) continue;
    if (statement.effect === 'Deny') return 'ExplicitDeny';
    decision = 'Allow';
  }
  return decision;
};

/** The policies that bear on a session's request, all of one account. */
export interface SessionPolicies {
  /** The role's. */
  readonly identity: Policies;
  /** What the session was made with; several (inline and managed) are a union. Left out: the session is not narrowed. */
  readonly session?: Policies | undefined;
  /** The resource's own policy, if it has one. The request must then have the session's principal. */
  readonly resource?: Policies | undefined;
}

/** A decision, and the reason of a denial in the words of AWS's error messages. */
export interface Verdict {
  readonly decision: Decision;
  /** "with an explicit deny in a session policy", "because no session policy allows the s3:GetObject action"; for Allow ''. */
  readonly why: string;
}

const isSession = (name: string): boolean => /^arn:[^:]*:sts:/.test(name);
const isAccount = (name: string): boolean => /^(?:\d{12}|arn:[^:]*:iam::\d{12}:root)$/.test(name);

/**
 * Judges a request of a session. Explicit denies win wherever they are. A resource policy of the same account that names the
 * session (or everyone) allows on its own; one that names the role does for an identity policy and is narrowed by the session
 * policy; one that names the account only leaves it to the identity policies.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html and, for the words,
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 * Not judged: permissions boundaries, organisations' policies, resources of other accounts.
 */
export const evaluateSession = ({ identity, session, resource }: SessionPolicies, request: Request): Verdict => {
  const { principal, ...unnamed } = request;
  const byIdentity = evaluate(identity, unnamed);
  const bySession = session === undefined ? 'Allow' : evaluate(session, unnamed);
  const byResource = (named: (name: string) => boolean): Decision => {
    if (resource === undefined) return 'ImplicitDeny';
    if (principal === undefined || !('AWS' in principal)) {
      throw new TypeError("A resource policy can only be judged with request.principal.AWS, the session's names.");
    }
    return evaluate(resource, { ...unnamed, principal: { AWS: principal.AWS.filter(named) } });
  };
  const denied = (kind: string): Verdict => ({
    decision: 'ExplicitDeny',
    why: `with an explicit deny in ${kind} policy`,
  });
  const notAllowed = (kind: string): Verdict => ({
    decision: 'ImplicitDeny',
    why: `because no ${kind} policy allows the ${request.action} action`,
  });
  if (byIdentity === 'ExplicitDeny') return denied('an identity-based');
  if (bySession === 'ExplicitDeny') return denied('a session');
  if (byResource(() => true) === 'ExplicitDeny') return denied('a resource-based');
  const allowed: Verdict = { decision: 'Allow', why: '' };
  if (byResource(isSession) === 'Allow') return allowed;
  // Of several that do not allow, AWS names one only, and does not say which.
  if (bySession !== 'Allow') return notAllowed('session');
  const isGiven = byIdentity === 'Allow' || byResource((name) => !isAccount(name)) === 'Allow';
  return isGiven ? allowed : notAllowed('identity-based');
};

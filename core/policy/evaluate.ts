/** What policies mean: whether they allow a request. The one place where the project says so. */
import type { Policies } from './compiledPolicies.ts';
import { CompiledPolicies } from './compiledPolicies.ts';
import type { ParsedStatement, PolicyKind } from './parsePolicy.ts';
import { PolicyError } from './policyError.ts';
import type { ContextValues, Request, RequestPrincipal } from './request.ts';
import { contextValues } from './request.ts';

export { PolicyError } from './policyError.ts';
export { compilePolicies } from './compiledPolicies.ts';
export type { CompiledPolicies, Policies } from './compiledPolicies.ts';
export { contextValues } from './request.ts';
export type { Context, ContextValues, Request } from './request.ts';

/** What policies of one kind say of a request. */
export type Decision = 'Allow' | 'ExplicitDeny' | 'ImplicitDeny';

type Judged = Policies | CompiledPolicies;

const compiled = (policies: Judged, kind: PolicyKind): CompiledPolicies => {
  if (!(policies instanceof CompiledPolicies)) return new CompiledPolicies(policies, kind);
  if (policies.kind !== kind) throw new PolicyError('policy', `was compiled as ${policies.kind} policy, not ${kind}.`);
  return policies;
};

/** A request as statements take it. */
interface Asked {
  /** In lower case. */
  readonly action: string;
  readonly resource: string;
  readonly context: ContextValues;
}

const askedOf = ({ action, resource, context, known }: Request): Asked => ({
  action: action.toLowerCase(),
  resource,
  context: contextValues(context, known),
});

/** The statements that apply to a request; the first that denies, alone, where there is one. */
const applying = (
  policies: CompiledPolicies,
  { action, resource, context }: Asked,
  principal: RequestPrincipal | undefined,
): readonly ParsedStatement[] => {
  const found: ParsedStatement[] = [];
  for (const statement of policies.statementsOn(action)) {
    const applies =
      (principal === undefined || statement.principal?.(principal) === true) &&
      statement.resource(resource, context) &&
      statement.conditions.every(({ holds }) => holds(context));
    if (!applies) continue;
    if (statement.effect === 'Deny') return [statement];
    found.push(statement);
  }
  return found;
};

/** An explicit deny wins; without an allow the answer is ImplicitDeny. */
const decisionBy = ([first]: readonly ParsedStatement[]): Decision => {
  if (first === undefined) return 'ImplicitDeny';
  return first.effect === 'Deny' ? 'ExplicitDeny' : 'Allow';
};

const decide = (policies: CompiledPolicies, asked: Asked, principal?: RequestPrincipal): Decision =>
  decisionBy(applying(policies, asked, principal));

/**
 * Judges a request by policies of one kind: identity or session policies; with `request.principal` resource or trust policies.
 * No policy at all: ImplicitDeny.
 * Throws PolicyError, before it judges anything, for a document that is malformed or says what is not supported exactly; and
 * while judging, for a multivalued key under an operator without set prefix.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export const evaluate = (policies: Judged, request: Request): Decision => {
  const { principal } = request;
  return decide(compiled(policies, principal === undefined ? 'identity' : 'resource'), askedOf(request), principal);
};

/** The policies that bear on a session's request, all of one account. */
export interface SessionPolicies {
  /** The role's. */
  readonly identity: Judged;
  /** What the session was made with; several (inline and managed) are a union. Left out: the session is not narrowed. */
  readonly session?: Judged | undefined;
  /** The resource's own policy, if it has one. The request must then have the session's principal. */
  readonly resource?: Judged | undefined;
}

/** A decision, and the reason of a denial in the words of AWS's error messages. */
export interface Verdict {
  readonly decision: Decision;
  /** "with an explicit deny in a session policy", "because no session policy allows the s3:GetObject action"; for Allow ''. */
  readonly why: string;
}

const isSession = (name: string): boolean => /^arn:[^:]*:sts:/.test(name);
const isNoAccount = (name: string): boolean => !/^(?:\d{12}|arn:[^:]*:iam::\d{12}:root)$/.test(name);

const namesOf = ({ principal }: Request): readonly string[] => {
  if (principal !== undefined && 'AWS' in principal) return principal.AWS;
  throw new TypeError("A resource policy can only be judged with request.principal.AWS, the session's names.");
};

/** Whether one of the statements that apply is there for some of the names that the session goes by. */
const allowsSome = (
  statements: readonly ParsedStatement[],
  names: readonly string[],
  isWanted: (name: string) => boolean,
): boolean => {
  if (statements.length === 0) return false;
  const principal = { AWS: names.filter(isWanted) };
  return statements.some((statement) => statement.principal?.(principal) === true);
};

const allowed: Verdict = { decision: 'Allow', why: '' };

const denied = (kind: string): Verdict => ({
  decision: 'ExplicitDeny',
  why: `with an explicit deny in ${kind} policy`,
});

const notAllowed = (kind: string, { action }: Request): Verdict => ({
  decision: 'ImplicitDeny',
  why: `because no ${kind} policy allows the ${action} action`,
});

/**
 * Judges a request of a session. Explicit denies win wherever they are. A resource policy of the same account that names the
 * session (or everyone) allows on its own; one that names the role does for an identity policy and is narrowed by the session
 * policy; one that names the account only leaves it to the identity policies.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html and, for the words,
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 * Not judged: permissions boundaries, organisations' policies, resources of other accounts.
 */
export const evaluateSession = ({ identity, session, resource }: SessionPolicies, request: Request): Verdict => {
  const asked = askedOf(request);
  const byIdentity = decide(compiled(identity, 'identity'), asked);
  const bySession = session === undefined ? 'Allow' : decide(compiled(session, 'identity'), asked);
  if (byIdentity === 'ExplicitDeny') return denied('an identity-based');
  if (bySession === 'ExplicitDeny') return denied('a session');
  const names = resource === undefined ? [] : namesOf(request);
  // What does not apply to all of the names together applies to none of them.
  const byResource = resource === undefined ? [] : applying(compiled(resource, 'resource'), asked, { AWS: names });
  if (decisionBy(byResource) === 'ExplicitDeny') return denied('a resource-based');
  if (allowsSome(byResource, names, isSession)) return allowed;
  // Of several that do not allow, AWS names one only, and does not say which.
  if (bySession !== 'Allow') return notAllowed('session', request);
  const isGiven = byIdentity === 'Allow' || allowsSome(byResource, names, isNoAccount);
  return isGiven ? allowed : notAllowed('identity-based', request);
};

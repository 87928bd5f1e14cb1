/** Why a policy allows a request or does not, in the evaluator's own terms: it says nothing else than `evaluate`. */
import type { ConditionTest } from './conditions.ts';
import type { PolicyDocument, Statement } from './document.ts';
import { evaluate } from './evaluate.ts';
import { listOf } from './oneOrMany.ts';
import { type ParsedStatement, parsePolicy } from './parsePolicy.ts';
import { PolicyError } from './policyError.ts';
import { type ContextValues, contextValues, type Request } from './request.ts';

/** A condition that does not hold for the request. */
export interface UnmetCondition {
  readonly operator: string;
  readonly key: string;
  /** The policy's values, with variables. */
  readonly wanted: readonly string[];
  /** What the request has; none when the key is absent. */
  readonly given: readonly string[];
}

/** What the policy says of one request. */
export type Explained =
  | { readonly allowed: true; readonly statement: Statement }
  /** A statement denies it, whatever others allow. */
  | { readonly allowed: false; readonly because: 'EXPLICIT'; readonly statement: Statement }
  /** No statement has the action. */
  | { readonly allowed: false; readonly because: 'ACTION' }
  /** Statements have the action, on these resources and not on the request's. */
  | { readonly allowed: false; readonly because: 'RESOURCE'; readonly resources: readonly string[] }
  /** A statement has action and resource: of several the one that comes closest. */
  | {
      readonly allowed: false;
      readonly because: 'CONDITION';
      readonly statement: Statement;
      readonly unmet: readonly UnmetCondition[];
    };

interface Read {
  readonly statement: Statement;
  readonly parsed: ParsedStatement;
}

/** A condition that cannot be judged does not hold; the evaluator may not have come to it, as one before it did not. */
const isMet = ({ holds }: ConditionTest, context: ContextValues): boolean => {
  try {
    return holds(context);
  } catch (error) {
    if (error instanceof PolicyError) return false;
    throw error;
  }
};

const unmetIn = ({ conditions }: ParsedStatement, context: ContextValues): readonly UnmetCondition[] =>
  conditions
    .filter((condition) => !isMet(condition, context))
    .map(({ operator, key, values }) => ({
      operator,
      key,
      wanted: values,
      given: listOf(context.get(key.toLowerCase())),
    }));

const refusal = (allowing: readonly Read[], resource: string, context: ContextValues): Explained => {
  if (allowing.length === 0) return { allowed: false, because: 'ACTION' };
  const [first, ...others] = allowing
    .filter(({ parsed }) => parsed.resource(resource, context))
    .map(({ statement, parsed }) => ({ statement, unmet: unmetIn(parsed, context) }));
  if (first === undefined)
    return {
      allowed: false,
      because: 'RESOURCE',
      resources: [...new Set(allowing.flatMap(({ statement }) => listOf(statement.Resource)))],
    };
  const closest = others.reduce((best, next) => (next.unmet.length < best.unmet.length ? next : best), first);
  return { allowed: false, because: 'CONDITION', ...closest };
};

/**
 * Explains what one identity or session policy says of a request.
 *
 * @throws PolicyError and RangeError as `evaluate` does
 */
export const explain = (document: PolicyDocument, request: Omit<Request, 'principal'>): Explained => {
  const decision = evaluate(document, request);
  const statements = [document.Statement].flat() as readonly Statement[];
  const parsed = parsePolicy(document, 'identity');
  const context = contextValues(request.context, request.known);
  const action = request.action.toLowerCase();
  const onAction = statements.flatMap((statement, at): Read[] => {
    const found = parsed[at];
    return found?.action(action) === true ? [{ statement, parsed: found }] : [];
  });
  const applies = ({ parsed: { resource, conditions } }: Read): boolean =>
    resource(request.resource, context) && conditions.every(({ holds }) => holds(context));
  const allowing = onAction.filter(({ statement }) => statement.Effect === 'Allow');
  const denying = onAction.filter(({ statement }) => statement.Effect === 'Deny');
  const decisive = (decision === 'ExplicitDeny' ? denying : allowing).find(applies);
  if (decision === 'ImplicitDeny' || decisive === undefined) return refusal(allowing, request.resource, context);
  return decision === 'Allow'
    ? { allowed: true, statement: decisive.statement }
    : { allowed: false, because: 'EXPLICIT', statement: decisive.statement };
};

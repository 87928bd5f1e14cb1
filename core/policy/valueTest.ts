/** Tests of one request value against one value of a policy, the variables in it filled in from the request. */
import type { ContextValues } from './request.ts';
import type { Part } from './variables.ts';
import { isConstant, substitute } from './variables.ts';
import type { Matcher, Token } from './wildcard.ts';

/** Whether the request's value matches the policy's. */
export type ValueTest = (actual: string, context: ContextValues) => boolean;

/** Of two fillings of the same parts, which differ in literals at most. */
const areSame = (some: readonly Token[], others: readonly Token[]): boolean =>
  some.every((token, i) => {
    const other = others[i];
    return token === other || ('literal' in token && other && 'literal' in other && token.literal === other.literal);
  });

/**
 * A test from parsed parts. A value with a variable that cannot be resolved matches nothing: a plain operator and Resource
 * then fail, a negated operator and NotResource then hold (IAM User Guide, "Policy variables with no value").
 */
export const testOf = (parts: readonly Part[], compile: (tokens: readonly Token[]) => Matcher): ValueTest => {
  if (isConstant(parts)) return compile(parts);
  // What one request filled in fills in the next one's too, when the same caller sends it.
  let last: { readonly tokens: readonly Token[]; readonly matches: Matcher } | undefined;
  return (actual, context) => {
    const tokens = substitute(parts, context);
    if (tokens === undefined) return false;
    if (last === undefined || !areSame(last.tokens, tokens)) last = { tokens, matches: compile(tokens) };
    return last.matches(actual);
  };
};

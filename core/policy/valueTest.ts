/** Tests of one request value against one value of a policy, the variables in it filled in from the request. */
import type { ContextValues } from './request.ts';
import type { Part } from './variables.ts';
import { isConstant, substitute } from './variables.ts';
import type { Matcher, Token } from './wildcard.ts';

/** Whether the request's value matches the policy's. */
export type ValueTest = (actual: string, context: ContextValues) => boolean;

/**
 * A test from parsed parts. A value with a variable that cannot be resolved matches nothing: a plain operator and Resource
 * then fail, a negated operator and NotResource then hold (IAM User Guide, "Policy variables with no value").
 */
export const testOf = (parts: readonly Part[], compile: (tokens: readonly Token[]) => Matcher): ValueTest => {
  if (isConstant(parts)) return compile(parts);
  return (actual, context) => {
    const tokens = substitute(parts, context);
    return tokens !== undefined && compile(tokens)(actual);
  };
};

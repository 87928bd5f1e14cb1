/**
 * The condition operators, one small object each:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
import { arnTest } from './arn.ts';
import { epochSeconds } from './dateTime.ts';
import { ipRange } from './ipRange.ts';
import { memo } from './memo.ts';
import { PolicyError, shown } from './policyError.ts';
import type { ValueTest } from './valueTest.ts';
import { testOf } from './valueTest.ts';
import { parseValue } from './variables.ts';
import type { Token } from './wildcard.ts';
import { compileWildcards } from './wildcard.ts';

/** Makes a policy's value into a test; a value that the operator cannot take is a PolicyError. */
type Compile = (value: string, path: string, variables: boolean) => ValueTest;

/** What an operator does with one value; `negated` holds when none of the policy's values matches. */
export interface Operator {
  readonly compile: Compile;
  readonly negated: boolean;
}

const textOf = (tokens: readonly Token[]): string =>
  tokens.map((token) => ('literal' in token ? token.literal : token.wildcard)).join('');

const stringEquals: Compile = (value, path, variables) =>
  testOf(parseValue(value, { variables, wildcards: false }, path), (tokens) => {
    const expected = textOf(tokens);
    return (actual) => actual === expected;
  });

const stringEqualsIgnoreCase: Compile = (value, path, variables) =>
  testOf(parseValue(value, { variables, wildcards: false }, path), (tokens) => {
    const expected = textOf(tokens).toLowerCase();
    return (actual) => actual.toLowerCase() === expected;
  });

const stringLike: Compile = (value, path, variables) =>
  testOf(parseValue(value, { variables, wildcards: true }, path), compileWildcards);

/** An operator on typed values, without variables or wildcards. A request value that is not of the type matches nothing. */
const typed =
  <Value>(
    type: string,
    read: (text: string) => Value | undefined,
    holds: (actual: Value, expected: Value) => boolean,
  ): Compile =>
  (value, path) => {
    const expected = read(value);
    if (expected === undefined) throw new PolicyError(path, `${shown(value)} is not ${type}.`);
    return (text) => {
      const actual = read(text);
      return actual !== undefined && holds(actual, expected);
    };
  };

/** Integers and decimals, compared as IEEE doubles. */
const readNumber = (text: string): number | undefined => {
  const value = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/i.test(text) ? Number(text) : NaN;
  return Number.isFinite(value) ? value : undefined;
};

const readBoolean = (text: string): boolean | undefined =>
  /^(?:true|false)$/i.test(text) ? text.toLowerCase() === 'true' : undefined;

const ipAddress: Compile = (value, path) => {
  const contains = ipRange(value);
  if (contains === undefined) throw new PolicyError(path, `${shown(value)} is not an IP address or CIDR range.`);
  return contains;
};

type Comparison = (actual: number, expected: number) => boolean;
const equal: Comparison = (actual, expected) => actual === expected;
const less: Comparison = (actual, expected) => actual < expected;
const lessOrEqual: Comparison = (actual, expected) => actual <= expected;
const greater: Comparison = (actual, expected) => actual > expected;
const greaterOrEqual: Comparison = (actual, expected) => actual >= expected;
const numeric = (holds: Comparison): Compile => typed('a number', readNumber, holds);
const date = (holds: Comparison): Compile => typed('an ISO 8601 date or epoch seconds', epochSeconds, holds);
const bool = typed('true or false', readBoolean, (actual, expected) => actual === expected);

const remembered = (compile: Compile): Compile => {
  const withVariables = memo((value, path) => compile(value, path, true));
  const without = memo((value, path) => compile(value, path, false));
  return (value, path, variables) => (variables ? withVariables : without)(value, path);
};
const is = (compile: Compile): Operator => ({ compile: remembered(compile), negated: false });
const not = (compile: Compile): Operator => ({ compile: remembered(compile), negated: true });

/** Operators by their name, without set prefix and IfExists. `Null` asks for the key alone and is not one of them. */
export const operators: ReadonlyMap<string, Operator> = new Map([
  ['StringEquals', is(stringEquals)],
  ['StringNotEquals', not(stringEquals)],
  ['StringEqualsIgnoreCase', is(stringEqualsIgnoreCase)],
  ['StringNotEqualsIgnoreCase', not(stringEqualsIgnoreCase)],
  ['StringLike', is(stringLike)],
  ['StringNotLike', not(stringLike)],
  ['ArnEquals', is(arnTest)],
  ['ArnLike', is(arnTest)],
  ['ArnNotEquals', not(arnTest)],
  ['ArnNotLike', not(arnTest)],
  ['Bool', is(bool)],
  ['IpAddress', is(ipAddress)],
  ['NotIpAddress', not(ipAddress)],
  ['NumericEquals', is(numeric(equal))],
  ['NumericNotEquals', not(numeric(equal))],
  ['NumericLessThan', is(numeric(less))],
  ['NumericLessThanEquals', is(numeric(lessOrEqual))],
  ['NumericGreaterThan', is(numeric(greater))],
  ['NumericGreaterThanEquals', is(numeric(greaterOrEqual))],
  ['DateEquals', is(date(equal))],
  ['DateNotEquals', not(date(equal))],
  ['DateLessThan', is(date(less))],
  ['DateLessThanEquals', is(date(lessOrEqual))],
  ['DateGreaterThan', is(date(greater))],
  ['DateGreaterThanEquals', is(date(greaterOrEqual))],
]);

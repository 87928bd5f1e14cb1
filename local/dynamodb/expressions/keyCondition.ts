/**
 * Reads a KeyConditionExpression: equality of the partition key and at most one condition on the sort key.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.KeyConditionExpressions.html
 */
import type { AttributeValue } from '../attributeValue.ts';
import { invalid } from '../dynamodbError.ts';
import { parseCondition } from './condition.ts';
import type { Placeholders } from './placeholders.ts';
import type { Comparator, Condition, Operand } from './syntax.ts';

/** A condition on one key attribute, as the parameter KeyConditions writes it. */
export interface KeyCondition {
  readonly ComparisonOperator: 'EQ' | 'LT' | 'LE' | 'GT' | 'GE' | 'BETWEEN' | 'BEGINS_WITH';
  readonly AttributeValueList: readonly AttributeValue[];
}

/** By attribute. */
export type KeyConditions = ReadonlyMap<string, KeyCondition>;

const operators: Readonly<Record<Exclude<Comparator, '<>'>, KeyCondition['ComparisonOperator']>> = {
  '=': 'EQ',
  '<': 'LT',
  '<=': 'LE',
  '>': 'GT',
  '>=': 'GE',
};
const turned: Readonly<Record<Comparator, Comparator>> = {
  '=': '=',
  '<>': '<>',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

const refuse = (why: string): never => {
  throw invalid(`Invalid KeyConditionExpression: ${why}`);
};

const keyOf = (operand: Operand, operator: string): string => {
  if (operand.kind === 'size') return refuse('KeyConditionExpressions cannot contain nested operations');
  if (operand.kind === 'value') {
    return refuse(
      `Invalid condition in KeyConditionExpression: ${operator} operator must have the key attribute as its first operand`,
    );
  }
  if (operand.path.length > 1) return refuse('KeyConditionExpressions cannot have conditions on nested attributes');
  return operand.path[0];
};

const valueOf = (operand: Operand): AttributeValue => {
  if (operand.kind === 'value') return operand.value;
  if (operand.kind === 'size') return refuse('KeyConditionExpressions cannot contain nested operations');
  return refuse('Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition');
};

const single = (condition: Condition): readonly [string, KeyCondition] => {
  switch (condition.kind) {
    case 'compare': {
      const { left, right, comparator } = condition;
      if (left.kind === 'value' && right.kind === 'value') {
        return refuse('Invalid condition in KeyConditionExpression: No key attribute specified');
      }
      const [key, value, operator] =
        left.kind === 'value' ? [right, left, turned[comparator]] : [left, right, comparator];
      if (operator === '<>') return refuse('Invalid operator used in KeyConditionExpression: <>');
      return [keyOf(key, operator), { ComparisonOperator: operators[operator], AttributeValueList: [valueOf(value)] }];
    }
    case 'between':
      return [
        keyOf(condition.operand, 'BETWEEN'),
        { ComparisonOperator: 'BETWEEN', AttributeValueList: [valueOf(condition.low), valueOf(condition.high)] },
      ];
    case 'beginsWith':
      return [
        keyOf(condition.operand, 'begins_with'),
        { ComparisonOperator: 'BEGINS_WITH', AttributeValueList: [valueOf(condition.part)] },
      ];
    case 'exists':
      return refuse(
        `Invalid operator used in KeyConditionExpression: ${condition.exists ? 'attribute_exists' : 'attribute_not_exists'}`,
      );
    case 'type':
      return refuse('Invalid operator used in KeyConditionExpression: attribute_type');
    default:
      return refuse(`Invalid operator used in KeyConditionExpression: ${condition.kind.toUpperCase()}`);
  }
};

const conjuncts = (condition: Condition): readonly Condition[] =>
  condition.kind === 'and' ? [...conjuncts(condition.left), ...conjuncts(condition.right)] : [condition];

/** @throws DynamodbError for what is not exactly a key condition */
export const parseKeyCondition = (expression: string, placeholders: Placeholders): KeyConditions => {
  const found = new Map<string, KeyCondition>();
  for (const condition of conjuncts(parseCondition(expression, 'KeyConditionExpression', placeholders))) {
    const [key, keyCondition] = single(condition);
    if (found.has(key)) refuse('KeyConditionExpressions must only contain one condition per key');
    found.set(key, keyCondition);
  }
  if (found.size > 2) throw invalid('Conditions can be of length 1 or 2 only');
  return found;
};

/** The expressions of a request, read; and the parameters that are left for the backend. */
import type { AttributeValue } from '../attributeValue.ts';
import { invalid } from '../dynamodbError.ts';
import type { Backend } from '../engine/backend.ts';
import type { Fields } from '../engine/dynalite.ts';
import { parseCondition } from '../expressions/condition.ts';
import type { KeyCondition, KeyConditions } from '../expressions/keyCondition.ts';
import { parseKeyCondition } from '../expressions/keyCondition.ts';
import { placeholdersOf } from '../expressions/placeholders.ts';
import { parseProjection } from '../expressions/projection.ts';
import type { Condition, Path, UpdateAction } from '../expressions/syntax.ts';
import { parseUpdate } from '../expressions/update.ts';
import { foreignName } from '../names.ts';

/** What the expressions of a request say. */
export interface Expressions {
  readonly projection: readonly Path[] | undefined;
  readonly condition: Condition | undefined;
  readonly filter: Condition | undefined;
  readonly keyConditions: KeyConditions | undefined;
  readonly update: readonly UpdateAction[] | undefined;
}

const parameters = [
  'ProjectionExpression',
  'ConditionExpression',
  'FilterExpression',
  'KeyConditionExpression',
  'UpdateExpression',
] as const;
type Parameter = (typeof parameters)[number];

/** Their replacement is what their message names. */
const refused: Readonly<Record<string, Parameter>> = {
  AttributeUpdates: 'UpdateExpression',
  Expected: 'ConditionExpression',
  ConditionalOperator: 'FilterExpression',
  QueryFilter: 'FilterExpression',
  ScanFilter: 'FilterExpression',
};
const legacy = [...Object.keys(refused), 'AttributesToGet', 'KeyConditions'];

const checkLegacy = (request: Fields): void => {
  const old = legacy.filter((name) => request[name] !== undefined);
  const used = parameters.filter((name) => request[name] !== undefined);
  if (old.length > 0 && used.length > 0) {
    throw invalid(
      `Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {${old.join(', ')}} Expression parameters: {${used.join(', ')}}`,
    );
  }
  for (const name of old) {
    const instead = refused[name];
    if (instead !== undefined) {
      throw invalid(`The local stack does not have the legacy parameter ${name}. Use ${instead} in its place.`);
    }
  }
};

/** @throws DynamodbError for what cannot be read exactly */
export const readExpressions = (request: Fields, backend: Backend): Expressions => {
  checkLegacy(request);
  const values = request['ExpressionAttributeValues'] as Record<string, AttributeValue> | undefined;
  for (const [key, value] of Object.entries(values ?? {})) {
    backend.checkValue(value, `ExpressionAttributeValues contains invalid value for key ${key}`);
  }
  const placeholders = placeholdersOf(
    {
      ExpressionAttributeNames: request['ExpressionAttributeNames'] as Record<string, string> | undefined,
      ExpressionAttributeValues: values,
    },
    parameters.some((name) => request[name] !== undefined),
  );
  const read = <T>(name: Parameter, parse: (expression: string) => T): T | undefined => {
    const expression = request[name];
    return expression === undefined ? undefined : parse(expression as string);
  };
  const names = request['AttributesToGet'] as readonly string[] | undefined;
  const conditions = request['KeyConditions'] as Readonly<Record<string, KeyCondition>> | undefined;
  const expressions: Expressions = {
    keyConditions:
      conditions === undefined
        ? read('KeyConditionExpression', (expression) => parseKeyCondition(expression, placeholders))
        : new Map(Object.entries(conditions)),
    projection:
      names === undefined
        ? read('ProjectionExpression', (expression) => parseProjection(expression, placeholders))
        : names.map((name) => [foreignName(name)]),
    filter: read('FilterExpression', (expression) => parseCondition(expression, 'FilterExpression', placeholders)),
    condition: read('ConditionExpression', (expression) =>
      parseCondition(expression, 'ConditionExpression', placeholders),
    ),
    update: read('UpdateExpression', (expression) => parseUpdate(expression, placeholders)),
  };
  placeholders.finish();
  return expressions;
};

const own: ReadonlySet<string> = new Set([
  ...parameters,
  'ExpressionAttributeNames',
  'ExpressionAttributeValues',
  'AttributesToGet',
  'ReturnValuesOnConditionCheckFailure',
]);

/** A request without what is done here rather than in the backend. */
export const withoutExpressions = (request: Fields): Fields =>
  Object.fromEntries(Object.entries(request).filter(([name]) => !own.has(name)));

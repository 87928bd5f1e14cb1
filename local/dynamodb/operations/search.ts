/** Query and Scan. */
import type { AttributeValue, Item } from '../attributeValue.ts';
import { invalid } from '../dynamodbError.ts';
import { rulesOf } from '../engine/dynalite.ts';
import type { Fields } from '../engine/dynalite.ts';
import { holds } from '../expressions/holds.ts';
import { project } from '../expressions/project.ts';
import { ofCondition, ofPaths } from '../expressions/touched.ts';
import type { Keys } from '../tables.ts';
import { contextOf } from './context.ts';
import { readExpressions, withoutExpressions } from './expressions.ts';
import type { Expressions } from './expressions.ts';
import type { Operation } from './operation.ts';

interface Parameters {
  readonly TableName: string;
  readonly IndexName?: string;
  readonly Select?: string;
  readonly ReturnConsumedCapacity?: string;
}

interface Found extends Fields {
  readonly Items?: readonly Item[];
}

/**
 * The Select that a request means, stated or not. What is returned must be what Select says, since policies rely on it.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html#DDB-Query-request-Select
 */
const selectOf = ({ Select, IndexName }: Parameters, { projection }: Expressions, request: Fields): string => {
  const parameter = request['AttributesToGet'] === undefined ? 'ProjectionExpression' : 'AttributesToGet';
  if (projection !== undefined && Select !== undefined && Select !== 'SPECIFIC_ATTRIBUTES') {
    throw invalid(
      `Cannot specify the ${parameter} when choosing to get ${Select === 'COUNT' ? 'only the Count' : Select}`,
    );
  }
  if (projection !== undefined) return 'SPECIFIC_ATTRIBUTES';
  if (Select === 'SPECIFIC_ATTRIBUTES') {
    throw invalid('Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES');
  }
  if (Select === 'ALL_PROJECTED_ATTRIBUTES' && IndexName === undefined) {
    throw invalid('ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName');
  }
  return Select ?? (IndexName === undefined ? 'ALL_ATTRIBUTES' : 'ALL_PROJECTED_ATTRIBUTES');
};

/** A filter may speak of anything but the keys that a query is by. */
const checkFilter = ({ filter }: Expressions, keys: Keys | undefined): void => {
  const key = ofCondition(filter).find((name) => name === keys?.partitionKey || name === keys?.sortKey);
  if (key !== undefined) {
    throw invalid(`Filter Expression can only contain non-primary key attributes: Primary key attribute: ${key}`);
  }
};

const search =
  (action: 'query' | 'scan'): Operation =>
  (parameters, { backend, turns, tables, tableArn }) => {
    const { types, custom } = rulesOf(action);
    const request = backend.readTypes(parameters, types);
    const expressions = readExpressions(request, backend);
    const { projection, filter, keyConditions } = expressions;
    const plain: Fields = {
      ...withoutExpressions(request),
      ...(keyConditions !== undefined && { KeyConditions: Object.fromEntries(keyConditions) }),
    };
    backend.check(plain, types, custom);
    const asked = plain as unknown as Parameters;
    const select = selectOf(asked, expressions, request);
    const table = tables.get(asked.TableName);
    const index = asked.IndexName === undefined ? undefined : table?.indexes.get(asked.IndexName);
    const keys: Keys | undefined = asked.IndexName === undefined ? table : index;
    const leading: readonly AttributeValue[] =
      (keys && keyConditions?.get(keys.partitionKey)?.AttributeValueList) ?? [];

    const run = async (): Promise<Fields> => {
      if (action === 'query') checkFilter(expressions, keys);
      // A local index has what it does not project from the table.
      const fetching = index?.local === true && select === 'SPECIFIC_ATTRIBUTES';
      const all = fetching
        ? 'ALL_ATTRIBUTES'
        : select === 'COUNT' || select === 'SPECIFIC_ATTRIBUTES'
          ? undefined
          : select;
      const { Select: _, ...rest } = plain;
      const found = (await backend.run(action, { ...rest, ...(all !== undefined && { Select: all }) })) as Found;
      const items = (found.Items ?? []).filter((item) => filter === undefined || holds(filter, item));
      const { Items: __, ...counts } = found;
      return {
        ...(select !== 'COUNT' && { Items: items.map((item) => project(item, projection)) }),
        ...counts,
        Count: items.length,
      };
    };
    return {
      asks: [
        {
          action: action === 'query' ? 'dynamodb:Query' : 'dynamodb:Scan',
          resource: tableArn(asked.TableName) + (asked.IndexName === undefined ? '' : `/index/${asked.IndexName}`),
          context: contextOf({
            leading,
            attributes: [...(keyConditions?.keys() ?? []), ...ofCondition(filter), ...ofPaths(projection)],
            select,
            returnConsumedCapacity: asked.ReturnConsumedCapacity,
          }),
        },
      ],
      run: () => turns.read(run),
    };
  };

export const query = search('query');
export const scan = search('scan');

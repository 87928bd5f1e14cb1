/** GetItem. */
import type { Item } from '../attributeValue.ts';
import { rulesOf } from '../engine/dynalite.ts';
import { project } from '../expressions/project.ts';
import { ofPaths } from '../expressions/touched.ts';
import { contextOf, leadingKey } from './context.ts';
import { readExpressions, withoutExpressions } from './expressions.ts';
import type { Ask, Database, Operation } from './operation.ts';

/** What a GetItem request has, after its types were checked. */
interface Parameters {
  readonly TableName: string;
  readonly Key: Item;
  readonly ReturnConsumedCapacity?: string;
}

const { types, custom } = rulesOf('getItem');

/** Reads one Get: of a GetItem request, or of a transaction. */
export const readGet = (
  request: Readonly<Record<string, unknown>>,
  { backend, tables, tableArn }: Database,
  enclosing?: 'TransactGetItems',
) => {
  const { projection } = readExpressions(request, backend);
  const plain = withoutExpressions(request);
  backend.check(plain, types, custom);
  const { TableName, Key, ReturnConsumedCapacity } = plain as unknown as Parameters;
  const ask: Ask = {
    action: 'dynamodb:GetItem',
    resource: tableArn(TableName),
    context: contextOf({
      leading: [leadingKey(tables.get(TableName), Key)],
      attributes: [...Object.keys(Key), ...ofPaths(projection)],
      select: projection === undefined ? 'ALL_ATTRIBUTES' : 'SPECIFIC_ATTRIBUTES',
      returnConsumedCapacity: ReturnConsumedCapacity,
      enclosing,
    }),
  };
  const run = async () => {
    const { Item: item, ...rest } = (await backend.run('getItem', plain)) as { Item?: Item };
    return { ...(item !== undefined && { Item: project(item, projection) }), ...rest };
  };
  return { ask, run };
};

export const getItem: Operation = (parameters, database) => {
  const { ask, run } = readGet(database.backend.readTypes(parameters, types), database);
  return { asks: [ask], run: () => database.turns.read(run) };
};

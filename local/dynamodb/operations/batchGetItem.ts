/** BatchGetItem: judged once for each table, with all its keys. */
import type { Item } from '../attributeValue.ts';
import { rulesOf } from '../engine/dynalite.ts';
import type { Fields } from '../engine/dynalite.ts';
import { project } from '../expressions/project.ts';
import { ofPaths } from '../expressions/touched.ts';
import { contextOf, leadingKey } from './context.ts';
import { readExpressions, withoutExpressions } from './expressions.ts';
import type { Operation } from './operation.ts';

interface TableRequest extends Fields {
  readonly Keys: readonly Item[];
}
interface Answer extends Fields {
  readonly Responses: Readonly<Record<string, readonly Item[]>>;
  readonly UnprocessedKeys: Readonly<Record<string, { readonly Keys: readonly Item[] }>>;
}

const { types, custom } = rulesOf('batchGetItem');

const mapValues = <From, To>(record: Readonly<Record<string, From>>, change: (value: From, key: string) => To) =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));

export const batchGetItem: Operation = (parameters, { backend, turns, tables, tableArn }) => {
  const request = backend.readTypes(parameters, types);
  // Before anything looks into the tables' requests: that they are there, and are such.
  backend.check({ ...request }, types);
  const requests = request['RequestItems'] as Readonly<Record<string, TableRequest>>;
  const projections = new Map(
    Object.entries(requests).map(([table, of]) => [table, readExpressions(of, backend).projection]),
  );
  const plain: Fields = { ...request, RequestItems: mapValues(requests, (of) => withoutExpressions(of)) };
  backend.check(plain, types, custom);
  const run = async (): Promise<Fields> => {
    const answer = (await backend.run('batchGetItem', plain)) as Answer;
    return {
      ...answer,
      Responses: mapValues(answer.Responses, (items, table) =>
        items.map((item) => project(item, projections.get(table))),
      ),
      // As they were asked for, so that they can be sent again as they are.
      UnprocessedKeys: mapValues(answer.UnprocessedKeys, ({ Keys }, table) => ({ ...requests[table], Keys })),
    };
  };
  return {
    asks: Object.entries(requests).map(([table, { Keys }]) => ({
      action: 'dynamodb:BatchGetItem' as const,
      resource: tableArn(table),
      context: contextOf({
        leading: Keys.map((key) => leadingKey(tables.get(table), key)),
        attributes: [...Keys.flatMap((key) => Object.keys(key)), ...ofPaths(projections.get(table))],
        select: projections.get(table) === undefined ? 'ALL_ATTRIBUTES' : 'SPECIFIC_ATTRIBUTES',
        returnConsumedCapacity: request['ReturnConsumedCapacity'],
      }),
    })),
    run: () => turns.read(run),
  };
};

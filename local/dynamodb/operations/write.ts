/** One write of one item, on its own or in a transaction: what it asks for, its condition, and doing it. */
import type { Item } from '../attributeValue.ts';
import { DynamodbError } from '../dynamodbError.ts';
import { rulesOf } from '../engine/dynalite.ts';
import type { Fields } from '../engine/dynalite.ts';
import { holds } from '../expressions/holds.ts';
import { printUpdate } from '../expressions/printUpdate.ts';
import { ofCondition, ofUpdate } from '../expressions/touched.ts';
import { contextOf, leadingKey } from './context.ts';
import { readExpressions, withoutExpressions } from './expressions.ts';
import type { Ask, Database } from './operation.ts';

/** The kinds of writes. A check writes nothing. */
export type WriteKind = 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'ConditionCheckItem';

const rules = {
  PutItem: rulesOf('putItem'),
  UpdateItem: rulesOf('updateItem'),
  DeleteItem: rulesOf('deleteItem'),
  ConditionCheckItem: rulesOf('deleteItem'),
};
const onFailure = { ReturnValuesOnConditionCheckFailure: { type: 'String', enum: ['ALL_OLD', 'NONE'] } };

/** The parameters that a write has. */
export const writeTypes = (kind: WriteKind): Fields => ({ ...rules[kind].types, ...onFailure });

/** What a write has, after its types were checked. */
interface Parameters {
  readonly TableName: string;
  readonly Key?: Item;
  readonly Item?: Item;
  readonly ReturnValues?: string;
  readonly ReturnConsumedCapacity?: string;
}

/** A write that was read. */
export interface Write {
  readonly asks: readonly Ask[];
  readonly table: string;
  /** The key of the item: whole, unless the request is wrong about it. */
  readonly key: Item;
  /** The item as it is; undefined if there is none. @throws DynamodbError for a key that does not fit the table */
  current(): Promise<Item | undefined>;
  /** @throws DynamodbError ConditionalCheckFailedException */
  checkCondition(current: Item | undefined): void;
  /** Does it, whatever the condition. */
  apply(): Promise<Fields>;
}

/** Reads a write whose types were checked. @throws DynamodbError */
export const readWrite = (
  kind: WriteKind,
  request: Fields,
  { backend, tables, tableArn }: Database,
  enclosing?: 'TransactWriteItems',
): Write => {
  const { condition, update } = readExpressions(request, backend);
  const plain = withoutExpressions(request);
  backend.check({ ...plain, ...pick(request) }, writeTypes(kind), rules[kind].custom);
  const { TableName, Key, Item: item, ReturnValues, ReturnConsumedCapacity } = plain as unknown as Parameters;
  const keys = tables.get(TableName);
  const shown = request['ReturnValuesOnConditionCheckFailure'] === 'ALL_OLD';
  const key: Item =
    Key ??
    Object.fromEntries(
      Object.entries(item ?? {}).filter(([name]) => name === keys?.partitionKey || name === keys?.sortKey),
    );
  const asksFor = (returnValues: string): Ask => ({
    action: `dynamodb:${kind}`,
    resource: tableArn(TableName),
    context: contextOf({
      leading: [leadingKey(keys, key)],
      attributes: [...Object.keys(Key ?? item ?? {}), ...ofUpdate(update), ...ofCondition(condition)],
      returnValues,
      returnConsumedCapacity: ReturnConsumedCapacity,
      enclosing,
    }),
  });
  // A condition that fails can show the whole item too: whoever may not have ALL_OLD may not have it by this way either.
  const returned = new Set([ReturnValues ?? 'NONE', ...(shown ? ['ALL_OLD'] : [])]);
  return {
    asks: [...returned].map(asksFor),
    table: TableName,
    key,
    current: async () => ((await backend.run('getItem', { TableName, Key: { ...key } })) as { Item?: Item }).Item,
    checkCondition: (current) => {
      if (condition === undefined || holds(condition, current ?? {})) return;
      throw new DynamodbError(
        'ConditionalCheckFailedException',
        'The conditional request failed',
        shown && current !== undefined ? { Item: current } : {},
      );
    },
    apply: async () => {
      switch (kind) {
        case 'PutItem':
          return backend.run('putItem', plain);
        case 'UpdateItem':
          // The backend makes a new item of the key that it is given.
          return backend.run('updateItem', {
            ...plain,
            Key: { ...key },
            ...(update !== undefined && printUpdate(update)),
          });
        case 'DeleteItem':
          return backend.run('deleteItem', plain);
        case 'ConditionCheckItem':
          return {};
      }
    },
  };
};

const pick = (request: Fields): Fields => {
  const value = request['ReturnValuesOnConditionCheckFailure'];
  return value === undefined ? {} : { ReturnValuesOnConditionCheckFailure: value };
};

/** TransactWriteItems: judged item by item; all conditions are checked, then all is written or nothing. */
import type { Item } from '../attributeValue.ts';
import { DynamodbError, invalid } from '../dynamodbError.ts';
import { rulesOf } from '../engine/dynalite.ts';
import type { Fields } from '../engine/dynalite.ts';
import type { Idempotency } from './idempotency.ts';
import type { Database, Operation } from './operation.ts';
import { readWrite, writeTypes } from './write.ts';
import type { Write, WriteKind } from './write.ts';

const kinds: Readonly<Record<string, WriteKind>> = {
  ConditionCheck: 'ConditionCheckItem',
  Put: 'PutItem',
  Delete: 'DeleteItem',
  Update: 'UpdateItem',
};
const names = Object.keys(kinds);
const put = rulesOf('putItem').types;
/** Has the item's own parameters; those of a request of its own are not in a transaction. */
const notInTransactions = ['ReturnValues', 'ReturnConsumedCapacity', 'ReturnItemCollectionMetrics'];

const types = {
  ReturnConsumedCapacity: put['ReturnConsumedCapacity'],
  ReturnItemCollectionMetrics: put['ReturnItemCollectionMetrics'],
  ClientRequestToken: { type: 'String', lengthGreaterThanOrEqual: 1, lengthLessThanOrEqual: 36 },
  TransactItems: {
    type: 'List',
    notNull: true,
    lengthGreaterThanOrEqual: 1,
    lengthLessThanOrEqual: 100,
    children: {
      type: 'ValueStruct<TransactWriteItem>',
      children: Object.fromEntries(
        Object.entries(kinds).map(([name, kind]) => [
          name,
          { type: `FieldStruct<${name}>`, children: writeTypes(kind) },
        ]),
      ),
    },
  },
};

const readItem = (item: Fields, database: Database): Write => {
  const [name, another] = names.filter((candidate) => item[candidate] !== undefined);
  const kind = name === undefined ? undefined : kinds[name];
  if (name === undefined || kind === undefined || another !== undefined) {
    throw invalid('TransactItems can only contain one of Check, Put, Update or Delete');
  }
  const request = item[name] as Fields;
  const extra = notInTransactions.find((parameter) => request[parameter] !== undefined);
  if (extra !== undefined) throw invalid(`A ${name} of a transaction has no parameter ${extra}. Leave it out.`);
  const needed =
    kind === 'ConditionCheckItem' ? 'ConditionExpression' : kind === 'UpdateItem' ? 'UpdateExpression' : undefined;
  if (needed !== undefined && request[needed] === undefined) {
    throw invalid(`The ${needed} of a ${name} is required but was not present in the request`);
  }
  return readWrite(kind, request, database, 'TransactWriteItems');
};

interface Reason {
  readonly Code: 'None' | 'ConditionalCheckFailed' | 'ValidationError';
  readonly Message?: string;
  readonly Item?: unknown;
}

const reasonOf = (error: unknown): Reason => {
  if (!(error instanceof DynamodbError)) throw error;
  if (error.code === 'ConditionalCheckFailedException') {
    return { Code: 'ConditionalCheckFailed', Message: error.message, ...error.more };
  }
  if (error.code !== 'ValidationException') throw error;
  return { Code: 'ValidationError', Message: error.message };
};

const cancel = (reasons: readonly Reason[]): never => {
  const codes = reasons.map(({ Code }) => Code).join(', ');
  throw new DynamodbError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    { CancellationReasons: reasons },
  );
};

const none: Reason = { Code: 'None' };

const checkDistinct = (writes: readonly Write[]): void => {
  const keys = writes.map(({ table, key }) =>
    JSON.stringify([table, Object.entries(key).sort(([a], [b]) => (a < b ? -1 : 1))]),
  );
  if (new Set(keys).size < keys.length) {
    throw invalid('Transaction request cannot include multiple operations on one item');
  }
};

/** Puts an item back as it was. */
const restore = async ({ backend }: Database, { table, key }: Write, before: Item | undefined): Promise<void> => {
  if (before === undefined) await backend.run('deleteItem', { TableName: table, Key: { ...key } });
  else await backend.run('putItem', { TableName: table, Item: { ...before } });
};

const runAll = async (writes: readonly Write[], database: Database): Promise<void> => {
  const before: (Item | undefined)[] = [];
  const reasons: Reason[] = [];
  for (const write of writes) {
    try {
      const current = await write.current();
      before.push(current);
      write.checkCondition(current);
      reasons.push(none);
    } catch (error) {
      reasons.push(reasonOf(error));
    }
  }
  if (reasons.some((reason) => reason !== none)) cancel(reasons);
  for (const [at, write] of writes.entries()) {
    try {
      await write.apply();
    } catch (error) {
      for (const [index, done] of writes.slice(0, at).entries()) await restore(database, done, before[index]);
      cancel(writes.map((_, index) => (index === at ? reasonOf(error) : none)));
    }
  }
};

/** The operation, which remembers the tokens of what was done. */
export const transactWriteItems =
  (idempotency: Idempotency): Operation =>
  (parameters, database) => {
    const request = database.backend.readTypes(parameters, types);
    database.backend.check(request, types);
    const writes = (request['TransactItems'] as readonly Fields[]).map((item) => readItem(item, database));
    checkDistinct(writes);
    const { ClientRequestToken: token, ...rest } = request;
    const run = async (): Promise<Fields> => {
      if (typeof token !== 'string') await runAll(writes, database);
      else if (!idempotency.done(token, rest)) {
        await runAll(writes, database);
        idempotency.remember(token, rest);
      }
      return {};
    };
    return { asks: writes.flatMap(({ asks }) => asks), run: () => database.turns.write(run) };
  };

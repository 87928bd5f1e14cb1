/** TransactGetItems: judged item by item as GetItem; nothing is written while it reads. */
import { invalid } from '../dynamodbError.ts';
import { rulesOf } from '../engine/dynalite.ts';
import type { Fields } from '../engine/dynalite.ts';
import { readGet } from './getItem.ts';
import type { Operation } from './operation.ts';

const get = rulesOf('getItem').types;
const types = {
  ReturnConsumedCapacity: get['ReturnConsumedCapacity'],
  TransactItems: {
    type: 'List',
    notNull: true,
    lengthGreaterThanOrEqual: 1,
    lengthLessThanOrEqual: 100,
    children: {
      type: 'ValueStruct<TransactGetItem>',
      children: { Get: { type: 'FieldStruct<Get>', notNull: true, children: get } },
    },
  },
};

/** What of GetItem a Get has not. */
const notInTransactions = ['AttributesToGet', 'ConsistentRead', 'ReturnConsumedCapacity'];

export const transactGetItems: Operation = (parameters, database) => {
  const request = database.backend.readTypes(parameters, types);
  database.backend.check(request, types);
  const items = request['TransactItems'] as readonly { readonly Get: Fields }[];
  const gets = items.map(({ Get }) => {
    const extra = notInTransactions.find((name) => Get[name] !== undefined);
    if (extra !== undefined) throw invalid(`A Get of a transaction has no parameter ${extra}. Leave it out.`);
    return readGet(Get, database, 'TransactGetItems');
  });
  return {
    asks: gets.map(({ ask }) => ask),
    run: () => database.turns.read(async () => ({ Responses: await Promise.all(gets.map(({ run }) => run())) })),
  };
};

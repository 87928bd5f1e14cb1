/** BatchWriteItem: judged once for each table, with all its items. */
import type { Item } from '../attributeValue.ts';
import { invalid } from '../dynamodbError.ts';
import { rulesOf } from '../engine/dynalite.ts';
import { contextOf, leadingKey } from './context.ts';
import type { Operation } from './operation.ts';

interface WriteRequest {
  readonly PutRequest?: { readonly Item: Item };
  readonly DeleteRequest?: { readonly Key: Item };
}

const { types, custom } = rulesOf('batchWriteItem');
/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
const maxRequests = 25;

export const batchWriteItem: Operation = (parameters, { backend, turns, tables, tableArn }) => {
  const plain = backend.readTypes(parameters, types);
  backend.check(plain, types, custom);
  const requests = Object.entries(plain['RequestItems'] as Readonly<Record<string, readonly WriteRequest[]>>);
  const all = requests.flatMap(([, ofTable]) => ofTable);
  if (all.length > maxRequests) throw invalid('Too many items requested for the BatchWriteItem call');
  if (all.some(({ PutRequest, DeleteRequest }) => (PutRequest === undefined) === (DeleteRequest === undefined))) {
    throw invalid(
      'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
    );
  }
  return {
    asks: requests.map(([table, ofTable]) => {
      const items = ofTable.map(({ PutRequest, DeleteRequest }) => PutRequest?.Item ?? DeleteRequest?.Key ?? {});
      return {
        action: 'dynamodb:BatchWriteItem' as const,
        resource: tableArn(table),
        context: contextOf({
          leading: items.map((item) => leadingKey(tables.get(table), item)),
          attributes: items.flatMap((item) => Object.keys(item)),
          returnConsumedCapacity: plain['ReturnConsumedCapacity'],
        }),
      };
    }),
    run: () => turns.write(() => backend.run('batchWriteItem', plain)),
  };
};

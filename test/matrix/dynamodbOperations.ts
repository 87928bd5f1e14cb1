/** The operations of DynamoDB that an access value allows, each in its ways. */
import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactGetCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { denied, nameOf } from './notes.ts';
import type { NotesPlace, NotesRow, NotesState } from './notes.ts';

const at = ({ TableName, there: { Key } }: NotesPlace) => ({ TableName, Key });
const before = ({ there: { Key } }: NotesPlace) => ({ ...Key, text: 'before' });
const after = ({ there: { Key } }: NotesPlace) => ({ ...Key, text: 'after' });
const changed = (state: NotesState, place: NotesPlace): NotesState => ({
  ...state,
  [nameOf(place.there)]: after(place),
});
const removed = (state: NotesState, { there }: NotesPlace): NotesState => {
  const { [nameOf(there)]: _, ...rest } = state;
  return rest;
};
const update = (place: NotesPlace) => ({
  ...at(place),
  UpdateExpression: 'SET #t = :t',
  ExpressionAttributeNames: { '#t': 'text' },
  ExpressionAttributeValues: { ':t': 'after' },
});
const reads = (action: string) => ({ needs: { READ: denied(action) }, outside: denied(action) });
const writes = (action: string) => ({ needs: { WRITE: denied(action) }, outside: denied(action) });
/** Without READ a write returns nothing. */
const shows = (action: string) => ({
  needs: { READ: denied(action), WRITE: denied(action) },
  outside: denied(action),
});
const query = ({ TableName, there: { Key } }: NotesPlace) => ({
  TableName,
  KeyConditionExpression: '#o = :o AND id = :i',
  ExpressionAttributeNames: { '#o': 'owner' },
  ExpressionAttributeValues: { ':o': Key.owner, ':i': Key.id },
});

const readings: readonly NotesRow[] = [
  {
    operation: 'GetItem',
    ...reads('GetItem'),
    send: async (place) => (await place.db.send(new GetCommand(at(place)))).Item,
    gives: before,
  },
  {
    operation: 'GetItem',
    as: 'of one attribute',
    ...reads('GetItem'),
    send: async (place) => (await place.db.send(new GetCommand({ ...at(place), ProjectionExpression: 'id' }))).Item,
    gives: ({ there }) => ({ id: there.Key.id }),
  },
  {
    operation: 'Query',
    ...reads('Query'),
    send: async (place) => (await place.db.send(new QueryCommand(query(place)))).Items,
    gives: (place) => [before(place)],
  },
  {
    operation: 'Query',
    as: 'that counts',
    ...reads('Query'),
    send: async (place) => (await place.db.send(new QueryCommand({ ...query(place), Select: 'COUNT' }))).Count,
    gives: () => 1,
  },
  {
    operation: 'BatchGetItem',
    ...reads('BatchGetItem'),
    send: async ({ db, TableName, there }) =>
      (await db.send(new BatchGetCommand({ RequestItems: { [TableName]: { Keys: [there.Key] } } }))).Responses,
    gives: (place) => ({ [place.TableName]: [before(place)] }),
  },
  {
    operation: 'BatchGetItem',
    as: 'of own and there',
    ...reads('BatchGetItem'),
    send: async ({ db, TableName, own, there }) =>
      (await db.send(new BatchGetCommand({ RequestItems: { [TableName]: { Keys: [own.Key, there.Key] } } })))
        .Responses?.[TableName]?.length,
    gives: () => 2,
  },
  {
    operation: 'TransactGetItems',
    ...reads('GetItem'),
    send: async (place) =>
      (await place.db.send(new TransactGetCommand({ TransactItems: [{ Get: at(place) }] }))).Responses,
    gives: (place) => [{ Item: before(place) }],
  },
  {
    operation: 'TransactGetItems',
    as: 'of own and there',
    ...reads('GetItem'),
    send: async ({ db, TableName, own, there }) =>
      (
        await db.send(
          new TransactGetCommand({ TransactItems: [own, there].map(({ Key }) => ({ Get: { TableName, Key } })) }),
        )
      ).Responses?.length,
    gives: () => 2,
  },
];

const writings: readonly NotesRow[] = [
  {
    operation: 'PutItem',
    ...writes('PutItem'),
    send: (place) => place.db.send(new PutCommand({ TableName: place.TableName, Item: after(place) })),
    leaves: changed,
  },
  {
    operation: 'PutItem',
    as: 'that shows what was there',
    ...shows('PutItem'),
    send: async (place) =>
      (await place.db.send(new PutCommand({ TableName: place.TableName, Item: after(place), ReturnValues: 'ALL_OLD' })))
        .Attributes,
    gives: before,
    leaves: changed,
  },
  {
    operation: 'PutItem',
    as: 'that shows on what it fails',
    ...shows('PutItem'),
    send: (place) =>
      place.db.send(
        new PutCommand({
          TableName: place.TableName,
          Item: after(place),
          ConditionExpression: 'attribute_exists(id)',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      ),
    leaves: changed,
  },
  {
    operation: 'UpdateItem',
    ...writes('UpdateItem'),
    send: (place) => place.db.send(new UpdateCommand(update(place))),
    leaves: changed,
  },
  {
    operation: 'UpdateItem',
    as: 'that shows what is there then',
    ...shows('UpdateItem'),
    send: async (place) =>
      (await place.db.send(new UpdateCommand({ ...update(place), ReturnValues: 'ALL_NEW' }))).Attributes,
    gives: after,
    leaves: changed,
  },
  {
    operation: 'DeleteItem',
    ...writes('DeleteItem'),
    send: (place) => place.db.send(new DeleteCommand(at(place))),
    leaves: removed,
  },
  {
    operation: 'DeleteItem',
    as: 'that shows what was there',
    ...shows('DeleteItem'),
    send: async (place) =>
      (await place.db.send(new DeleteCommand({ ...at(place), ReturnValues: 'ALL_OLD' }))).Attributes,
    gives: before,
    leaves: removed,
  },
  {
    operation: 'BatchWriteItem',
    as: 'that puts',
    ...writes('BatchWriteItem'),
    send: (place) =>
      place.db.send(
        new BatchWriteCommand({ RequestItems: { [place.TableName]: [{ PutRequest: { Item: after(place) } }] } }),
      ),
    leaves: changed,
  },
  {
    operation: 'BatchWriteItem',
    as: 'that deletes',
    ...writes('BatchWriteItem'),
    send: ({ db, TableName, there: { Key } }) =>
      db.send(new BatchWriteCommand({ RequestItems: { [TableName]: [{ DeleteRequest: { Key } }] } })),
    leaves: removed,
  },
  {
    operation: 'BatchWriteItem',
    as: 'that deletes own and puts there',
    ...writes('BatchWriteItem'),
    send: (place) =>
      place.db.send(
        new BatchWriteCommand({
          RequestItems: {
            [place.TableName]: [{ DeleteRequest: { Key: place.own.Key } }, { PutRequest: { Item: after(place) } }],
          },
        }),
      ),
    leaves: (state, place) => removed(changed(state, place), { ...place, there: place.own }),
  },
];

type Members = NonNullable<TransactWriteCommandInput['TransactItems']>;
const transaction =
  (members: (place: NotesPlace) => Members): NotesRow['send'] =>
  (place) =>
    place.db.send(new TransactWriteCommand({ TransactItems: members(place) }));
const check = (place: NotesPlace) => ({
  ConditionCheck: { ...at(place), ConditionExpression: 'attribute_exists(id)' },
});

const transactions: readonly NotesRow[] = [
  {
    operation: 'TransactWriteItems',
    as: 'with Put',
    ...writes('PutItem'),
    send: transaction((place) => [{ Put: { TableName: place.TableName, Item: after(place) } }]),
    leaves: changed,
  },
  {
    operation: 'TransactWriteItems',
    as: 'with Update',
    ...writes('UpdateItem'),
    send: transaction((place) => [{ Update: update(place) }]),
    leaves: changed,
  },
  {
    operation: 'TransactWriteItems',
    as: 'with Delete',
    ...writes('DeleteItem'),
    send: transaction((place) => [{ Delete: at(place) }]),
    leaves: removed,
  },
  {
    operation: 'TransactWriteItems',
    as: 'with ConditionCheck',
    ...reads('ConditionCheckItem'),
    send: transaction((place) => [check(place)]),
  },
  {
    operation: 'TransactWriteItems',
    as: 'with Delete of own and ConditionCheck there',
    needs: { WRITE: denied('DeleteItem'), READ: denied('ConditionCheckItem') },
    outside: denied('ConditionCheckItem'),
    send: transaction((place) => [{ Delete: { TableName: place.TableName, Key: place.own.Key } }, check(place)]),
    leaves: (state, place) => removed(state, { ...place, there: place.own }),
  },
  {
    operation: 'TransactWriteItems',
    as: 'with Delete of own and Put there',
    needs: { WRITE: denied('DeleteItem') },
    outside: denied('PutItem'),
    send: transaction((place) => [
      { Delete: { TableName: place.TableName, Key: place.own.Key } },
      { Put: { TableName: place.TableName, Item: after(place) } },
    ]),
    leaves: (state, place) => removed(changed(state, place), { ...place, there: place.own }),
  },
];

export const dynamodbOperations: readonly NotesRow[] = [...readings, ...writings, ...transactions];

/** For tests: policies with DynamoDB's condition keys, and which requests they allow. */
import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Conditions } from '../../core/policy/document.ts';
import { rival, sub, tableName } from './fixture.ts';

const TableName = tableName;
export const key = (owner = sub, id = '1') => ({ owner: { S: owner }, id: { S: id } });
const names = { '#o': 'owner' };
const values = (owner = sub) => ({ ':o': { S: owner } });
/** A Query for what an owner has. */
export const owned = (owner = sub) => ({
  TableName,
  KeyConditionExpression: '#o = :o',
  ExpressionAttributeNames: names,
  ExpressionAttributeValues: values(owner),
});
const update = (owner = sub, more: object = {}) => ({
  TableName,
  Key: key(owner),
  UpdateExpression: 'SET body = :b',
  ExpressionAttributeValues: { ':b': { S: 'new' } },
  ...more,
});

/** The policies that the cases are judged by. */
export const policies: Record<string, { readonly Condition: Conditions }> = {
  leadingKey: {
    Condition: {
      'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': sub },
      Null: { 'dynamodb:LeadingKeys': 'false' },
    },
  },
  attributes: {
    Condition: {
      'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['owner', 'id', 'at', 'body'] },
      StringEqualsIfExists: {
        'dynamodb:Select': 'SPECIFIC_ATTRIBUTES',
        'dynamodb:ReturnValues': ['NONE', 'UPDATED_OLD', 'UPDATED_NEW'],
      },
    },
  },
  count: { Condition: { StringEquals: { 'dynamodb:Select': 'COUNT' } } },
  transactions: {
    Condition: {
      'ForAnyValue:StringEquals': { 'dynamodb:EnclosingOperation': ['TransactWriteItems', 'TransactGetItems'] },
    },
  },
  quiet: { Condition: { StringEquals: { 'dynamodb:ReturnConsumedCapacity': 'NONE' } } },
};

/** A request, and whether it is allowed. */
interface Case {
  readonly what: string;
  readonly command: unknown;
  readonly allowed: boolean;
}
const yes = (what: string, command: unknown): Case => ({ what, command, allowed: true });
const no = (what: string, command: unknown): Case => ({ what, command, allowed: false });
const get = (owner?: string, more: object = {}) => ({ Get: { TableName, Key: key(owner), ...more } });

/** By policy. */
export const cases: Record<string, readonly Case[]> = {
  leadingKey: [
    yes('get own', new GetItemCommand({ TableName, Key: key() })),
    no('get foreign', new GetItemCommand({ TableName, Key: key(rival) })),
    yes('put own', new PutItemCommand({ TableName, Item: key(sub, '2') })),
    no('put foreign', new PutItemCommand({ TableName, Item: key(rival, '2') })),
    no(
      'put foreign, own in another attribute',
      new PutItemCommand({ TableName, Item: { ...key(rival), sub: { S: sub } } }),
    ),
    yes('update own', new UpdateItemCommand(update())),
    no('update foreign', new UpdateItemCommand(update(rival))),
    yes('delete own', new DeleteItemCommand({ TableName, Key: key(sub, '2') })),
    no('delete foreign', new DeleteItemCommand({ TableName, Key: key(rival) })),
    yes('query own', new QueryCommand(owned())),
    no('query foreign', new QueryCommand(owned(rival))),
    no(
      'query foreign, own in the filter',
      new QueryCommand({
        ...owned(rival),
        FilterExpression: 'body <> :mine',
        ExpressionAttributeValues: { ...values(rival), ':mine': { S: sub } },
      }),
    ),
    no('query foreign, turned around', new QueryCommand({ ...owned(rival), KeyConditionExpression: '(:o = #o)' })),
    yes(
      'query own, legacy',
      new QueryCommand({
        TableName,
        KeyConditions: { owner: { ComparisonOperator: 'EQ', AttributeValueList: [{ S: sub }] } },
      }),
    ),
    no(
      'query foreign, legacy',
      new QueryCommand({
        TableName,
        KeyConditions: { owner: { ComparisonOperator: 'EQ', AttributeValueList: [{ S: rival }] } },
      }),
    ),
    yes('query own by time', new QueryCommand({ ...owned(), IndexName: 'byTime' })),
    no('query foreign by time', new QueryCommand({ ...owned(rival), IndexName: 'byTime' })),
    no(
      "query an index by another key: its leading key is the topic's value",
      new QueryCommand({
        TableName,
        IndexName: 'byTopic',
        KeyConditionExpression: 'topic = :t',
        ExpressionAttributeValues: { ':t': { S: `of ${sub}` } },
      }),
    ),
    no('scan', new ScanCommand({ TableName })),
    no(
      'scan with a filter for own',
      new ScanCommand({
        TableName,
        FilterExpression: '#o = :o',
        ExpressionAttributeNames: names,
        ExpressionAttributeValues: values(),
      }),
    ),
    yes('batch get own', new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: [key(), key(sub, '2')] } } })),
    no(
      'batch get own and foreign',
      new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: [key(), key(rival)] } } }),
    ),
    yes(
      'batch write own',
      new BatchWriteItemCommand({ RequestItems: { [TableName]: [{ PutRequest: { Item: key(sub, '3') } }] } }),
    ),
    no(
      'batch write own and delete foreign',
      new BatchWriteItemCommand({
        RequestItems: {
          [TableName]: [{ PutRequest: { Item: key(sub, '3') } }, { DeleteRequest: { Key: key(rival) } }],
        },
      }),
    ),
    yes('transact get own', new TransactGetItemsCommand({ TransactItems: [get()] })),
    no('transact get own and foreign', new TransactGetItemsCommand({ TransactItems: [get(), get(rival)] })),
    yes('transact write own', new TransactWriteItemsCommand({ TransactItems: [{ Update: update() }] })),
    no(
      'transact write own, checking foreign',
      new TransactWriteItemsCommand({
        TransactItems: [
          { Update: update() },
          { ConditionCheck: { TableName, Key: key(rival), ConditionExpression: 'attribute_exists(id)' } },
        ],
      }),
    ),
    no(
      'transact write own, deleting foreign',
      new TransactWriteItemsCommand({
        TransactItems: [{ Update: update() }, { Delete: { TableName, Key: key(rival) } }],
      }),
    ),
    no('a key without the partition key', new GetItemCommand({ TableName, Key: { id: { S: sub } } })),
    no('a table that is not there', new GetItemCommand({ TableName: 'other', Key: key() })),
  ],
  attributes: [
    yes('get some', new GetItemCommand({ TableName, Key: key(), ProjectionExpression: 'body' })),
    yes('get some, legacy', new GetItemCommand({ TableName, Key: key(), AttributesToGet: ['body'] })),
    no('get all', new GetItemCommand({ TableName, Key: key() })),
    no('get a secret', new GetItemCommand({ TableName, Key: key(), ProjectionExpression: 'body, secret' })),
    no('get a secret, legacy', new GetItemCommand({ TableName, Key: key(), AttributesToGet: ['secret'] })),
    no('get inside a secret', new GetItemCommand({ TableName, Key: key(), ProjectionExpression: 'secret.body' })),
    no(
      'get a secret by another name',
      new GetItemCommand({
        TableName,
        Key: key(),
        ProjectionExpression: '#body',
        ExpressionAttributeNames: { '#body': 'secret' },
      }),
    ),
    yes('query some', new QueryCommand({ ...owned(), ProjectionExpression: 'body' })),
    no('query all', new QueryCommand(owned())),
    no('count', new QueryCommand({ ...owned(), Select: 'COUNT' })),
    no(
      'query filtered by a secret',
      new QueryCommand({ ...owned(), ProjectionExpression: 'body', FilterExpression: 'begins_with(secret, :o)' }),
    ),
    no('batch get all', new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: [key()] } } })),
    yes(
      'batch get some',
      new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: [key()], ProjectionExpression: 'body' } } }),
    ),
    no(
      'batch get a secret',
      new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: [key()], ProjectionExpression: 'secret' } } }),
    ),
    no(
      'batch get a secret, legacy',
      new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: [key()], AttributesToGet: ['secret'] } } }),
    ),
    yes(
      'batch write some',
      new BatchWriteItemCommand({ RequestItems: { [TableName]: [{ PutRequest: { Item: key(sub, '5') } }] } }),
    ),
    no(
      'batch write a secret',
      new BatchWriteItemCommand({
        RequestItems: { [TableName]: [{ PutRequest: { Item: { ...key(sub, '5'), secret: { S: '' } } } }] },
      }),
    ),
    yes('update some', new UpdateItemCommand(update())),
    yes('update some and see it', new UpdateItemCommand(update(sub, { ReturnValues: 'UPDATED_NEW' }))),
    no('update some and see all', new UpdateItemCommand(update(sub, { ReturnValues: 'ALL_OLD' }))),
    no('update a secret', new UpdateItemCommand(update(sub, { UpdateExpression: 'SET secret = :b' }))),
    no('copy a secret', new UpdateItemCommand({ TableName, Key: key(), UpdateExpression: 'SET body = secret' })),
    no('update on condition of a secret', new UpdateItemCommand(update(sub, { ConditionExpression: 'secret = :b' }))),
    no(
      'see all by a condition that fails',
      new UpdateItemCommand(
        update(sub, {
          ConditionExpression: 'body = :b AND body <> :b',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      ),
    ),
    no(
      'see all by a check that fails',
      new TransactWriteItemsCommand({
        TransactItems: [
          {
            ConditionCheck: {
              TableName,
              Key: key(),
              ConditionExpression: 'attribute_not_exists(id)',
              ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
            },
          },
        ],
      }),
    ),
    no('put a secret', new PutItemCommand({ TableName, Item: { ...key(sub, '4'), secret: { S: '' } } })),
  ],
  count: [
    yes('count own', new QueryCommand({ ...owned(), Select: 'COUNT' })),
    yes('count all', new ScanCommand({ TableName, Select: 'COUNT' })),
    no('query own', new QueryCommand(owned())),
    no('get', new GetItemCommand({ TableName, Key: key() })),
  ],
  transactions: [
    yes('get in one', new TransactGetItemsCommand({ TransactItems: [get()] })),
    no('get alone', new GetItemCommand({ TableName, Key: key() })),
    yes('write in one', new TransactWriteItemsCommand({ TransactItems: [{ Update: update() }] })),
    yes(
      'check in one',
      new TransactWriteItemsCommand({
        TransactItems: [{ ConditionCheck: { TableName, Key: key(), ConditionExpression: 'attribute_exists(id)' } }],
      }),
    ),
    no('write alone', new UpdateItemCommand(update())),
  ],
  quiet: [
    yes('without capacity', new GetItemCommand({ TableName, Key: key() })),
    no('with capacity', new GetItemCommand({ TableName, Key: key(), ReturnConsumedCapacity: 'TOTAL' })),
  ],
};

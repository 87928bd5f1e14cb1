/** For tests: bodies that nobody should send, and the error that each gets. */
import { sub, tableArn, tableName } from './fixture.ts';

const TableName = tableName;
const Key = { owner: { S: sub }, id: { S: '1' } };
const invalid = { status: 400, type: 'ValidationException' };
const notJson = { status: 400, type: 'SerializationException' };
const nested = (depth: number) => `{"L":[`.repeat(depth) + `{"S":""}` + ']}'.repeat(depth);

/** What is odd about it, the operation, the body, and the error. */
export const bodies: readonly (readonly [
  what: string,
  operation: string,
  body: string | Buffer,
  refusal: { status: number; type: string },
])[] = [
  ['nothing', 'GetItem', '', notJson],
  ['half of it', 'GetItem', '{"TableName":"not', notJson],
  ['a list', 'GetItem', '[]', notJson],
  ['null', 'GetItem', 'null', notJson],
  ['a number', 'GetItem', '7', notJson],
  ['no members', 'GetItem', '{}', invalid],
  ['bytes that are no text', 'GetItem', Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), notJson],
  ['a table name that is a list', 'GetItem', '{"TableName":["notes"],"Key":{}}', notJson],
  ['a table name that is a path', 'GetItem', JSON.stringify({ TableName: '../notes', Key }), invalid],
  ['a table name that is an ARN', 'GetItem', JSON.stringify({ TableName: tableArn, Key }), invalid],
  ['a key of no type', 'GetItem', JSON.stringify({ TableName, Key: { owner: {}, id: { S: '' } } }), invalid],
  [
    'a key of two types',
    'GetItem',
    JSON.stringify({ TableName, Key: { owner: { S: sub, N: '1' }, id: { S: '1' } } }),
    invalid,
  ],
  [
    'a key of another type',
    'GetItem',
    JSON.stringify({ TableName, Key: { owner: { N: '1' }, id: { S: '1' } } }),
    invalid,
  ],
  ['a key that is empty', 'GetItem', JSON.stringify({ TableName, Key: { owner: { S: '' }, id: { S: '1' } } }), invalid],
  [
    'a prototype',
    'PutItem',
    `{"TableName":"notes","Item":{"owner":{"S":"a"},"id":{"S":"b"},"__proto__":{"S":"c"}}}`,
    invalid,
  ],
  [
    'a constructor',
    'PutItem',
    JSON.stringify({ TableName, Item: { ...Key, m: { M: { constructor: { S: '' } } } } }),
    invalid,
  ],
  ['no number', 'PutItem', JSON.stringify({ TableName, Item: { ...Key, n: { N: 'NaN' } } }), invalid],
  ['a number too long', 'PutItem', JSON.stringify({ TableName, Item: { ...Key, n: { N: '1'.repeat(39) } } }), invalid],
  ['a number too large', 'PutItem', JSON.stringify({ TableName, Item: { ...Key, n: { N: '1e126' } } }), invalid],
  ['no base64', 'PutItem', JSON.stringify({ TableName, Item: { ...Key, b: { B: '!' } } }), notJson],
  [
    'an item too large',
    'PutItem',
    JSON.stringify({ TableName, Item: { ...Key, s: { S: 'x'.repeat(409_600) } } }),
    invalid,
  ],
  ['100 levels', 'PutItem', `{"TableName":"notes","Item":{"owner":${nested(100)}}}`, invalid],
  ['100,000 levels', 'PutItem', `{"TableName":"notes","Item":{"owner":${nested(100_000)}}}`, invalid],
  [
    'too many bytes',
    'GetItem',
    `{"TableName":"${'x'.repeat(1_048_576)}"}`,
    { status: 413, type: 'RequestEntityTooLargeException' },
  ],
  [
    '10,000 keys',
    'BatchGetItem',
    JSON.stringify({
      RequestItems: {
        notes: { Keys: Array.from({ length: 10_000 }, (_, at) => ({ owner: { S: sub }, id: { S: String(at) } })) },
      },
    }),
    invalid,
  ],
  ['a batch that is none', 'BatchGetItem', '{"RequestItems":{"notes":[]}}', notJson],
  ['a batch of null', 'BatchGetItem', '{"RequestItems":{"notes":null}}', invalid],
  ['a batch without keys', 'BatchGetItem', '{"RequestItems":{"notes":{}}}', invalid],
  ['a batch to no table', 'BatchWriteItem', '{"RequestItems":{}}', invalid],
  ['a write of null', 'BatchWriteItem', '{"RequestItems":{"notes":[null]}}', invalid],
  [
    'put and delete in one',
    'BatchWriteItem',
    JSON.stringify({ RequestItems: { notes: [{ PutRequest: { Item: Key }, DeleteRequest: { Key } }] } }),
    invalid,
  ],
  ['a transaction of null', 'TransactWriteItems', '{"TransactItems":[null]}', invalid],
  ['a read transaction of nothing', 'TransactGetItems', '{"TransactItems":[{}]}', invalid],
  [
    '101 writes',
    'TransactWriteItems',
    JSON.stringify({
      TransactItems: Array.from({ length: 101 }, (_, at) => ({
        Put: { TableName, Item: { owner: { S: sub }, id: { S: String(at) } } },
      })),
    }),
    invalid,
  ],
  [
    'what only exists in another operation',
    'GetItem',
    JSON.stringify({ TableName, Key, ExpressionAttributeValues: { ':a': { S: '' } } }),
    { status: 200, type: 'allowed' },
  ],
  [
    'AttributesToGet and an expression',
    'GetItem',
    JSON.stringify({ TableName, Key, AttributesToGet: ['a'], ProjectionExpression: 'a' }),
    invalid,
  ],
  ['Expected', 'PutItem', JSON.stringify({ TableName, Item: Key, Expected: { a: { Exists: false } } }), invalid],
  [
    'AttributeUpdates',
    'UpdateItem',
    JSON.stringify({ TableName, Key, AttributeUpdates: { a: { Action: 'DELETE' } } }),
    invalid,
  ],
  ['ScanFilter', 'Scan', JSON.stringify({ TableName, ScanFilter: {} }), invalid],
  ['Select without a projection', 'Scan', JSON.stringify({ TableName, Select: 'SPECIFIC_ATTRIBUTES' }), invalid],
  [
    'Select against the projection',
    'Scan',
    JSON.stringify({ TableName, Select: 'ALL_ATTRIBUTES', ProjectionExpression: 'a' }),
    invalid,
  ],
  [
    'COUNT with a projection',
    'Scan',
    JSON.stringify({ TableName, Select: 'COUNT', ProjectionExpression: 'a' }),
    invalid,
  ],
  [
    'a projected Select without an index',
    'Scan',
    JSON.stringify({ TableName, Select: 'ALL_PROJECTED_ATTRIBUTES' }),
    invalid,
  ],
  ['a Select that is none', 'Scan', JSON.stringify({ TableName, Select: 'EVERYTHING' }), invalid],
  ['a query without a key condition', 'Query', JSON.stringify({ TableName }), invalid],
  [
    'a query of the sort key alone',
    'Query',
    JSON.stringify({ TableName, KeyConditionExpression: 'id = :i', ExpressionAttributeValues: { ':i': { S: '1' } } }),
    invalid,
  ],
  [
    'a range of partition keys',
    'Query',
    JSON.stringify({
      TableName,
      KeyConditionExpression: '#o > :o',
      ExpressionAttributeNames: { '#o': 'owner' },
      ExpressionAttributeValues: { ':o': { S: '' } },
    }),
    invalid,
  ],
  [
    'two partition keys',
    'Query',
    JSON.stringify({
      TableName,
      KeyConditions: { owner: { ComparisonOperator: 'EQ', AttributeValueList: [{ S: sub }, { S: 'other' }] } },
    }),
    invalid,
  ],
  [
    'a start in another partition',
    'Query',
    JSON.stringify({
      TableName,
      KeyConditionExpression: '#o = :o',
      ExpressionAttributeNames: { '#o': 'owner' },
      ExpressionAttributeValues: { ':o': { S: sub } },
      ExclusiveStartKey: { owner: { S: 'other' }, id: { S: '' } },
    }),
    invalid,
  ],
];

/** The operations of DynamoDB that no scope allows, served here or not. */
import * as sdk from '@aws-sdk/client-dynamodb';
import { QueryCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { off } from './notes.ts';
import type { NotesDenial, NotesRow } from './notes.ts';

const never = (denial: NotesDenial) => ({ needs: {}, outside: denial, never: denial });

/** Those that this machine serves. */
const served: readonly NotesRow[] = [
  {
    operation: 'Query',
    as: 'of an index',
    ...never(off('Query', ({ tableArn }) => `${tableArn}/index/byText`)),
    send: ({ db, TableName, there }) =>
      db.send(
        new QueryCommand({
          TableName,
          IndexName: 'byText',
          KeyConditionExpression: '#o = :o',
          ExpressionAttributeNames: { '#o': 'owner' },
          ExpressionAttributeValues: { ':o': there.Key.owner },
        }),
      ),
  },
  {
    operation: 'Scan',
    ...never(off('Scan')),
    send: ({ db, TableName }) => db.send(new ScanCommand({ TableName })),
  },
  {
    operation: 'Scan',
    as: 'filtered',
    ...never(off('Scan')),
    send: ({ db, TableName, there }) =>
      db.send(
        new ScanCommand({
          TableName,
          FilterExpression: '#o = :o',
          ExpressionAttributeNames: { '#o': 'owner' },
          ExpressionAttributeValues: { ':o': there.Key.owner },
        }),
      ),
  },
  {
    operation: 'DescribeTable',
    ...never(off('DescribeTable')),
    send: ({ db, TableName }) => db.send(new sdk.DescribeTableCommand({ TableName })),
  },
  {
    operation: 'ListTables',
    ...never(off('ListTables', ({ tableArn, TableName }) => tableArn.replace(TableName, '*'))),
    send: ({ db }) => db.send(new sdk.ListTablesCommand({})),
  },
  {
    operation: 'CreateTable',
    ...never(off('CreateTable', ({ tableArn }) => `${tableArn}2`)),
    send: ({ db, TableName }) =>
      db.send(
        new sdk.CreateTableCommand({
          TableName: `${TableName}2`,
          AttributeDefinitions: [{ AttributeName: 'owner', AttributeType: 'S' }],
          KeySchema: [{ AttributeName: 'owner', KeyType: 'HASH' }],
          BillingMode: 'PAY_PER_REQUEST',
        }),
      ),
  },
  {
    operation: 'DeleteTable',
    ...never(off('DeleteTable')),
    send: ({ db, TableName }) => db.send(new sdk.DeleteTableCommand({ TableName })),
  },
];

const itemOperations = ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query', 'Scan']
  .concat(['BatchGetItem', 'BatchWriteItem', 'TransactGetItems', 'TransactWriteItems'])
  .concat(['DescribeTable', 'ListTables', 'CreateTable', 'DeleteTable']);
const partiql = ['ExecuteStatement', 'BatchExecuteStatement', 'ExecuteTransaction'];

/** All else that the SDK can send. One that is new in the SDK and not known to the gate fails here. */
const others = Object.entries(sdk)
  .map(([name, command]) => [name.replace(/Command$/, ''), command as unknown, name] as const)
  .filter(([operation, , name]) => /^[A-Z]\w+Command$/.test(name) && !itemOperations.includes(operation));

type Command = new (input: object) => sdk.DescribeLimitsCommand;

const unserved: readonly NotesRow[] = others.map(([operation, command]) => ({
  operation,
  ...never({
    action: `dynamodb:${operation}`,
    on: () => '*',
    why: partiql.includes(operation)
      ? 'because PartiQL is not in the local stack: use the item operations'
      : 'because the local stack does not have this operation',
  }),
  send: ({ db, TableName, tableArn }) =>
    db.send(new (command as Command)({ TableName, ResourceArn: tableArn, Statement: `SELECT * FROM "${TableName}"` })),
}));

export const dynamodbNeverAllowed: readonly NotesRow[] = [...served, ...unserved];

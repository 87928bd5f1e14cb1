/** AWS's own clients of DynamoDB, with credentials that were vended over GraphQL: they can do what the scope says, and nothing else. */
import { jest } from '@jest/globals';
import { ExecuteStatementCommand } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { captureLog } from './logWatch.ts';
import { startVendedStack, subOf } from './vendedStack.ts';

let running: Awaited<ReturnType<typeof startVendedStack>>;
let notes: DynamoDBDocumentClient;
let TableName: string;
const [own, other] = [subOf('member'), subOf('rival')];

beforeAll(async () => {
  captureLog('log');
  running = await startVendedStack();
  TableName = running.TableName;
  notes = running.notesAs(await running.vend('member'));
});

afterAll(async () => {
  jest.restoreAllMocks();
  await running.close();
});

describe('client-dynamodb and lib-dynamodb', () => {
  it('write, read and query the own notes', async () => {
    await notes.send(new PutCommand({ TableName, Item: { owner: own, id: 'mine', text: 'hi', count: 1 } }));
    await notes.send(
      new UpdateCommand({
        TableName,
        Key: { owner: own, id: 'mine' },
        UpdateExpression: 'SET #c = #c + :one',
        ExpressionAttributeNames: { '#c': 'count' },
        ExpressionAttributeValues: { ':one': 1 },
      }),
    );
    const { Item } = await notes.send(new GetCommand({ TableName, Key: { owner: own, id: 'mine' } }));
    expect(Item).toEqual({ owner: own, id: 'mine', text: 'hi', count: 2 });
    const { Items } = await notes.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: '#o = :o AND begins_with(id, :f)',
        ExpressionAttributeNames: { '#o': 'owner' },
        ExpressionAttributeValues: { ':o': own, ':f': 'mi' },
      }),
    );
    expect(Items).toEqual([Item]);
  });

  it.each([
    { what: 'GetItem', call: () => new GetCommand({ TableName, Key: { owner: other, id: 'first' } }) },
    { what: 'PutItem', call: () => new PutCommand({ TableName, Item: { owner: other, id: 'x' } }) },
    { what: 'Scan', call: () => new ScanCommand({ TableName }) },
    {
      what: 'Query',
      call: () =>
        new QueryCommand({
          TableName,
          KeyConditionExpression: '#o = :o',
          ExpressionAttributeNames: { '#o': 'owner' },
          ExpressionAttributeValues: { ':o': other },
        }),
    },
    {
      what: 'a mixed BatchGetItem',
      call: () =>
        new BatchGetCommand({
          RequestItems: { [TableName]: { Keys: [own, other].map((owner) => ({ owner, id: 'first' })) } },
        }),
    },
    {
      what: 'a mixed transaction',
      call: () =>
        new TransactWriteCommand({
          TransactItems: [own, other].map((owner) => ({ Put: { TableName, Item: { owner, id: 'transaction' } } })),
        }),
    },
    { what: 'PartiQL', call: () => new ExecuteStatementCommand({ Statement: `SELECT * FROM "${TableName}"` }) },
  ])('are denied $what outside', async ({ call }) => {
    await expect(notes.send(call() as GetCommand)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringMatching(/^User: arn:aws:sts::.* is not authorized to perform: dynamodb:\w+ on resource: /),
    });
  });
});

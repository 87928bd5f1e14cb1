/** AWS's own clients of DynamoDB, with credentials that were vended over GraphQL: what takes several calls. test/matrix/ has each by itself. */
import { jest } from '@jest/globals';
import { GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { captureLog } from './logWatch.ts';
import { startVendedStack, subOf } from './vendedStack.ts';

let running: Awaited<ReturnType<typeof startVendedStack>>;
let notes: DynamoDBDocumentClient;
let TableName: string;
const own = subOf('member');

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
});

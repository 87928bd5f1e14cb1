import {
  BatchWriteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { everything, outcome, startDynamodb, sub, tableName } from './fixture.ts';
import type { Served } from './fixture.ts';
import { bodies } from './testBodies.ts';

let served: Served;
let client: DynamoDBClient;
beforeAll(async () => {
  served = await startDynamodb();
  client = await served.vended(everything);
  await served.put({
    owner: { S: sub },
    id: { S: '1' },
    m: { M: { k: { BOOL: true } } },
    no: { NULL: true },
    n: { N: '1' },
  });
});
afterAll(() => served.close());

/** Signs and sends a body as it is, whatever it is. */
const send = async (operation: string, body: string | Buffer): Promise<{ status: number; type: string }> => {
  const command = new GetItemCommand({ TableName: tableName, Key: { owner: { S: 'x' } } });
  command.middlewareStack.add(
    (next) => (args) => {
      const sent = args.request as { body: unknown; headers: Record<string, string> };
      sent.body = body;
      sent.headers['content-length'] = String(Buffer.byteLength(body));
      sent.headers['x-amz-target'] = `DynamoDB_20120810.${operation}`;
      return next(args);
    },
    { step: 'build' },
  );
  return client.send(command).then(
    () => ({ status: 200, type: 'allowed' }),
    (error: unknown) => {
      const { name, $metadata } = error as { name: string; $metadata?: { httpStatusCode?: number } };
      return { status: $metadata?.httpStatusCode ?? 0, type: name };
    },
  );
};

const TableName = tableName;
const Key = { owner: { S: sub }, id: { S: '1' } };

describe('a body', () => {
  it.each(bodies)('of %s gets its error', async (_, operation, body, expected) => {
    expect(await send(operation, body)).toEqual(expected);
  });
});

describe('what would end a process that trusted its backend', () => {
  const filtered = (FilterExpression: string) => new ScanCommand({ TableName, FilterExpression });
  it.each([
    ['begins_with of maps', filtered('begins_with(m, m)')],
    ['begins_with of booleans', filtered('begins_with(m.k, m.k)')],
    ['BETWEEN what is not there', filtered('n BETWEEN n AND absent')],
    ['IN what is not there', filtered('n IN (absent)')],
    ['contains in null', filtered('contains(#no, n)')],
  ])('%s is only false', async (_, command) => {
    if (command.input.FilterExpression?.includes('#no')) command.input.ExpressionAttributeNames = { '#no': 'no' };
    expect(await client.send(command)).toMatchObject({ Count: 0 });
  });

  it.each([
    ['plus a map', 'SET n = m + n'],
    ['a list at a map', 'SET m[0] = n'],
    ['inside a number', 'SET n.a.b = n'],
    ['append to a number', 'SET n = list_append(n, n)'],
    ['a key', 'SET id = n'],
    ['remove inside nothing', 'REMOVE absent.a.b'],
  ])('%s is not valid', async (_, UpdateExpression) => {
    expect(await outcome(client.send(new UpdateItemCommand({ TableName, Key, UpdateExpression })))).toBe(
      'ValidationException',
    );
  });

  it('what a callback of the backend throws fails the request alone', async () => {
    const bad = { TableName, Item: { owner: { S: 'x' }, id: { S: 'y' }, m: { M: { a: { NS: ['1'] } } } } };
    await client.send(new PutItemCommand(bad));
    const update = new UpdateItemCommand({
      TableName,
      Key: { owner: { S: 'x' }, id: { S: 'y' } },
      UpdateExpression: 'ADD m.a :s',
      ExpressionAttributeValues: { ':s': { SS: ['a'] } },
    });
    expect(await outcome(client.send(update))).toBe('ValidationException');
  });
});

it('1,000 items written at once are all there, a megabyte a page', async () => {
  const writes = Array.from({ length: 40 }, (_, batch) =>
    client.send(
      new BatchWriteItemCommand({
        RequestItems: {
          [TableName]: Array.from({ length: 25 }, (__, at) => ({
            PutRequest: {
              Item: { owner: { S: 'bulk' }, id: { S: `${String(batch)}-${String(at)}` }, s: { S: 'x'.repeat(2000) } },
            },
          })),
        },
      }),
    ),
  );
  await Promise.all(writes);
  const query = new QueryCommand({
    TableName,
    KeyConditionExpression: '#o = :o',
    ExpressionAttributeNames: { '#o': 'owner' },
    ExpressionAttributeValues: { ':o': { S: 'bulk' } },
  });
  const { Count = 0, LastEvaluatedKey } = await client.send(query);
  expect(Count).toBeGreaterThan(400);
  expect(Count).toBeLessThan(1000);
  const rest = await client.send(new QueryCommand({ ...query.input, ExclusiveStartKey: LastEvaluatedKey }));
  expect(Count + (rest.Count ?? 0)).toBe(1000);
});

import {
  GetItemCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { everything, outcome, rival, startDynamodb, tableName } from './fixture.ts';
import type { Served } from './fixture.ts';

let served: Served;
let client: DynamoDBClient;
beforeAll(async () => {
  served = await startDynamodb();
  client = await served.vended(everything);
});
afterAll(() => served.close());

const key = (id: string, owner: string) => ({ owner: { S: owner }, id: { S: id } });

describe('a transaction', () => {
  const put = (id: string, more: object = {}) => ({
    Put: { TableName: tableName, Item: { ...key(id, 'tx'), n: { N: '1' } }, ...more },
  });
  const read = async (...ids: string[]) => {
    const TransactItems = ids.map((id) => ({
      Get: { TableName: tableName, Key: key(id, 'tx'), ProjectionExpression: 'n' },
    }));
    const { Responses } = await client.send(new TransactGetItemsCommand({ TransactItems }));
    return Responses?.map(({ Item }) => Item?.['n']?.N);
  };
  const plusOne = (id: string, more: object = {}) => ({
    Update: {
      TableName: tableName,
      Key: key(id, 'tx'),
      UpdateExpression: 'SET n = n + :one',
      ExpressionAttributeValues: { ':one': { N: '1' } },
      ...more,
    },
  });

  it('writes all', async () => {
    await client.send(new TransactWriteItemsCommand({ TransactItems: [put('a'), put('b'), put('c')] }));
    await client.send(
      new TransactWriteItemsCommand({
        TransactItems: [
          plusOne('a'),
          { Delete: { TableName: tableName, Key: key('b', 'tx') } },
          { ConditionCheck: { TableName: tableName, Key: key('c', 'tx'), ConditionExpression: 'attribute_exists(n)' } },
        ],
      }),
    );
    expect(await read('a', 'b', 'c', 'none')).toEqual(['2', undefined, '1', undefined]);
  });

  it('writes nothing when one condition fails, and says which', async () => {
    await client.send(new TransactWriteItemsCommand({ TransactItems: [put('d')] }));
    const fails = { ConditionExpression: 'attribute_not_exists(id)', ReturnValuesOnConditionCheckFailure: 'ALL_OLD' };
    await expect(
      client.send(new TransactWriteItemsCommand({ TransactItems: [put('e'), put('d', fails), plusOne('f', {})] })),
    ).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      message:
        'Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed, None]',
      CancellationReasons: [
        { Code: 'None' },
        { Code: 'ConditionalCheckFailed', Item: { n: { N: '1' } } },
        { Code: 'None' },
      ],
    });
    expect(await read('d', 'e', 'f')).toEqual(['1', undefined, undefined]);
  });

  it('puts everything back when a write fails half way', async () => {
    await client.send(new TransactWriteItemsCommand({ TransactItems: [put('g'), put('h')] }));
    await expect(
      client.send(
        new TransactWriteItemsCommand({
          TransactItems: [
            plusOne('g'),
            { Delete: { TableName: tableName, Key: key('h', 'tx') } },
            put('i'),
            plusOne('l', { UpdateExpression: 'ADD n :one' }),
            plusOne('none'),
          ],
        }),
      ),
    ).rejects.toMatchObject({ CancellationReasons: [{}, {}, {}, {}, { Code: 'ValidationError' }] });
    expect(await read('g', 'h', 'i', 'l', 'none')).toEqual(['1', '1', undefined, undefined, undefined]);
  });

  it('that is sent twice with one token is done once', async () => {
    await client.send(new TransactWriteItemsCommand({ TransactItems: [put('j')] }));
    const fresh = { UpdateExpression: 'ADD n :one' };
    const once = { ClientRequestToken: 'token-1', TransactItems: [plusOne('j'), plusOne('new', fresh)] };
    await client.send(new TransactWriteItemsCommand(once));
    await client.send(new TransactWriteItemsCommand(once));
    expect(await read('j', 'new')).toEqual(['2', '1']);
    const other = new TransactWriteItemsCommand({ ...once, TransactItems: [plusOne('k')] });
    expect(await outcome(client.send(other))).toBe('IdempotentParameterMismatchException');
  });

  it('is never seen half done', async () => {
    await client.send(new TransactWriteItemsCommand({ TransactItems: [put('x'), put('y')] }));
    const both = { TransactItems: [plusOne('x'), plusOne('y')] };
    const [, ...reads] = await Promise.all([
      Promise.all(Array.from({ length: 10 }, () => client.send(new TransactWriteItemsCommand(both)))),
      ...Array.from({ length: 20 }, () => read('x', 'y')),
    ]);
    for (const seen of reads) expect(seen?.[0]).toBe(seen?.[1]);
    expect(await read('x', 'y')).toEqual(['11', '11']);
  });

  it.each([
    ['one item twice', [put('z'), plusOne('z')]],
    ['two things in one', [{ ...put('z'), ...plusOne('y') }]],
    ['nothing', [{}]],
    ['no items', []],
    ['a check without a condition', [{ ConditionCheck: { TableName: tableName, Key: key('z', 'tx') } }]],
  ])('of %s is not valid', async (_, TransactItems) => {
    const command = new TransactWriteItemsCommand({ TransactItems: TransactItems as never });
    expect(await outcome(client.send(command))).toBe('ValidationException');
  });
});

it('takes writes from many at once, and loses none', async () => {
  const Key = key('many', rival);
  const add = new UpdateItemCommand({
    TableName: tableName,
    Key,
    UpdateExpression: 'ADD n :one',
    ExpressionAttributeValues: { ':one': { N: '1' } },
  });
  await Promise.all(Array.from({ length: 50 }, () => client.send(add)));
  const { Item } = await client.send(new GetItemCommand({ TableName: tableName, Key }));
  expect(Item?.['n']).toEqual({ N: '50' });
});

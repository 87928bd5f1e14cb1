import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  CreateTableCommand,
  DeleteItemCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  ExecuteStatementCommand,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  StartBulkPutItemsCommand,
  TagResourceCommand,
} from '@aws-sdk/client-dynamodb';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocument } from '@aws-sdk/lib-dynamodb';
import { crc32 } from 'node:zlib';
import { everything, outcome, startDynamodb, sub, table, tableArn, tableName } from './fixture.ts';
import type { Served } from './fixture.ts';

let served: Served;
let client: DynamoDBClient;
beforeAll(async () => {
  served = await startDynamodb();
  client = await served.vended(everything);
});
afterAll(() => served.close());

const key = (id: string, owner = sub) => ({ owner: { S: owner }, id: { S: id } });

describe('items', () => {
  it('go in and come out, of every type', async () => {
    const Item = {
      ...key('types'),
      n: { N: '1.5e3' },
      b: { B: new Uint8Array([1, 2, 255]) },
      yes: { BOOL: true },
      nothing: { NULL: true },
      ss: { SS: ['a', 'b'] },
      l: { L: [{ S: '' }, { M: { deep: { N: '-0.10' } } }] },
      'odd name.with[0]': { S: '\u{1f600} * ? $ {}' },
    };
    await client.send(new PutItemCommand({ TableName: tableName, Item }));
    const { Item: found } = await client.send(new GetItemCommand({ TableName: tableName, Key: key('types') }));
    expect(found).toEqual({ ...Item, n: { N: '1500' }, l: { L: [{ S: '' }, { M: { deep: { N: '-0.1' } } }] } });
  });

  it('are updated, with conditions, and show what a condition failed on', async () => {
    const document = DynamoDBDocument.from(client);
    const Key = { owner: sub, id: 'counted' };
    await document.put({ TableName: tableName, Item: { ...Key, count: 1, tags: ['a', 'b', 'c'] } });
    const { Attributes } = await document.update({
      TableName: tableName,
      Key,
      UpdateExpression: 'SET #c = #c + :one, fresh = if_not_exists(fresh, :one) REMOVE tags[0], tags[1]',
      ConditionExpression: '#c = :one AND size(tags) > :one',
      ExpressionAttributeNames: { '#c': 'count' },
      ExpressionAttributeValues: { ':one': 1 },
      ReturnValues: 'ALL_NEW',
    });
    expect(Attributes).toEqual({ ...Key, count: 2, fresh: 1, tags: ['c'] });
    await expect(
      document.delete({
        TableName: tableName,
        Key,
        ConditionExpression: 'fresh > :two',
        ExpressionAttributeValues: { ':two': 2 },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    ).rejects.toMatchObject({ name: 'ConditionalCheckFailedException', Item: { fresh: { N: '1' } } });
    expect(await document.delete({ TableName: tableName, Key, ReturnValues: 'ALL_OLD' })).toMatchObject({ Attributes });
  });

  it('are found by query, page by page, and by scan', async () => {
    for (let at = 0; at < 5; at += 1) {
      await client.send(
        new PutItemCommand({
          TableName: tableName,
          Item: {
            ...key(`page-${String(at)}`, 'pager'),
            topic: { S: 'paging' },
            at: { N: String(10 - at) },
            body: { S: 'x' },
          },
        }),
      );
    }
    const document = DynamoDBDocument.from(client);
    const first = await document.query({
      TableName: tableName,
      KeyConditionExpression: '#o = :o AND begins_with(id, :p)',
      FilterExpression: '#at <> :eight',
      ProjectionExpression: 'id',
      ExpressionAttributeNames: { '#o': 'owner', '#at': 'at' },
      ExpressionAttributeValues: { ':o': 'pager', ':p': 'page-', ':eight': 8 },
      Limit: 3,
      ReturnConsumedCapacity: 'TOTAL',
    });
    expect(first).toMatchObject({ Items: [{ id: 'page-0' }, { id: 'page-1' }], Count: 2, ScannedCount: 3 });
    const byTime = await document.query({
      TableName: tableName,
      IndexName: 'byTime',
      KeyConditionExpression: '#o = :o AND #at BETWEEN :low AND :high',
      ExpressionAttributeNames: { '#o': 'owner', '#at': 'at' },
      ExpressionAttributeValues: { ':o': 'pager', ':low': 7, ':high': 9 },
      ScanIndexForward: false,
      Select: 'ALL_ATTRIBUTES',
    });
    expect(byTime.Items?.map((item) => [item['at'], item['body']] as unknown)).toEqual([
      [9, 'x'],
      [8, 'x'],
      [7, 'x'],
    ]);
    const byTopic = await document.query({
      TableName: tableName,
      IndexName: 'byTopic',
      KeyConditions: { topic: { ComparisonOperator: 'EQ', AttributeValueList: ['paging'] } },
      Select: 'COUNT',
    });
    expect(byTopic).toMatchObject({ Count: 5 });
    expect(byTopic.Items).toBeUndefined();
    const scanned = await document.scan({
      TableName: tableName,
      FilterExpression: 'topic = :t',
      ExpressionAttributeValues: { ':t': 'paging' },
    });
    expect(scanned.Count).toBe(5);
  });

  it('go in and come out in batches', async () => {
    const ids = Array.from({ length: 25 }, (_, at) => `batch-${String(at)}`);
    await client.send(
      new BatchWriteItemCommand({
        RequestItems: { [tableName]: ids.map((id) => ({ PutRequest: { Item: { ...key(id), body: { S: id } } } })) },
      }),
    );
    const { Responses, UnprocessedKeys } = await client.send(
      new BatchGetItemCommand({
        RequestItems: {
          [tableName]: {
            Keys: ids.map((id) => key(id)),
            ProjectionExpression: '#b',
            ExpressionAttributeNames: { '#b': 'body' },
          },
        },
      }),
    );
    expect(new Set(Responses?.[tableName]?.map((item) => item['body']?.S))).toEqual(new Set(ids));
    expect(UnprocessedKeys).toEqual({});
  });
});

describe('tables', () => {
  it('are described and listed', async () => {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: tableName }));
    expect(Table).toMatchObject({ TableArn: tableArn, TableStatus: 'ACTIVE' });
    const all = await served.vended({ Effect: 'Allow', Action: 'dynamodb:*', Resource: '*' });
    expect(await all.send(new ListTablesCommand({}))).toMatchObject({ TableNames: [tableName] });
    expect(await outcome(client.send(new ListTablesCommand({})))).toBe('AccessDeniedException');
  });

  it('are created and deleted only where a policy allows', async () => {
    const definition = { ...table.definition, TableName: 'extra' } as unknown as ConstructorParameters<
      typeof CreateTableCommand
    >[0];
    expect(await outcome(client.send(new CreateTableCommand(definition)))).toBe('AccessDeniedException');
    const all = await served.vended({ Effect: 'Allow', Action: 'dynamodb:*', Resource: '*' });
    await all.send(new CreateTableCommand(definition));
    await all.send(new PutItemCommand({ TableName: 'extra', Item: key('1') }));
    await all.send(new DeleteTableCommand({ TableName: 'extra' }));
    expect(await outcome(all.send(new GetItemCommand({ TableName: 'extra', Key: key('1') })))).toBe(
      'ResourceNotFoundException',
    );
  });
});

describe('what is not served', () => {
  it.each([
    ['PartiQL', new ExecuteStatementCommand({ Statement: `SELECT * FROM ${tableName}` })],
    ['tags', new TagResourceCommand({ ResourceArn: tableArn, Tags: [] })],
    [
      'a bulk write',
      new StartBulkPutItemsCommand({
        TableName: tableName,
        InputS3Configuration: { S3Bucket: 'b', InputFormat: 'ION' },
        OutputS3Configuration: { S3Bucket: 'b', OutputType: ['ERROR'] },
      }),
    ],
  ])('%s is denied even to those who may do everything', async (_, command) => {
    const all = await served.vended({ Effect: 'Allow', Action: '*', Resource: '*' });
    expect(await outcome(all.send(command as ExecuteStatementCommand))).toBe('AccessDeniedException');
  });

  it('an operation that DynamoDB has not is unknown', async () => {
    const command = new GetItemCommand({ TableName: tableName, Key: key('x') });
    command.middlewareStack.add(
      (next) => (args) => {
        (args.request as { headers: Record<string, string> }).headers['x-amz-target'] = 'DynamoDB_20120810.Nope';
        return next(args);
      },
      { step: 'build' },
    );
    expect(await outcome(client.send(command))).toBe('UnknownOperationException');
  });
});

describe('answers', () => {
  it('say who may not do what, on what and why, with a checksum', async () => {
    const reader = await served.vended({ Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: tableArn });
    let headers: Record<string, string> = {};
    reader.middlewareStack.add(
      (next) => async (args) => {
        const result = await next(args);
        headers = (result.response as { headers: Record<string, string> }).headers;
        return result;
      },
      { step: 'deserialize', priority: 'low' },
    );
    await expect(reader.send(new DeleteItemCommand({ TableName: tableName, Key: key('types') }))).rejects.toMatchObject(
      {
        name: 'AccessDeniedException',
        $metadata: { httpStatusCode: 400 },
        message: `User: arn:aws:sts::000000000000:assumed-role/VendRole/vend-1 is not authorized to perform: dynamodb:DeleteItem on resource: ${tableArn} because no session policy allows the dynamodb:DeleteItem action`,
      },
    );
    expect(headers).toMatchObject({ 'content-type': 'application/x-amz-json-1.0' });
    expect(headers['x-amzn-requestid']).toMatch(/^[A-Z0-9]{52}$/);
    await reader.send(new GetItemCommand({ TableName: tableName, Key: key('none') }));
    expect(headers['x-amz-crc32']).toBe(String(crc32('{}')));
  });

  it.each([
    ['a token of nobody', { sessionToken: 'nobody' }, 'UnrecognizedClientException'],
    ['a wrong secret', { secretAccessKey: 'wrong' }, 'InvalidSignatureException'],
    ['an access key of nobody', { accessKeyId: 'ASIAAAAAAAAAAAAAAAAA' }, 'UnrecognizedClientException'],
  ])('refuse %s', async (_, forged, code) => {
    const stranger = served.client({ ...(await served.credentials(everything)), ...forged });
    expect(await outcome(stranger.send(new GetItemCommand({ TableName: tableName, Key: key('x') })))).toBe(code);
  });
});

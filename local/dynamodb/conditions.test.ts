import { QueryCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Conditions } from '../../core/policy/document.ts';
import { indexArn, outcome, rival, startDynamodb, sub, tableArn, tableName } from './fixture.ts';
import type { Served } from './fixture.ts';
import { cases, key, owned, policies } from './testConditions.ts';

let served: Served;
beforeAll(async () => {
  served = await startDynamodb();
  for (const owner of [sub, rival]) {
    const topic = { S: `of ${owner}` };
    await served.put({
      owner: { S: owner },
      id: { S: '1' },
      at: { N: '1' },
      body: { S: 'b' },
      secret: { S: 's' },
      topic,
    });
  }
});
afterAll(() => served.close());

describe.each(Object.keys(policies))('under the policy %s', (name) => {
  let client: DynamoDBClient;
  beforeAll(async () => {
    const { Condition } = policies[name] ?? { Condition: {} };
    client = await served.vended({
      Effect: 'Allow',
      Action: 'dynamodb:*',
      Resource: [tableArn, `${tableArn}/index/*`],
      Condition,
    });
  });
  const all = cases[name] ?? [];
  it.each(all.filter(({ allowed }) => allowed))('may $what', async ({ command }) => {
    expect(await outcome(client.send(command as ScanCommand))).toBe('allowed');
  });
  it.each(all.filter(({ allowed }) => !allowed))('may not $what', async ({ command }) => {
    expect(await outcome(client.send(command as ScanCommand))).toBe('AccessDeniedException');
  });
});

it('left everything foreign as it was', async () => {
  expect(await served.dynamodb.admin.getItem(tableName, key(rival))).toMatchObject({
    body: { S: 'b' },
    secret: { S: 's' },
  });
  expect(await served.dynamodb.admin.getItem(tableName, key(rival, '2'))).toBeUndefined();
});

describe('an index', () => {
  const byTopic = new QueryCommand({
    TableName: tableName,
    IndexName: 'byTopic',
    KeyConditionExpression: 'topic = :t',
    ExpressionAttributeValues: { ':t': { S: `of ${sub}` } },
  });
  it('is judged by its own ARN', async () => {
    const table = await served.vended({ Effect: 'Allow', Action: 'dynamodb:Query', Resource: tableArn });
    const index = await served.vended({ Effect: 'Allow', Action: 'dynamodb:Query', Resource: indexArn });
    expect(await outcome(table.send(byTopic))).toBe('AccessDeniedException');
    expect(await outcome(index.send(byTopic))).toBe('allowed');
    expect(await outcome(index.send(new QueryCommand(owned())))).toBe('AccessDeniedException');
  });

  it('has its own leading keys', async () => {
    const Condition: Conditions = {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': 'of *' },
      Null: { 'dynamodb:LeadingKeys': 'false' },
    };
    const index = await served.vended({ Effect: 'Allow', Action: 'dynamodb:Query', Resource: indexArn, Condition });
    expect(await outcome(index.send(byTopic))).toBe('allowed');
  });
});

it('a policy without the Null test lets a Scan through: ForAllValues is true of nothing', async () => {
  const open = await served.vended({
    Effect: 'Allow',
    Action: 'dynamodb:*',
    Resource: tableArn,
    Condition: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': sub } },
  });
  expect(await outcome(open.send(new ScanCommand({ TableName: tableName })))).toBe('allowed');
});

/** A table's own policy: it is read from the template, denies whatever the session may, and adds what names the session or everyone. */
import { DeleteItemCommand, GetItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { PolicyDocument } from '../../core/policy/document.ts';
import { createResolve } from '../cloudFormation.ts';
import { resolvedResources } from '../resolvedResources.ts';
import { tablesOf } from '../storageOf.ts';
import { everything, outcome, startDynamodb, sub, table, tableArn, tableName } from './fixture.ts';
import type { Served } from './fixture.ts';

const resourcePolicy: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: '*', Action: 'dynamodb:GetItem', Resource: tableArn },
    { Effect: 'Deny', Principal: '*', Action: 'dynamodb:DeleteItem', Resource: '*' },
    { Effect: 'Deny', Principal: '*', Action: 'dynamodb:Query', Resource: `${tableArn}/index/byTopic` },
  ],
};
const Key = { owner: { S: sub }, id: { S: '1' } };
const denied = 'AccessDeniedException';

let served: Served;
beforeAll(async () => {
  served = await startDynamodb([{ ...table, resourcePolicy }]);
  await served.put(Key);
});
afterAll(() => served.close());

it('denies what the session may otherwise do', async () => {
  const client = await served.vended(everything);
  await expect(client.send(new DeleteItemCommand({ TableName: tableName, Key }))).rejects.toThrow(
    `dynamodb:DeleteItem on resource: ${tableArn} with an explicit deny in a resource-based policy`,
  );
  expect(await outcome(client.send(new PutItemCommand({ TableName: tableName, Item: Key })))).toBe('allowed');
});

it('is that of its indexes too', async () => {
  const client = await served.vended(everything);
  const query = (IndexName: string, name: string) =>
    client.send(
      new QueryCommand({
        TableName: tableName,
        IndexName,
        KeyConditionExpression: '#k = :k',
        ExpressionAttributeNames: { '#k': name },
        ExpressionAttributeValues: { ':k': { S: sub } },
      }),
    );
  expect(await outcome(query('byTopic', 'topic'))).toBe(denied);
  expect(await outcome(query('byTime', 'owner'))).toBe('allowed');
});

it('adds for everyone, and nothing else', async () => {
  const client = await served.vended({ Effect: 'Allow', Action: 'dynamodb:Scan', Resource: tableArn });
  expect(await outcome(client.send(new GetItemCommand({ TableName: tableName, Key })))).toBe('allowed');
  expect(await outcome(client.send(new PutItemCommand({ TableName: tableName, Item: Key })))).toBe(denied);
});

it('comes from the template', () => {
  const template = {
    Notes: {
      Type: 'AWS::DynamoDB::Table',
      Properties: { ...table.definition, ResourcePolicy: { PolicyDocument: resourcePolicy } },
    },
  };
  const place = { account: '000000000000', partition: 'aws', region: 'us-east-1', prefix: 'x' };
  const resolve = createResolve(template, place);
  const tables = tablesOf(resolvedResources(template, resolve), resolve);
  expect(tables).toMatchObject([{ arn: tableArn, resourcePolicy }]);
});

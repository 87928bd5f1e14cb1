/** For tests: a table behind the gate, with real STS sessions and the real client. */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { DynamoDBClient, DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import type { Statement } from '../../core/policy/document.ts';
import { Readable } from 'node:stream';
import type { DataService } from '../dataService.ts';
import type { Role, Table } from '../service.ts';
import { account, credentialsOf, policy, region, role, roleArn, roles, startSts, sub, vend } from '../sts/fixture.ts';
import type { StsServer } from '../sts/fixture.ts';
import type { SessionCredentials } from '../sts/sessionStore.ts';
import type { Item } from './attributeValue.ts';
import { createDynamodb } from './dynamodb.ts';
import type { Dynamodb } from './dynamodb.ts';

export { sub };
export const tableName = 'notes';
export const tableArn = `arn:aws:dynamodb:${region}:${account}:table/${tableName}`;
export const indexArn = `${tableArn}/index/byTopic`;
/** Another user's leading key. */
export const rival = '99999999-2222-4333-8444-555555555555';

const attribute = (AttributeName: string, AttributeType: string) => ({ AttributeName, AttributeType });
const key = (AttributeName: string, KeyType: string) => ({ AttributeName, KeyType });

/** Notes by owner and id; by topic across owners; by owner and time. */
export const table: Table = {
  name: tableName,
  arn: tableArn,
  definition: {
    TableName: tableName,
    AttributeDefinitions: [
      attribute('owner', 'S'),
      attribute('id', 'S'),
      attribute('topic', 'S'),
      attribute('at', 'N'),
    ],
    KeySchema: [key('owner', 'HASH'), key('id', 'RANGE')],
    BillingMode: 'PAY_PER_REQUEST',
    GlobalSecondaryIndexes: [
      { IndexName: 'byTopic', KeySchema: [key('topic', 'HASH')], Projection: { ProjectionType: 'KEYS_ONLY' } },
    ],
    LocalSecondaryIndexes: [
      {
        IndexName: 'byTime',
        KeySchema: [key('owner', 'HASH'), key('at', 'RANGE')],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ],
  },
};

/** A role that may do everything to tables, so that the session policy alone decides. */
const openRole: Role = {
  ...role('VendRole', roles.find(({ name }) => name === 'VendRole')?.trustPolicy ?? policy()),
  policies: [policy({ Effect: 'Allow', Action: 'dynamodb:*', Resource: '*' })],
};

export interface Served {
  readonly url: string;
  readonly sts: StsServer;
  readonly dynamodb: Dynamodb;
  /** A client whose session policy is these statements. */
  vended(...statements: Statement[]): Promise<DynamoDBClient>;
  client(credentials: SessionCredentials): DynamoDBClient;
  /** Credentials of a session whose policy is these statements. */
  credentials(...statements: Statement[]): Promise<SessionCredentials>;
  put(...items: Item[]): Promise<void>;
  close(): Promise<void>;
}

const serveOver = (serve: DataService) => (message: IncomingMessage, response: ServerResponse) => {
  void serve({
    method: message.method ?? '',
    url: message.url ?? '',
    headers: Object.assign(Object.create(null) as Record<string, string>, message.headers),
    body: message,
  }).then(
    ({ status, headers, body }) => {
      response.writeHead(status, headers);
      if (body instanceof Readable) body.pipe(response);
      else response.end(body);
    },
    (error: unknown) => {
      response.writeHead(500, { 'content-type': 'application/x-amz-json-1.0' });
      response.end(JSON.stringify({ __type: 'Unforeseen', message: String(error) }));
    },
  );
};

export const startDynamodb = async (tables: readonly Table[] = [table]): Promise<Served> => {
  const sts = await startSts([...roles.filter(({ name }) => name !== 'VendRole'), openRole]);
  const service = { tables, account, region, partition: 'aws' };
  const dynamodb = await createDynamodb({ service, sts: sts.sts, clock: () => Date.now() + sts.ahead });
  const server = createServer(serveOver(dynamodb.serve));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const clients: DynamoDBClient[] = [];
  const started: Served = {
    url,
    sts,
    dynamodb,
    client: (credentials) => {
      const client = new DynamoDBClient({ endpoint: url, region, credentials, maxAttempts: 1 });
      clients.push(client);
      return client;
    },
    credentials: async (...statements) =>
      credentialsOf(
        await sts.lambda().send(
          new AssumeRoleCommand({
            ...vend,
            RoleArn: roleArn('VendRole'),
            Policy: JSON.stringify(policy(...statements)),
          }),
        ),
      ),
    vended: async (...statements) => started.client(await started.credentials(...statements)),
    put: async (...items) => {
      for (const item of items) await dynamodb.admin.putItem(tableName, item);
    },
    close: async () => {
      for (const client of clients) client.destroy();
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
      await sts.close();
      await dynamodb.close();
    },
  };
  return started;
};

/** Code and message of the error that a call ends in; what it answers otherwise. */
export const outcome = (answer: Promise<unknown>) =>
  answer.then(
    () => 'allowed',
    (error: unknown) => (error instanceof DynamoDBServiceException ? error.name : error),
  );

/** Everything on the table and its indexes. */
export const everything: Statement = {
  Effect: 'Allow',
  Action: 'dynamodb:*',
  Resource: [tableArn, `${tableArn}/index/*`],
};

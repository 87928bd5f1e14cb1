/** S3, DynamoDB and STS over HTTP, with sessions of random policies and requests that go out byte for byte. */
import { Agent, request as httpRequest } from 'node:http';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { awsEndpoint } from '../../../local/awsEndpoint.ts';
import { createDynamodb } from '../../../local/dynamodb/dynamodb.ts';
import { presigned, signed } from '../../../local/gate/fixture.ts';
import { listen } from '../../../local/ports.ts';
import { createS3 } from '../../../local/s3/s3.ts';
import type { Table } from '../../../local/service.ts';
import { account, credentialsOf, policy, region, role, roleArn } from '../../../local/sts/fixture.ts';
import { createSts } from '../../../local/sts/sts.ts';
import type { PolicyDocument } from '../../../core/policy/document.ts';
import type { PlainPolicy } from '../iam.ts';
import { SUB } from '../policies.ts';
import type { Asked } from './asked.ts';
import { BUCKETS, TABLE, OTHER_TABLE } from './names.ts';

/** Session policies narrow one of these. */
export const rolePolicies = {
  wide: { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: ['s3:*', 'dynamodb:*'], Resource: '*' } },
  // As the Vend role: bound to a session tag, with denies besides.
  narrow: {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['s3:*Object', 's3:*Tagging'],
        Resource: 'arn:aws:s3:::bucket/users/${aws:PrincipalTag/vend:sub}/*',
      },
      {
        Effect: 'Allow',
        Action: 's3:ListBucket',
        Resource: 'arn:aws:s3:::bucket',
        Condition: { StringLike: { 's3:prefix': 'users/${aws:PrincipalTag/vend:sub}/*' } },
      },
      {
        Effect: 'Allow',
        Action: 'dynamodb:*Item',
        Resource: '*',
        Condition: {
          'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': '${aws:PrincipalTag/vend:sub}' },
          Null: { 'dynamodb:LeadingKeys': 'false' },
        },
      },
      { Effect: 'Deny', Action: 's3:PutObject', Resource: '*', Condition: { Null: { 's3:x-amz-acl': 'false' } } },
    ],
  },
} as const satisfies Record<string, PlainPolicy>;
export type RoleName = keyof typeof rolePolicies;

const key = (AttributeName: string, KeyType = 'HASH') => ({ AttributeName, KeyType });
const attribute = (AttributeName: string, AttributeType = 'S') => ({ AttributeName, AttributeType });
const all = { ProjectionType: 'ALL' };
const tables: readonly Table[] = [
  {
    name: TABLE,
    arn: '',
    definition: {
      TableName: TABLE,
      AttributeDefinitions: [attribute('pk'), attribute('sk'), attribute('topic'), attribute('wt', 'N')],
      KeySchema: [key('pk'), key('sk', 'RANGE')],
      BillingMode: 'PAY_PER_REQUEST',
      GlobalSecondaryIndexes: [{ IndexName: 'byTopic', KeySchema: [key('topic')], Projection: all }],
      LocalSecondaryIndexes: [{ IndexName: 'byWeight', KeySchema: [key('pk'), key('wt', 'RANGE')], Projection: all }],
    },
  },
  {
    name: OTHER_TABLE,
    arn: '',
    definition: {
      TableName: OTHER_TABLE,
      AttributeDefinitions: [attribute('pk'), attribute('sk')],
      KeySchema: [key('pk'), key('sk', 'RANGE')],
      BillingMode: 'PAY_PER_REQUEST',
    },
  },
];

const trusting = (Principal: { readonly AWS: string } | { readonly Service: string }) =>
  policy({ Effect: 'Allow', Principal, Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'] });
const roles = [
  role('LambdaRole', trusting({ Service: 'lambda.amazonaws.com' }), {
    policies: [policy({ Effect: 'Allow', Action: 'sts:*', Resource: '*' })],
  }),
  ...Object.entries(rolePolicies).map(([name, document]) =>
    role(name, trusting({ AWS: roleArn('LambdaRole') }), { policies: [document as PolicyDocument] }),
  ),
];

/** The credentials of one. */
export interface Session {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** An answer, read whole. */
export interface Answered {
  readonly status: number;
  readonly body: string;
}

/** Starts it on a free port. To be closed. */
export const startWorld = async () => {
  const service = { roles, account, region, partition: 'aws' };
  const sts = createSts({ service });
  const s3 = createS3({ service: { ...service, buckets: BUCKETS.map((name) => ({ name, arn: '' })) }, sts });
  const dynamodb = await createDynamodb({ service: { ...service, tables }, sts });
  const faults: unknown[] = [];
  const services = {
    sts: sts.serve,
    'cognito-idp': () => Promise.reject(new Error('Cognito is not here.')),
    s3: s3.serve,
    dynamodb: dynamodb.serve,
  };
  const server = await listen(
    awsEndpoint(services, (error) => faults.push(error)),
    0,
    'AWS_PORT',
  );
  const agent = new Agent({ keepAlive: true });
  const vending = new STSClient({
    endpoint: server.url,
    region,
    credentials: sts.startFunctionSession(roleArn('LambdaRole'), 'vend'),
    maxAttempts: 1,
  });
  const host = `127.0.0.1:${String(server.port)}`;

  return {
    faults,
    store: s3.store,
    session: async (of: RoleName, document: string | undefined): Promise<Session> => {
      const { accessKeyId, secretAccessKey, sessionToken } = credentialsOf(
        await vending.send(
          new AssumeRoleCommand({
            RoleArn: roleArn(of),
            RoleSessionName: 'vend-1',
            SourceIdentity: SUB,
            Tags: [
              { Key: 'vend:sub', Value: SUB },
              { Key: 'vend:tenant', Value: 'acme' },
            ],
            ...(document !== undefined && { Policy: document }),
          }),
        ),
      );
      return { accessKeyId, secretAccessKey, sessionToken };
    },
    send: async (by: Session, asked: Asked): Promise<Answered> => {
      const { service: of, method, path, spelling = path, query = {}, headers = {}, body = '' } = asked;
      const request = { service: of, method, path, query, headers: { ...headers, host }, body, by, at: Date.now() };
      const { url, headers: all } = await (asked.presigned === true ? presigned(request) : signed(request));
      // S3 signs the path as it means it; how it is written is the client's own affair.
      const written = spelling + url.slice(path.length);
      return new Promise((resolve, reject) => {
        const outgoing = httpRequest({
          agent,
          port: server.port,
          host: '127.0.0.1',
          method,
          path: written,
          headers: all,
        });
        outgoing.on('error', reject);
        outgoing.on('response', (response) => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', (piece: string) => (text += piece));
          response.on('end', () => {
            resolve({ status: response.statusCode ?? 0, body: text });
          });
        });
        outgoing.end(body);
      });
    },
    close: async () => {
      agent.destroy();
      vending.destroy();
      await server.close();
      s3.close();
      await dynamodb.close();
    },
  };
};

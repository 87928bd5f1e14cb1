/** For tests: roles like those of a vending service, and local STS behind a real HTTP server and a real client. */
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AssumeRoleCommand, STSClient, STSServiceException } from '@aws-sdk/client-sts';
import type { AssumeRoleCommandInput, Credentials } from '@aws-sdk/client-sts';
import type { PolicyDocument, Statement } from '../../core/policy/document.ts';
import { awsEndpoint } from '../awsEndpoint.ts';
import type { Role } from '../service.ts';
import type { AccessKey } from './iamUser.ts';
import { createSts } from './sts.ts';
import type { Sts, StsCall } from './sts.ts';
import type { SessionCredentials } from './sessionStore.ts';

export const region = 'us-east-1';
export const account = '000000000000';

export const roleArn = (name: string): string => `arn:aws:iam::${account}:role/${name}`;
export const policy = (...statements: Statement[]): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: statements,
});
export const role = (name: string, trust: PolicyDocument, fields: Partial<Role> = {}): Role => ({
  name,
  arn: roleArn(name),
  trustPolicy: trust,
  policies: [],
  maxSessionDuration: 3600,
  ...fields,
});

const lambdaTrust = policy({
  Effect: 'Allow',
  Principal: { Service: 'lambda.amazonaws.com' },
  Action: 'sts:AssumeRole',
});
const lambdaRole = { AWS: roleArn('LambdaRole') };

/** The shape of the service's own roles: each of the three actions in a statement of its own, with the keys that it has. */
export const roles: readonly Role[] = [
  role('LambdaRole', lambdaTrust, {
    maxSessionDuration: 43_200,
    policies: [
      policy({
        Effect: 'Allow',
        Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
        Resource: [roleArn('VendRole'), roleArn('PatientRole')],
      }),
    ],
  }),
  role(
    'VendRole',
    policy(
      {
        Effect: 'Allow',
        Principal: lambdaRole,
        Action: 'sts:AssumeRole',
        Condition: { StringLike: { 'sts:SourceIdentity': '*' }, Null: { 'aws:RequestTag/vend:sub': 'false' } },
      },
      {
        Effect: 'Allow',
        Principal: lambdaRole,
        Action: 'sts:TagSession',
        Condition: { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['vend:sub', 'vend:tenant'] } },
      },
      {
        Effect: 'Allow',
        Principal: lambdaRole,
        Action: 'sts:SetSourceIdentity',
        Condition: { StringLike: { 'sts:SourceIdentity': '*' } },
      },
    ),
  ),
  role(
    'PatientRole',
    policy({
      Effect: 'Allow',
      Principal: lambdaRole,
      Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
    }),
    { maxSessionDuration: 7200 },
  ),
  role(
    'OneStatementRole',
    policy({
      Effect: 'Allow',
      Principal: lambdaRole,
      Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
      Condition: { StringLike: { 'sts:SourceIdentity': '*' } },
    }),
  ),
  role('StrangerRole', policy({ Effect: 'Allow', Principal: { AWS: roleArn('Nobody') }, Action: 'sts:AssumeRole' })),
];

/** An IAM user who may federate users whose name begins with fed, with the service's tags, and read all of a bucket. */
export const userArn = `arn:aws:iam::${account}:user/dev`;
export const developer: AccessKey = {
  accessKeyId: 'AKIATESTTESTTESTTEST',
  secretAccessKey: 'x'.repeat(40),
  user: {
    name: 'dev',
    arn: userArn,
    userId: 'AIDATESTTESTTESTTESTT',
    policies: [
      policy(
        {
          Effect: 'Allow',
          Action: 'sts:GetFederationToken',
          Resource: `arn:aws:sts::${account}:federated-user/fed*`,
        },
        {
          Effect: 'Allow',
          Action: 'sts:TagSession',
          Resource: `arn:aws:sts::${account}:federated-user/*`,
          Condition: { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['vend:sub', 'vend:tenant'] } },
        },
        { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' },
        { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: roleArn('DevelopersRole') },
      ),
    ],
  },
};

/** STS listening on a free port of 127.0.0.1, with a clock to set. */
export interface StsServer {
  readonly sts: Sts;
  readonly url: string;
  readonly calls: StsCall[];
  /** Milliseconds that the server's clock is ahead of the machine's. */
  ahead: number;
  client(credentials: SessionCredentials | AccessKey, clientRegion?: string): STSClient;
  /** A client with the long-term keys of `developer`. */
  developer(): STSClient;
  /** A client with the credentials of the function `vend`. */
  lambda(): STSClient;
  close(): Promise<void>;
}

export const startSts = async (all: readonly Role[] = roles): Promise<StsServer> => {
  const calls: StsCall[] = [];
  const clients: STSClient[] = [];
  const sts = createSts({
    service: { roles: all, account, partition: 'aws', region },
    keys: [developer],
    clock: () => Date.now() + started.ahead,
    onCall: (call) => calls.push(call),
  });
  const server: Server = createServer(
    awsEndpoint({ sts: sts.serve, 'cognito-idp': () => Promise.reject(new Error('Cognito is not here.')) }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const started: StsServer = {
    sts,
    url,
    calls,
    ahead: 0,
    client(credentials, clientRegion = region) {
      const client = new STSClient({ endpoint: url, region: clientRegion, credentials, maxAttempts: 1 });
      clients.push(client);
      return client;
    },
    developer: () => started.client(developer),
    lambda: () => started.client(sts.startFunctionSession(roleArn('LambdaRole'), 'vend')),
    async close() {
      for (const client of clients) client.destroy();
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
    },
  };
  return started;
};

/** Local STS for all tests of a file, and a client with the credentials of the function `vend`. */
export const sharedSts = (): { readonly server: StsServer; readonly lambda: STSClient } => {
  const shared = {} as { server: StsServer; lambda: STSClient };
  beforeAll(async () => {
    shared.server = await startSts();
    shared.lambda = shared.server.lambda();
  });
  afterAll(() => shared.server.close());
  return shared;
};

/** An AssumeRole call as the service makes it. */
export const sub = '11111111-2222-4333-8444-555555555555';
export const vend = {
  RoleArn: roleArn('VendRole'),
  RoleSessionName: 'vend-1',
  SourceIdentity: sub,
  Tags: [{ Key: 'vend:sub', Value: sub }],
  Policy:
    '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/k"}}',
} satisfies AssumeRoleCommandInput;
/** Who makes it. */
export const lambdaSession = 'arn:aws:sts::000000000000:assumed-role/LambdaRole/vend';

/** Code, status and message of the error that a call ends in. */
export const refusal = async (answer: Promise<unknown>) =>
  answer.then(
    () => 'no error',
    (error: unknown) =>
      error instanceof STSServiceException
        ? { code: error.name, status: error.$metadata.httpStatusCode, message: error.message }
        : error,
  );

/** The credentials of an answer, for the next client. */
export const credentialsOf = (answer: { Credentials?: Credentials | undefined }): SessionCredentials => ({
  accessKeyId: answer.Credentials?.AccessKeyId ?? '',
  secretAccessKey: answer.Credentials?.SecretAccessKey ?? '',
  sessionToken: answer.Credentials?.SessionToken ?? '',
  expiration: answer.Credentials?.Expiration ?? new Date(0),
});

/** A call that is refused, as a row of a table. `code` is ValidationError and `status` 400 when left out. */
export interface Refused {
  why: string;
  input: Partial<AssumeRoleCommandInput>;
  code?: string;
  status?: number;
  message: string | RegExp;
}

/** AWS's words for one parameter that breaks one constraint. */
export const valueError = (at: string, value: string, constraint: string) =>
  `1 validation error detected: Value ${value} at '${at}' failed to satisfy constraint: Member must ${constraint}`;
export const invalid = (why: string, input: Refused['input'], ...told: Parameters<typeof valueError>): Refused => ({
  why,
  input,
  message: valueError(...told),
});

export const long = (length: number): string => 'a'.repeat(length);
export const tags = (count: number, value = 'v') =>
  Array.from({ length: count }, (_, i) => ({ Key: `tag${String(i)}`, Value: value }));

/** The call of a row, and what came back of code, status and message beside what the row says. */
export const refuse = async (client: STSClient, { input, code, status, message }: Refused) => ({
  received: await refusal(client.send(new AssumeRoleCommand({ ...vend, ...input }))),
  expected: {
    code: code ?? 'ValidationError',
    status: status ?? 400,
    message: typeof message === 'string' ? message : (expect.stringMatching(message) as string),
  },
});

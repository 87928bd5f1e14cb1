/** For tests: S3 and STS behind a real HTTP server, with the roles of serverless.yml and one that may do everything. */
import { request as httpRequest } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import type { S3ClientConfig } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { PolicyDocument, Statement } from '../../core/policy/document.ts';
import { awsEndpoint } from '../awsEndpoint.ts';
import { listen } from '../ports.ts';
import { readService } from '../readService.ts';
import type { Role, Service } from '../service.ts';
import type { SessionCredentials } from '../sts/sessionStore.ts';
import { createSts } from '../sts/sts.ts';
import { createS3 } from './s3.ts';
import type { S3Options } from './s3.ts';
import type { Store } from './store/store.ts';

export const sub = '11111111-2222-4333-8444-555555555555';
export const rivalSub = '99999999-2222-4333-8444-555555555555';
const region = 'us-east-1';

export const policy = (...statements: Statement[]): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: statements,
});

const account = '000000000000';
export const bucket = 'uploads-bucket';
export const otherBucket = 'other-bucket';
export const arn = (key?: string, of = bucket): string => `arn:aws:s3:::${of}${key === undefined ? '' : `/${key}`}`;

const trusting = (service: Service): Statement => ({
  Effect: 'Allow',
  Principal: { AWS: service.roles.find(({ name }) => name.includes('vend'))?.arn ?? '' },
  Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
});

/** Nothing but what its own policies say: sessions of it are narrowed by what a test asks for. */
const wideRole = (name: string, ...statements: Statement[]): Role => ({
  name,
  arn: `arn:aws:iam::${account}:role/${name}`,
  trustPolicy: policy(),
  policies: [policy(...statements)],
  maxSessionDuration: 3600,
});

/** A running world. */
export interface S3World {
  readonly url: string;
  readonly store: Store;
  readonly service: Service;
  readonly faults: unknown[];
  /** Milliseconds that the server's clock is ahead of the machine's. */
  readonly time: { ahead: number };
  /** A session of a role that may do everything in S3, narrowed by these statements if there are any. */
  session(...statements: Statement[]): Promise<SessionCredentials>;
  /** A session of the deployed Vend role, as the vending function gets it. */
  vended(user: string, ...statements: Statement[]): Promise<SessionCredentials>;
  client(credentials: SessionCredentials, config?: Partial<S3ClientConfig>): S3Client;
  close(): Promise<void>;
}

type Extra = Pick<S3Options, 'capacity'> & { readonly buckets?: S3Options['service']['buckets'] };

export const startS3 = async ({ buckets, ...options }: Extra = {}): Promise<S3World> => {
  const read = await readService();
  const wide = wideRole('WideRole', { Effect: 'Allow', Action: 's3:*', Resource: '*' });
  const lambda = wideRole('TestLambdaRole', { Effect: 'Allow', Action: 'sts:*', Resource: '*' });
  const roles: readonly Role[] = [
    ...read.roles,
    { ...wide, trustPolicy: policy({ ...trusting(read), Principal: { AWS: lambda.arn } }) },
    {
      ...lambda,
      trustPolicy: policy({
        Effect: 'Allow',
        Principal: { Service: 'lambda.amazonaws.com' },
        Action: 'sts:AssumeRole',
      }),
    },
  ];
  const time = { ahead: 0 };
  const clock = () => Date.now() + time.ahead;
  const sts = createSts({ service: { ...read, roles }, clock });
  const own = [bucket, otherBucket].map((name) => ({ name, arn: arn(undefined, name) }));
  const s3 = createS3({
    service: { ...read, buckets: [...read.buckets, ...(buckets ?? own)] },
    sts,
    clock,
    ...options,
  });
  const faults: unknown[] = [];
  const services = {
    sts: sts.serve,
    'cognito-idp': () => Promise.reject(new Error('Cognito is not here.')),
    s3: s3.serve,
  };
  const server = await listen(
    awsEndpoint(services, (error) => faults.push(error)),
    0,
    'AWS_PORT',
  );
  const clients: { destroy(): void }[] = [];
  const assume = async (
    caller: SessionCredentials,
    roleArn: string,
    user: string,
    statements: readonly Statement[],
  ) => {
    const client = new STSClient({ endpoint: server.url, region, credentials: caller, maxAttempts: 1 });
    clients.push(client);
    const { Credentials } = await client.send(
      new AssumeRoleCommand({
        RoleArn: roleArn,
        RoleSessionName: 'vend-1',
        SourceIdentity: user,
        Tags: [
          { Key: 'vend:sub', Value: user },
          { Key: 'vend:tenant', Value: 'acme' },
        ],
        ...(statements.length > 0 && { Policy: JSON.stringify(policy(...statements)) }),
      }),
    );
    return {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
      expiration: Credentials?.Expiration ?? new Date(0),
    };
  };
  const named = (part: string) => read.roles.find(({ name }) => name.includes(part))?.arn ?? '';
  const vendFunction = read.functions['vend'];
  const world: S3World = {
    url: server.url,
    store: s3.store,
    service: read,
    faults,
    time,
    session: (...statements) => assume(sts.startFunctionSession(lambda.arn, 'vend'), wide.arn, sub, statements),
    vended: (user, ...statements) =>
      assume(
        sts.startFunctionSession(vendFunction?.roleArn ?? '', vendFunction?.name ?? ''),
        named('VendRole'),
        user,
        statements,
      ),
    client(credentials, config = {}) {
      const client = new S3Client({
        endpoint: server.url,
        region,
        credentials,
        maxAttempts: 1,
        forcePathStyle: true,
        ...config,
      });
      clients.push(client);
      return client;
    },
    async close() {
      for (const client of clients) client.destroy();
      s3.close();
      await server.close();
    },
  };
  return world;
};

/** Code, status and message of the error that a call ends in. */
export const refusal = async (answer: Promise<unknown>) =>
  answer.then(
    () => 'no error',
    (error: unknown) =>
      error instanceof S3ServiceException
        ? { code: error.name, status: error.$metadata.httpStatusCode, message: error.message }
        : error,
  );

/** AWS's sentence for a session of `WideRole`. */
export const denied = (
  action: string,
  resource: string,
  why = `because no session policy allows the ${action} action`,
) => ({
  code: 'AccessDenied',
  status: 403,
  message: `User: arn:aws:sts::${account}:assumed-role/WideRole/vend-1 is not authorized to perform: ${action} on resource: "${resource}" ${why}`,
});

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A request whose path goes out byte for byte: fetch and URL would tidy it. */
export const raw = (
  base: string,
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string | Buffer } = {},
): Promise<RawAnswer> => {
  const { hostname, port } = new URL(base);
  const { body, ...rest } = options;
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest({ hostname, port, path, ...rest }, (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('end', () => {
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(pieces).toString(),
        });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
};

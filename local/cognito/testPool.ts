/** For tests: a user pool as serverless.yml would give it, and a local Cognito behind HTTP on a free port of loopback. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { handler } from '../../functions/preTokenGeneration.ts';
import type { PreTokenGenerationEvent } from '../../functions/preTokenGeneration.ts';
import type { AwsService, Clock } from '../awsService.ts';
import type { UserPool, UserPoolClient } from '../service.ts';
import type { Cognito } from './cognito.ts';
import { createCognito } from './cognito.ts';
import { sampleUsers } from './sampleUsers.ts';
import type { PreTokenGeneration } from './tokenCustomization.ts';

export const clientId = 'scopevendtestclient012345';

export const testPool = (client: Partial<UserPoolClient> = {}): UserPool => ({
  id: 'us-east-1_LocalPool',
  issuer: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_LocalPool',
  client: {
    id: clientId,
    name: 'test',
    explicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    writeAttributes: ['email'],
    idTokenSeconds: 3600,
    accessTokenSeconds: 1800,
    refreshTokenSeconds: 86_400,
    ...client,
  },
  groups: ['members', 'editors'],
  customAttributes: ['tenant'],
  preTokenGeneration: { function: 'preTokenGeneration', version: 'V2_0' },
});

const listen = async (serve: AwsService) => {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      void serve({
        method: request.method ?? '',
        url: request.url ?? '',
        headers,
        body: Buffer.concat(chunks),
      }).then((answer) => response.writeHead(answer.status, answer.headers).end(answer.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A test that fails before it closes must not keep the run alive.
  server.unref();
  return server;
};

export interface TestCognito {
  readonly cognito: Cognito;
  readonly url: string;
  readonly sdk: CognitoIdentityProviderClient;
  /** Events that the trigger got. */
  readonly events: PreTokenGenerationEvent[];
  readonly faults: unknown[];
  close(): Promise<void>;
}

/** The deployed trigger unless another is given. */
export const startTestCognito = async (
  options: { client?: Partial<UserPoolClient>; clock?: Clock; trigger?: PreTokenGeneration } = {},
): Promise<TestCognito> => {
  const events: PreTokenGenerationEvent[] = [];
  const faults: unknown[] = [];
  const cognito = await createCognito({
    userPool: testPool(options.client),
    region: 'us-east-1',
    users: sampleUsers,
    preTokenGeneration: async (event) => {
      events.push(event as PreTokenGenerationEvent);
      return (options.trigger ?? (handler as PreTokenGeneration))(event);
    },
    ...(options.clock && { clock: options.clock }),
    onFault: (error) => faults.push(error),
  });
  const server = await listen(cognito.serve);
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const sdk = new CognitoIdentityProviderClient({ endpoint: url, region: 'us-east-1', maxAttempts: 1 });
  return {
    cognito,
    url,
    sdk,
    events,
    faults,
    close: async () => {
      sdk.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

/** A local Cognito for all tests of a file. Its clock stands still, at `start` when a test begins. */
export const sharedCognito = (start = Date.UTC(2026, 0, 5, 8, 9, 10)): TestCognito & { now: number } => {
  const shared = { now: start } as TestCognito & { now: number };
  beforeAll(async () => {
    Object.assign(shared, await startTestCognito({ clock: () => shared.now }));
  });
  beforeEach(() => {
    shared.now = start;
  });
  afterAll(() => shared.close());
  return shared;
};

/** A JWT's part, decoded. */
export const decode = (jwt: string | undefined, part: 0 | 1 = 1): Record<string, unknown> =>
  JSON.parse(Buffer.from(jwt?.split('.')[part] ?? '', 'base64url').toString('utf8')) as Record<string, unknown>;

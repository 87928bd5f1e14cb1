/** A running local stack and AWS's own clients, with credentials that were vended over GraphQL. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { ScopeInput } from '../core/schema.ts';
import { signIn } from '../local/calls/signIn.ts';
import { vendOverHttp } from '../local/calls/vendOverHttp.ts';
import { sampleUsers } from '../local/cognito/sampleUsers.ts';
import { startLocalStack } from '../local/stack.ts';

/** Vended credentials. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** The sub of a sample user. */
export const subOf = (name: string): string => sampleUsers.find(({ username }) => username === name)?.sub ?? '';

/** Starts it on free ports. To be closed. */
export const startVendedStack = async () => {
  let ahead = 0;
  const clients: { destroy(): void }[] = [];
  const stack = await startLocalStack({ port: 0, awsPort: 0, clock: () => Date.now() + ahead });

  const vend = async (username: string, scope?: ScopeInput): Promise<Credentials> => {
    const user = sampleUsers.find((sample) => sample.username === username);
    if (user === undefined) throw new Error(`There is no user ${username}.`);
    const { idToken } = await signIn({ awsUrl: stack.awsUrl, clientId: stack.service.userPool.client.id }, user);
    const answer = await vendOverHttp({ graphqlUrl: stack.graphqlUrl, token: idToken }, { scope });
    if ('refused' in answer) throw new Error(answer.refused.message);
    // Nothing else of the answer: its expiration is no Date, which the SDK would take it for.
    const { accessKeyId, secretAccessKey, sessionToken } = answer.vended;
    return { accessKeyId, secretAccessKey, sessionToken };
  };
  const place = (credentials: Credentials) => ({
    endpoint: stack.awsUrl,
    region: 'us-east-1',
    credentials,
    systemClockOffset: ahead,
    maxAttempts: 1,
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
  });

  return {
    stack,
    Bucket: stack.service.buckets[0]?.name ?? '',
    TableName: stack.service.tables[0]?.name ?? '',
    vend,
    s3As: (credentials: Credentials): S3Client => {
      const client = new S3Client({ ...place(credentials), forcePathStyle: true });
      clients.push(client);
      return client;
    },
    notesAs: (credentials: Credentials): DynamoDBDocumentClient => {
      const client = new DynamoDBClient(place(credentials));
      clients.push(client);
      return DynamoDBDocumentClient.from(client);
    },
    /** Runs something so many milliseconds later, for the stack and for clients that are made meanwhile. */
    later: async (milliseconds: number, run: () => Promise<void>): Promise<void> => {
      ahead = milliseconds;
      try {
        await run();
      } finally {
        ahead = 0;
      }
    },
    close: async (): Promise<void> => {
      for (const client of clients) client.destroy();
      await stack.close();
    },
  };
};

/** The name of the error that a call ends in, `allowed` when it succeeds. */
export const refusal = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'allowed',
    (error: unknown) => (error instanceof Error ? error.name : String(error)),
  );

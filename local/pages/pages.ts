/** What PORT serves: GraphiQL at `/` with its parts, the console's sign-in, and the API at `/graphql`. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { RunningStack } from '../../client/cli/findStack.ts';
import type { SampleUser } from '../cognito/sampleUsers.ts';
import type { Service } from '../service.ts';
import { signIn } from '../calls/signIn.ts';
import { answerLingering } from '../lingeringAnswer.ts';
import { isFromPage, isLoopbackName } from './origin.ts';
import { readPageFile } from './pageFiles.ts';
import type { PageFile } from './pageFiles.ts';
import { sampleAccessKey } from '../sts/sampleIamUser.ts';

/** What the pages show and who they sign in. */
export interface PagesOptions {
  readonly api: RequestListener;
  readonly service: Pick<Service, 'region' | 'userPool'>;
  readonly awsUrl: string;
  readonly users: readonly SampleUser[];
}

const HEADERS = {
  'cache-control': 'no-store',
  // Monaco writes its theme as style elements; everything else is a file of this origin.
  'content-security-policy':
    "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

const answer = async (response: ServerResponse, status: number, { type, content }: PageFile): Promise<void> =>
  answerLingering(response.req, response, { status, headers: { ...HEADERS, 'content-type': type }, body: content });

const json = (value: unknown): PageFile => ({ type: 'application/json', content: JSON.stringify(value) });

const MOST_BYTES = 1_000;

const readBody = async (request: IncomingMessage): Promise<string> => {
  let body = '';
  // Left alone when too much has come, so that the refusal can still be sent.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    body += chunk.toString('latin1');
    if (body.length > MOST_BYTES) break;
  }
  return body;
};

const userNamedIn = (users: readonly SampleUser[], body: string): SampleUser | undefined => {
  try {
    const wanted: unknown = JSON.parse(body);
    if (typeof wanted !== 'object' || wanted === null || !('username' in wanted)) return undefined;
    return users.find(({ username }) => username === wanted.username);
  } catch {
    return undefined;
  }
};

const describeUser = ({ username, sub, password, groups, attributes }: SampleUser) => ({
  username,
  sub,
  password,
  groups,
  tenant: attributes['custom:tenant'] ?? null,
});

/** Serves the pages, and `/graphql` through the API given. */
export const pages = ({ api, service, awsUrl, users }: PagesOptions): RequestListener => {
  const place = { awsUrl, clientId: service.userPool.client.id };
  // What commands need to find their way, and to sign sample users in: what stands in the source, and is good on this machine only.
  const stack: Omit<RunningStack, 'graphqlUrl'> = {
    startId: randomUUID(),
    awsUrl,
    region: service.region,
    userPoolId: service.userPool.id,
    issuer: service.userPool.issuer,
    clientId: service.userPool.client.id,
    users: users.map(describeUser),
    iamUser: sampleAccessKey,
  };

  const token = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!isFromPage(request)) {
      await answer(response, 403, json({ message: 'Tokens are given to the page of this address only.' }));
      return;
    }
    const user = userNamedIn(users, await readBody(request));
    if (user === undefined) {
      await answer(response, 400, json({ message: 'Name one of the sample users.' }));
      return;
    }
    const { idToken, expiresInSeconds } = await signIn(place, user);
    await answer(response, 200, json({ idToken, expiresInSeconds }));
  };

  const page = async (request: IncomingMessage, response: ServerResponse, path: string): Promise<void> => {
    // Another site can make a name of its own point here: to it, nothing of this is to be readable.
    if (!isLoopbackName(request.headers.host)) {
      await answer(response, 403, {
        type: 'text/plain',
        content: 'Open this page as http://localhost or http://127.0.0.1.\n',
      });
    } else if (path === '/token' && request.method === 'POST') {
      await token(request, response);
    } else if (path === '/graphql/') {
      await answer(response, 404, {
        type: 'text/plain',
        content: 'The API is at /graphql, without a slash at the end.\n',
      });
    } else if (request.method !== 'GET' && request.method !== 'HEAD') {
      await answer(response, 405, { type: 'text/plain', content: 'Only GET here; POST goes to /graphql.\n' });
    } else if (path === '/stack.json') {
      await answer(response, 200, json(stack));
    } else {
      const file = await readPageFile(path);
      if (file === undefined)
        await answer(response, 404, { type: 'text/plain', content: 'Nothing here. GraphiQL is at /.\n' });
      else await answer(response, 200, file);
    }
  };

  return (request, response) => {
    const [path = '/'] = (request.url ?? '/').split('?', 1);
    if (path === '/graphql') {
      api(request, response);
      return;
    }
    page(request, response, path).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else void answer(response, 500, json({ message: error instanceof Error ? error.message : '' }));
    });
  };
};

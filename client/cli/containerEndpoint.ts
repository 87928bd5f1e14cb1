/**
 * The endpoint that AWS's clients ask for credentials in a container, on loopback.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { wordsOf } from './failures.ts';
import { LOOPBACK } from './localPorts.ts';

/** What is handed out. */
export interface ContainerCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

/** How to serve. */
export interface ContainerEndpointOptions {
  /** 0: any free port. */
  readonly port: number;
  /** What a client has to send as Authorization. */
  readonly authorization: string;
  readonly credentials: () => Promise<ContainerCredentials>;
  /** Told why there are none. */
  readonly onFailure: (error: unknown) => void;
  /** How long a client is kept waiting, in milliseconds. */
  readonly patience?: number;
}

/** An endpoint that answers. */
export interface ContainerEndpoint {
  readonly url: string;
  close(): Promise<void>;
}

/** The path of the credentials. */
const PATH = '/credentials';

/** AWS's clients wait for two seconds. */
const PATIENCE_MS = 1_800;

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Takes the same time whatever was sent. */
const isSame = (sent: string | undefined, expected: string): boolean =>
  timingSafeEqual(digest(sent ?? ''), digest(expected));

const answer = (response: ServerResponse, status: number, body: object): void => {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
};

const refuse = (response: ServerResponse, status: number, code: string, message: string): void => {
  answer(response, status, { code, message });
};

/** The first thing that is wrong with a request: a status, a code and a sentence. */
const faultOf = (
  { method, url, headers }: IncomingMessage,
  { authorization }: Pick<ContainerEndpointOptions, 'authorization'>,
  port: number,
): readonly [status: number, code: string, message: string] | undefined => {
  // A web page can make a name of its own point here; it cannot make its browser send another name.
  if (headers.host !== `${LOOPBACK}:${String(port)}` && headers.host !== `localhost:${String(port)}`) {
    return [403, 'Forbidden', 'Ask by the address that was given.'];
  }
  if (!isSame(headers.authorization, authorization)) {
    return [401, 'Unauthorized', 'Send the token that was given as Authorization.'];
  }
  if (url !== PATH) return [404, 'NotFound', `Credentials are at ${PATH}.`];
  return method === 'GET' ? undefined : [405, 'MethodNotAllowed', 'Only GET here.'];
};

const within = <Value>(milliseconds: number, work: Promise<Value>): Promise<Value> => {
  let timer: NodeJS.Timeout | undefined;
  const end = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error('The service has not answered yet.'));
    }, milliseconds);
  });
  return Promise.race([work, end]).finally(() => {
    clearTimeout(timer);
  });
};

/** Serves on 127.0.0.1 only. @throws the system's error when the port cannot be had */
export const serveContainer = (options: ContainerEndpointOptions): Promise<ContainerEndpoint> => {
  const { port, credentials, onFailure, patience = PATIENCE_MS } = options;
  let actual = port;
  const server = createServer((request, response) => {
    const fault = faultOf(request, options, actual);
    if (fault !== undefined) {
      refuse(response, ...fault);
      return;
    }
    within(patience, credentials()).then(
      ({ accessKeyId, secretAccessKey, sessionToken, expiration }) => {
        answer(response, 200, {
          AccessKeyId: accessKeyId,
          SecretAccessKey: secretAccessKey,
          Token: sessionToken,
          Expiration: expiration.toISOString(),
        });
      },
      (error: unknown) => {
        onFailure(error);
        refuse(response, 503, 'CredentialsUnavailable', wordsOf(error));
      },
    );
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, LOOPBACK, () => {
      const address = server.address();
      if (typeof address === 'object' && address !== null) actual = address.port;
      resolve({
        url: `http://${LOOPBACK}:${String(actual)}${PATH}`,
        close: () =>
          new Promise((closed) => {
            server.close(() => {
              closed();
            });
            server.closeAllConnections();
          }),
      });
    });
  });
};

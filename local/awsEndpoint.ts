/** One HTTP endpoint for all AWS services, as AWS_ENDPOINT_URL users expect: chooses the service that a request is for. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener } from 'node:http';
import type { AwsRequest, AwsResponse, AwsService } from './awsService.ts';
import { SignatureError } from './signatureError.ts';
import { queryParameters } from './signRequest.ts';
import { credentialOf } from './sigv4.ts';

/** Bytes. Nothing that STS or Cognito takes comes near. */
const maxBody = 1024 * 1024;

/** A service's target prefix: `X-Amz-Target: AWSCognitoIdentityProviderService.InitiateAuth`. */
const targets = new Map([['AWSCognitoIdentityProviderService', 'cognito-idp']]);

/** What the endpoint itself refuses, before any service sees it. */
class EndpointError extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** From the raw headers: Node's own record drops all but the first of some that are sent twice. */
const headersOf = (message: IncomingMessage): AwsRequest['headers'] => {
  const headers = Object.create(null) as Record<string, string>;
  for (const [name, values] of Object.entries(message.headersDistinct)) {
    if (values) headers[name] = values.join(',');
  }
  return headers;
};

const readBody = async (message: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let length = 0;
  // Left alone when too much has come, so that the refusal can still be sent.
  for await (const chunk of message.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBody) {
      throw new EndpointError(
        413,
        'RequestEntityTooLarge',
        `The body is larger than ${String(maxBody)} bytes, the most that this endpoint takes.`,
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

/** A browser's preflight has no target yet, only the name of the header that will carry it. */
const preflightService = ({ method, headers }: AwsRequest) =>
  method === 'OPTIONS' && headers['access-control-request-headers']?.toLowerCase().includes('x-amz-target')
    ? 'cognito-idp'
    : undefined;

const serviceOfTarget = (target: string) => targets.get(target.split('.')[0] ?? '') ?? target;

/** Unsigned requests of the query protocol: STS is the only such service here, and says what they lack. */
const queryService = ({ url, headers }: AwsRequest) =>
  headers['content-type']?.startsWith('application/x-www-form-urlencoded') ||
  queryParameters(url.split('?').slice(1).join('?')).some(([name]) => name === 'Action')
    ? 'sts'
    : undefined;

/** The name of the service that a request is for, as far as the request says. Nothing of it is verified yet. */
const serviceNameOf = (request: AwsRequest): string | undefined => {
  const target = request.headers['x-amz-target'];
  return (
    credentialOf(request)?.service ??
    (target === undefined ? undefined : serviceOfTarget(target)) ??
    (/^\/[^/?]+\/\.well-known\//.test(request.url) ? 'cognito-idp' : undefined) ??
    preflightService(request) ??
    queryService(request)
  );
};

const failure = (error: { status: number; code: string; message: string }, json: boolean): AwsResponse => {
  const requestId = randomUUID();
  const { status, code, message } = error;
  const type = status < 500 ? 'Sender' : 'Receiver';
  const headers = { 'x-amzn-requestid': requestId, 'x-amzn-errortype': code };
  if (json) {
    return {
      status,
      headers: { ...headers, 'content-type': 'application/x-amz-json-1.1' },
      body: JSON.stringify({ __type: code, message }),
    };
  }
  const escaped = message.replace(/[^ -~]|[<>&]/g, (character) => `&#${String(character.codePointAt(0))};`);
  return {
    status,
    headers: { ...headers, 'content-type': 'text/xml' },
    body: `<ErrorResponse><Error><Type>${type}</Type><Code>${code}</Code><Message>${escaped}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
  };
};

/** Whoever runs the stack sees what the client does not. */
const warn = (error: unknown) => {
  process.emitWarning(error instanceof Error ? (error.stack ?? error.message) : String(error));
};

/** The services of this machine, by the name that a credential scope has for them. */
export interface AwsServices {
  readonly sts: AwsService;
  readonly 'cognito-idp': AwsService;
}

/**
 * Chooses by the credential scope's service, else by X-Amz-Target, else by the path (`/<pool>/.well-known/…` is Cognito's).
 * Bodies of at most 1 MiB. What a service throws is answered as InternalFailure, and told to `onFailure` alone.
 */
export const awsEndpoint = (services: AwsServices, onFailure: (error: unknown) => void = warn): RequestListener => {
  const byName = new Map<string, AwsService>(Object.entries(services));

  const serve = async (message: IncomingMessage): Promise<AwsResponse> => {
    const request: AwsRequest = {
      method: message.method ?? '',
      url: message.url ?? '',
      headers: headersOf(message),
      body: await readBody(message),
    };
    const name = serviceNameOf(request);
    const service = byName.get(name ?? '');
    if (service) return service(request);
    const served = `It serves ${[...byName.keys()].join(', ')}.`;
    throw name === undefined
      ? new EndpointError(
          404,
          'UnknownOperationException',
          `The request does not say which AWS service it is for. ${served}`,
        )
      : new EndpointError(
          501,
          'NotImplemented',
          `The local AWS endpoint has no service ${name.slice(0, 64)}. ${served}`,
        );
  };

  const answer = async (message: IncomingMessage): Promise<AwsResponse> => {
    const json = message.headers['content-type']?.startsWith('application/x-amz-json') ?? false;
    try {
      return await serve(message);
    } catch (error) {
      if (error instanceof EndpointError || error instanceof SignatureError) return failure(error, json);
      const clientLeft = message.destroyed && !message.complete;
      if (!clientLeft) onFailure(error);
      return failure({ status: 500, code: 'InternalFailure', message: 'An internal error occurred.' }, json);
    }
  };

  return (message, response) => {
    answer(message)
      .then(({ status, headers, body }) => {
        // The rest of a body that is too large is not read: the connection cannot be used again.
        if (!message.complete) response.setHeader('connection', 'close');
        response.writeHead(status, headers).end(body);
      })
      .catch((error: unknown) => {
        response.destroy();
        onFailure(error);
      });
  };
};

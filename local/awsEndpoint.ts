/** One HTTP endpoint for all AWS services, as AWS_ENDPOINT_URL users expect: hands each request to the service that it is for. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { AwsRequest, AwsResponse, AwsService } from './awsService.ts';
import { chooseService } from './chooseService.ts';
import type { DataResponse, DataService } from './dataService.ts';
import { EndpointError, failure } from './endpointError.ts';
import { gatherBytes } from './gatherBytes.ts';
import { answerLingering } from './lingeringAnswer.ts';
import { TIMEOUTS } from './ports.ts';
import type { Timeouts } from './ports.ts';
import { SignatureError } from './signatureError.ts';
import type { Head } from './sigv4.ts';

/** Bytes. Nothing that STS or Cognito takes comes near. */
const maxBody = 1024 * 1024;

/** From the raw headers: Node's own record drops all but the first of some that are sent twice. */
const headersOf = ({ rawHeaders }: IncomingMessage): AwsRequest['headers'] => {
  const headers = Object.create(null) as Record<string, string>;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = (rawHeaders[at] ?? '').toLowerCase();
    const value = rawHeaders[at + 1] ?? '';
    headers[name] = headers[name] === undefined ? value : `${headers[name]},${value}`;
  }
  return headers;
};

const readBody = async (message: IncomingMessage): Promise<Buffer> => {
  const gathered = gatherBytes();
  // Left alone when too much has come, so that the refusal can still be sent.
  for await (const chunk of message.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    gathered.add(chunk);
    if (gathered.size() > maxBody) {
      throw new EndpointError(
        413,
        'RequestEntityTooLarge',
        `The body is larger than ${String(maxBody)} bytes, the most that this endpoint takes.`,
      );
    }
  }
  return Buffer.concat(gathered.pieces());
};

/** Whoever runs the stack sees what the client does not. */
const warn = (error: unknown) => {
  process.emitWarning(error instanceof Error ? (error.stack ?? error.message) : String(error));
};

/** The services of this machine, by the name that a credential scope has for them. */
export interface AwsServices {
  readonly sts: AwsService;
  readonly 'cognito-idp': AwsService;
  readonly s3?: DataService;
  readonly dynamodb?: DataService;
}

type Streaming = (head: Head, message: IncomingMessage) => Promise<DataResponse>;

const buffered =
  (service: AwsService): Streaming =>
  async (head, message): Promise<AwsResponse> =>
    service({ ...head, body: await readBody(message) });

const streamed =
  (service: DataService): Streaming =>
  (head, message) =>
    service({ ...head, body: message });

const byName = ({ sts, 'cognito-idp': cognito, s3, dynamodb }: AwsServices): ReadonlyMap<string, Streaming> =>
  new Map([
    ['sts', buffered(sts)],
    ['cognito-idp', buffered(cognito)],
    ...(s3 ? [['s3', streamed(s3)] as const] : []),
    ...(dynamodb ? [['dynamodb', streamed(dynamodb)] as const] : []),
  ]);

/** @throws EndpointError for a request that is for no service of this machine; SignatureError */
const find = (services: ReadonlyMap<string, Streaming>, head: Head): Streaming => {
  if (!head.url.startsWith('/')) throw new EndpointError(400, 'InvalidURI', "Couldn't parse the specified URI.");
  const name = chooseService(head);
  const service = services.get(name ?? '');
  if (service) return service;
  const served = `It serves ${[...services.keys()].join(', ')}.`;
  throw name === undefined
    ? new EndpointError(
        404,
        'UnknownOperationException',
        `The request does not say which AWS service it is for. ${served}`,
      )
    : new EndpointError(501, 'NotImplemented', `The local AWS endpoint has no service ${name.slice(0, 64)}. ${served}`);
};

const send = async (
  message: IncomingMessage,
  response: ServerResponse,
  { status, headers, body }: DataResponse,
  lingering: number,
): Promise<void> => {
  if (typeof body === 'string' || Buffer.isBuffer(body)) {
    await answerLingering(message, response, { status, headers, body }, lingering);
    return;
  }
  // The rest of a body that is not read to its end: the connection cannot be used again.
  if (!message.complete) response.setHeader('connection', 'close');
  response.writeHead(status, headers);
  await pipeline(body, response);
};

/**
 * Chooses by the credential scope's service, else as `chooseService` says. Bodies for STS and Cognito are at most 1 MiB; those
 * for S3 and DynamoDB stream. What a service throws is answered as InternalFailure, and told to `onFailure` alone.
 */
export const awsEndpoint = (
  services: AwsServices,
  onFailure: (error: unknown) => void = warn,
  { lingering }: Pick<Timeouts, 'lingering'> = TIMEOUTS,
): RequestListener => {
  const known = byName(services);

  const answer = async (message: IncomingMessage): Promise<DataResponse> => {
    const head = { method: message.method ?? '', url: message.url ?? '', headers: headersOf(message) };
    const json = head.headers['content-type']?.startsWith('application/x-amz-json') ?? false;
    try {
      return await find(known, head)(head, message);
    } catch (error) {
      if (error instanceof EndpointError || error instanceof SignatureError) return failure(error, json);
      const clientLeft = message.destroyed && !message.complete;
      if (!clientLeft) onFailure(error);
      return failure({ status: 500, code: 'InternalFailure', message: 'An internal error occurred.' }, json);
    }
  };

  return (message, response) => {
    answer(message)
      .then((answered) => send(message, response, answered, lingering))
      .catch((error: unknown) => {
        const clientLeft = response.destroyed;
        response.destroy();
        if (!clientLeft) onFailure(error);
      });
  };
};

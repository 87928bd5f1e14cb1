/** Reads the GraphQL request out of an HTTP request. */
import type { IncomingMessage } from 'node:http';
import { gatherBytes } from '../gatherBytes.ts';
import { RefusedRequest, unparsable } from './errors.ts';

/** Bytes. https://docs.aws.amazon.com/general/latest/gr/appsync.html */
const MAX_REQUEST_BYTES = 1024 * 1024;

/** What a client asks. */
export interface GraphqlRequest {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | null;
}

const readBody = async (request: IncomingMessage): Promise<Buffer> => {
  const gathered = gatherBytes();
  let bytes = 0;
  try {
    for await (const chunk of request) {
      bytes += (chunk as Buffer).length;
      // The rest is read and dropped: a client that is still sending would not see the answer.
      if (bytes <= MAX_REQUEST_BYTES) gathered.add(chunk as Buffer);
    }
  } catch {
    // The client went away in the middle.
    throw unparsable();
  }
  if (bytes > MAX_REQUEST_BYTES) {
    throw new RefusedRequest(
      413,
      'RequestEntityTooLargeException',
      `The request has over ${String(MAX_REQUEST_BYTES)} bytes.`,
    );
  }
  return Buffer.concat(gathered.pieces());
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw unparsable();
  }
};

const decode = (body: Buffer): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw unparsable();
  }
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

// Unknown keys are ignored; keys are looked up as own ones only.
const fromParts = (parts: Readonly<Record<string, unknown>>): GraphqlRequest => {
  const part = (name: string): unknown => (Object.hasOwn(parts, name) ? (parts[name] ?? null) : null);
  const [query, variables, operationName] = [part('query'), part('variables') ?? {}, part('operationName') ?? ''];
  if (typeof query !== 'string' || !isRecord(variables) || typeof operationName !== 'string') throw unparsable();
  return { query, variables, operationName: operationName === '' ? null : operationName };
};

const fromUrl = (url: string): GraphqlRequest => {
  const searchParams = new URLSearchParams(url.split('?')[1]);
  const variables = searchParams.get('variables');
  return fromParts({
    query: searchParams.get('query'),
    variables: variables === null ? null : parseJson(variables),
    operationName: searchParams.get('operationName'),
  });
};

/**
 * The GraphQL request: the JSON body of a POST whatever its content type says, or the query string of a GET.
 *
 * @throws RefusedRequest: no body, not UTF-8, not JSON, a batch, no query, too large
 */
export const readGraphqlRequest = async (request: IncomingMessage): Promise<GraphqlRequest> => {
  if (request.method === 'GET') return fromUrl(request.url ?? '');
  const body = await readBody(request);
  if (body.length === 0) throw new RefusedRequest(400, 'MalformedHttpRequestException', 'Request body is empty.');
  const parsed = parseJson(decode(body));
  if (!isRecord(parsed)) throw unparsable();
  return fromParts(parsed);
};

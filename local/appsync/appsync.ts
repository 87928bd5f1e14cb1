/** AWS AppSync on one machine: a GraphQL API over HTTP, in AppSync's own shapes. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { isObjectType } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import type { Clock } from '../awsService.ts';
import type { GraphqlApi, UserPool } from '../service.ts';
import { createEngine } from './answerQuery.ts';
import { buildApiSchema } from './apiSchema.ts';
import { createAuthenticator } from './authenticate.ts';
import type { Jwks } from './authenticate.ts';
import { InvalidQuery, RefusedRequest, unparsable } from './errors.ts';
import { readGraphqlRequest } from './graphqlRequest.ts';
import { createUnitResolver } from './unitResolver.ts';
import type { Resolver, RunResolver } from './unitResolver.ts';

/** What an API is made of. */
export interface AppSyncOptions {
  readonly api: Pick<GraphqlApi, 'appIdClientRegex' | 'introspection' | 'queryDepthLimit' | 'resolverCountLimit'>;
  /** The deployed schema files' text, without AppSync's own scalars and directives. */
  readonly schema: string;
  readonly userPool: Pick<UserPool, 'id' | 'issuer'>;
  readonly jwks: Jwks;
  readonly resolvers: readonly Resolver[];
  readonly clock?: Clock;
  /** Told that a request failed for a fault of the endpoint itself; what it is told holds nothing of the request. */
  readonly onFault?: (fault: string) => void;
}

const CORS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'x-amzn-RequestId,x-amzn-ErrorType,x-amz-user-agent,x-amzn-ErrorMessage,Date',
};
const PREFLIGHT = {
  'access-control-allow-headers': 'authorization,content-type,x-amz-user-agent,x-api-key',
  'access-control-allow-methods': 'GET,POST,OPTIONS',
  'access-control-max-age': '172800',
};

const attach = (schema: GraphQLSchema, resolvers: readonly Resolver[], clock: Clock): Map<string, RunResolver> => {
  const attached = new Map<string, RunResolver>();
  for (const resolver of resolvers) {
    const name = `${resolver.type}.${resolver.field}`;
    const type = schema.getType(resolver.type);
    if (!isObjectType(type) || !Object.hasOwn(type.getFields(), resolver.field)) {
      throw new Error(`A resolver is attached to ${name}, which the schema does not have.`);
    }
    if (attached.has(name)) throw new Error(`${name} has two resolvers; AppSync takes one a field.`);
    attached.set(name, createUnitResolver(resolver, clock));
  }
  return attached;
};

const headersOf = ({ headers }: IncomingMessage): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]));

const refusalOf = (error: unknown, onFault: (fault: string) => void): RefusedRequest => {
  if (error instanceof RefusedRequest) return error;
  // A request nested so deep that a stack ends.
  if (error instanceof RangeError) return unparsable();
  // An error's message may hold a value of the request; its name and place do not.
  if (error instanceof Error) onFault(`${error.name} ${/\bat .*/.exec(error.stack ?? '')?.[0] ?? ''}`);
  return new RefusedRequest(500, 'InternalFailure', 'An internal failure occurred.');
};

const bodyOf = ({ status, type, message }: RefusedRequest): unknown => ({
  errors: [status === 400 ? { message, errorType: type } : { errorType: type, message }],
});

/**
 * Makes an API's listener: POST and GET (as on AWS, for queries and mutations both) and OPTIONS at `/graphql`; anything else
 * is 404. It logs nothing.
 *
 * @throws an error naming what AppSync would refuse: in the schema, in the resolvers' code, or a resolver on a missing field
 */
export const createAppSync = (options: AppSyncOptions): RequestListener => {
  const { api, userPool, jwks, clock = Date.now, onFault = () => undefined } = options;
  const schema = buildApiSchema(options.schema);
  const answerQuery = createEngine(api, schema, attach(schema, options.resolvers, clock));
  const authenticate = createAuthenticator({ userPool, jwks, appIdClientRegex: api.appIdClientRegex, clock });

  const send = (
    response: ServerResponse,
    status: number,
    body: unknown,
    headers: Record<string, string> = {},
  ): void => {
    response.writeHead(status, {
      'content-type': 'application/json;charset=UTF-8',
      'x-amzn-RequestId': randomUUID(),
      // By the clock that tokens and expirations go by: clients reckon from it how long credentials live.
      date: new Date(clock()).toUTCString(),
      ...CORS,
      ...headers,
    });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  };

  const answer = async (request: IncomingMessage): Promise<unknown> => {
    const [path] = (request.url ?? '').split('?');
    if (path !== '/graphql' || (request.method !== 'POST' && request.method !== 'GET')) {
      throw new RefusedRequest(404, 'UnknownOperationException', 'Unknown Operation Request.');
    }
    const identity = authenticate(request);
    const query = await readGraphqlRequest(request);
    try {
      const { data, errors } = await answerQuery(query, { identity, headers: headersOf(request) });
      return errors.length === 0 ? { data } : { data, errors };
    } catch (error) {
      if (error instanceof InvalidQuery) return { data: null, errors: error.errors };
      throw error;
    }
  };

  return (request, response) => {
    if (request.method === 'OPTIONS') {
      send(response, 200, undefined, PREFLIGHT);
      return;
    }
    answer(request).then(
      (body) => {
        send(response, 200, body);
      },
      (error: unknown) => {
        const refusal = refusalOf(error, onFault);
        request.resume();
        send(response, refusal.status, bodyOf(refusal), { 'x-amzn-ErrorType': refusal.type });
      },
    );
  };
};

/** A query and a vend by each GraphQL client, as an app sends them, in Node and in a page alike, and what the client then holds. */
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache, gql } from '@apollo/client';
import type { MutationFetchPolicy, TypedDocumentNode } from '@apollo/client';
import { cacheExchange, createClient, fetchExchange, ssrExchange } from '@urql/core';
import type { Exchange } from '@urql/core';
import { cacheExchange as graphcache } from '@urql/exchange-graphcache';
import { createAuthLink } from 'aws-appsync-auth-link';
import { GraphQLClient } from 'graphql-request';
import { MY_GRANTS, VEND_CREDENTIALS } from 'scopevend';
import type {
  ScopeInput,
  VendCredentialsMutation as Answer,
  VendCredentialsMutationVariables as Variables,
} from 'scopevend';
import type { Place } from './place.ts';
import { reachableText } from './reachable.ts';

/** What to vend with. */
export interface Vending {
  readonly place: Pick<Place, 'endpoint' | 'region'>;
  readonly token: string;
  readonly scope?: ScopeInput;
  /** Of Apollo alone. */
  readonly fetchPolicy?: MutationFetchPolicy;
  readonly keepRootFields?: boolean;
}

/** How it ended, and the text of all that the client holds afterwards: of its cache, and of everything that it leads to. */
export interface Vend {
  readonly vended?: Answer['vendCredentials'] | undefined;
  readonly error?: string;
  /** The `errorType` of a refusal, where the client hands it on. */
  readonly code?: unknown;
  readonly cache: string;
  readonly held: string;
}

const textOf = (error: unknown): string =>
  error instanceof Error ? `${String(error)}\n${reachableText(error)}` : String(error);

/** The first error that the service answered, where clients put it. */
const codeOf = (error: unknown): unknown => {
  const { errors, graphQLErrors, response } = error as Record<string, unknown>;
  const [first] = (errors ??
    graphQLErrors ??
    (response as { errors?: unknown } | undefined)?.errors ??
    []) as readonly {
    errorType?: unknown;
    originalError?: { errorType?: unknown };
  }[];
  return first?.errorType ?? first?.originalError?.errorType;
};

const outcome = async (vend: () => Promise<Answer | undefined>): Promise<Pick<Vend, 'vended' | 'error' | 'code'>> => {
  try {
    return { vended: (await vend())?.vendCredentials };
  } catch (error) {
    return { error: textOf(error), code: codeOf(error) };
  }
};

/** Apollo 4 with AppSync's own link. */
export const byApollo = async ({ place, token, scope, ...options }: Vending): Promise<Vend> => {
  const client = new ApolloClient({
    link: ApolloLink.from([
      createAuthLink({
        url: place.endpoint,
        region: place.region,
        auth: { type: 'AMAZON_COGNITO_USER_POOLS', jwtToken: () => Promise.resolve(token) },
      }),
      new HttpLink({ uri: place.endpoint }),
    ]),
    cache: new InMemoryCache(),
  });
  await client.query({ query: gql(MY_GRANTS) });
  const mutation: TypedDocumentNode<Answer, Variables> = gql(VEND_CREDENTIALS);
  const ended = await outcome(async () => (await client.mutate({ mutation, variables: { scope }, ...options })).data);
  return { ...ended, cache: JSON.stringify(client.cache.extract()), held: reachableText(client) };
};

const byUrqlWith = async ({ place, token, scope }: Vending, exchanges: readonly Exchange[]) => {
  const client = createClient({
    url: place.endpoint,
    exchanges: [...exchanges, fetchExchange],
    fetchOptions: { headers: { authorization: token } },
    preferGetMethod: false,
  });
  await client.query(MY_GRANTS, {}).toPromise();
  const ended = await outcome(async () => {
    const { data, error } = await client.mutation<Answer>(VEND_CREDENTIALS, { scope }).toPromise();
    if (error) throw error;
    return data;
  });
  return { ...ended, client };
};

/** urql 6, with its document cache and with the exchange that extracts results. */
export const byUrql = async (vending: Vending): Promise<Vend> => {
  const ssr = ssrExchange({ isClient: false });
  const { client, ...ended } = await byUrqlWith(vending, [cacheExchange, ssr]);
  return { ...ended, cache: JSON.stringify(ssr.extractData()), held: reachableText(client, ssr) };
};

/** None of the service's types has an id; said so, Graphcache does not warn of it. */
const keys = Object.fromEntries(
  ['Grant', 'S3Scope', 'DynamoDBScope', 'RoleScope', 'Scope', 'UnusableGrant', 'VendedCredentials'].map((type) => [
    type,
    () => null,
  ]),
);

/** urql 6 with Graphcache, its normalised cache; `cache` is what it would persist. */
export const byGraphcache = async (vending: Vending): Promise<Vend> => {
  const persisted: unknown[] = [];
  const keep = (what: unknown) => {
    persisted.push(what);
    return Promise.resolve();
  };
  const storage = { writeData: keep, writeMetadata: keep, readData: () => Promise.resolve({}) };
  const { client, ...ended } = await byUrqlWith(vending, [graphcache({ storage, keys })]);
  // It persists by a timer that it has set by now.
  await new Promise((resolve) => setTimeout(resolve, 20));
  return { ...ended, cache: JSON.stringify(persisted), held: reachableText(client) };
};

/** graphql-request 7. */
export const byGraphqlRequest = async ({ place, token, scope }: Vending): Promise<Vend> => {
  const client = new GraphQLClient(place.endpoint, { headers: { authorization: token } });
  const ended = await outcome(() => client.request<Answer>(VEND_CREDENTIALS, { scope }));
  return { ...ended, cache: '', held: reachableText(client) };
};

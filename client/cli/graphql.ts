/** Queries to the service: what a vend would do, and what may be asked for. */
import { MY_GRANTS, PREVIEW_CREDENTIALS } from '../documents.ts';
import type { MyGrantsQuery, PreviewCredentialsQuery, RequestInput } from '../operations.ts';
import { Refused, SignInNeeded } from './failures.ts';
import type { Identity } from './identity.ts';
import type { Ask } from './scopeOption.ts';

/** What a vend would do. */
export type Preview = PreviewCredentialsQuery['previewCredentials'];
/** What may be asked for. */
export type Grants = MyGrantsQuery['myGrants'];

/** AppSync answers within 30 s, or not at all. */
const PATIENCE_MS = 31_000;

interface GraphqlAnswer<Field> {
  readonly data?: Readonly<Record<string, Field | null | undefined>> | null;
  readonly errors?: readonly {
    readonly message?: string;
    readonly errorType?: string | null;
    readonly errorInfo?: Readonly<Record<string, unknown>> | null;
  }[];
}

/** @throws Error for what cannot be reached */
const post = ({ endpoint, fetchFrom }: Identity, token: string, body: string): Promise<Response> =>
  fetchFrom(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: token },
    body,
    // The token is for this address only.
    redirect: 'manual',
    signal: AbortSignal.timeout(PATIENCE_MS),
  }).catch(() => {
    throw unreachable(endpoint);
  });

/** Nothing answers at the endpoint. */
export const unreachable = (endpoint: string): Error =>
  new Error(`No answer of the service at ${endpoint}. Check the network, and --endpoint.`);

/** The service does not take the token. */
export const notTaken = ({ again, stack }: Identity): SignInNeeded =>
  new SignInNeeded(
    stack
      ? 'The local stack does not take the token that it has just given. Start it again: npm start'
      : `The service does not take your sign-in. Is it for the same user pool? Sign in again: ${again}`,
  );

const query = async <Field>(identity: Identity, name: string, request: object): Promise<Field> => {
  const body = JSON.stringify(request);
  let token = await identity.token('any');
  let response = await post(identity, token, body);
  if (response.status === 401) {
    token = await identity.token('any', token);
    response = await post(identity, token, body);
  }
  if (response.status === 401) throw notTaken(identity);
  const answer = (await response.json().catch(() => ({}))) as GraphqlAnswer<Field> | null;
  const field = answer?.data?.[name];
  if (field) return field;
  const [error] = answer?.errors ?? [];
  throw new Refused({
    errorType: error?.errorType ?? null,
    errorInfo: error?.errorInfo ?? null,
    message:
      error?.message ??
      `${identity.endpoint} answered ${String(response.status)}, but not as the service does. Check --endpoint.`,
  });
};

/**
 * What a vend would do, and of requests whether its credentials could make them.
 * @throws Refused; SignInNeeded
 */
export const preview = (
  identity: Identity,
  { scope, durationSeconds }: Ask,
  requests: readonly RequestInput[] | null = null,
): Promise<Preview> =>
  query(identity, 'previewCredentials', {
    query: PREVIEW_CREDENTIALS,
    variables: { scope, durationSeconds, requests },
  });

/** @throws Refused; SignInNeeded */
export const myGrants = (identity: Identity): Promise<Grants> => query(identity, 'myGrants', { query: MY_GRANTS });

/** Vends over HTTP as any client does: one POST to the GraphQL endpoint, with the document that clients use. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { VendedCredentials } from '../../core/schema.ts';
import { send } from './http.ts';

const DOCUMENT = path.resolve(import.meta.dirname, '../../client/operations/vendCredentials.graphql');

/** Asks for every field of the answer. */
export const VEND = readFileSync(DOCUMENT, 'utf8');

/** An error as the API shows it. */
export interface ApiError {
  readonly errorType: string | null;
  readonly errorInfo: Readonly<Record<string, unknown>> | null;
  readonly message: string;
}

/** What came back: credentials, or the first error. */
export type VendAnswer = { readonly vended: VendedCredentials } | { readonly refused: ApiError };

interface GraphqlAnswer {
  readonly data?: { readonly vendCredentials?: VendedCredentials | null } | null;
  readonly errors?: readonly (Pick<ApiError, 'message'> & Partial<ApiError>)[];
}

/** `scope` left out: everything. It is sent as it is: a bad one is for the API to refuse. */
export const vendOverHttp = async (
  { graphqlUrl, token }: { readonly graphqlUrl: string; readonly token: string },
  variables: { readonly scope?: unknown; readonly durationSeconds?: number | undefined } = {},
): Promise<VendAnswer> => {
  const { status, body } = await send(graphqlUrl, {
    headers: { 'content-type': 'application/json', authorization: token },
    body: JSON.stringify({ query: VEND, variables }),
  });
  const { data, errors } = JSON.parse(body) as GraphqlAnswer;
  if (data?.vendCredentials) return { vended: data.vendCredentials };
  const { message = `The API answered ${String(status)} without an error.`, errorType, errorInfo } = errors?.[0] ?? {};
  return { refused: { errorType: errorType ?? null, errorInfo: errorInfo ?? null, message } };
};

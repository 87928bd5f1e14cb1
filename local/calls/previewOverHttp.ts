/** Asks over HTTP what a vend would do: one POST to the GraphQL endpoint, with the document that clients use. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { CredentialsPreview } from '../../core/schema.ts';
import { send } from './http.ts';
import type { ApiError } from './vendOverHttp.ts';

const DOCUMENT = path.resolve(import.meta.dirname, '../../client/operations/previewCredentials.graphql');

/** What came back: the preview, or the first error. */
export type PreviewAnswer = { readonly preview: CredentialsPreview } | { readonly refused: ApiError };

interface GraphqlAnswer {
  readonly data?: { readonly previewCredentials?: CredentialsPreview | null } | null;
  readonly errors?: readonly (Pick<ApiError, 'message'> & Partial<ApiError>)[];
}

/** `scope` left out: everything. It is sent as it is: a bad one is for the API to refuse. */
export const previewOverHttp = async (
  { graphqlUrl, token }: { readonly graphqlUrl: string; readonly token: string },
  variables: { readonly scope?: unknown; readonly durationSeconds?: number | undefined },
): Promise<PreviewAnswer> => {
  const { status, body } = await send(graphqlUrl, {
    headers: { 'content-type': 'application/json', authorization: token },
    body: JSON.stringify({ query: await readFile(DOCUMENT, 'utf8'), variables }),
  });
  const { data, errors } = JSON.parse(body) as GraphqlAnswer;
  if (data?.previewCredentials) return { preview: data.previewCredentials };
  const { message = `The API answered ${String(status)} without an error.`, errorType, errorInfo } = errors?.[0] ?? {};
  return { refused: { errorType: errorType ?? null, errorInfo: errorInfo ?? null, message } };
};

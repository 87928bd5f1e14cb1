/** One vend: one POST of the document to the API, and a second with a new token when the first is not taken. */
import { CredentialsProviderError } from './credentialsProviderError.ts';
import { VEND_CREDENTIALS } from './documents.ts';
import { endpointUrl } from './endpoint.ts';
import { within } from './patience.ts';
import { readAnswer } from './readAnswer.ts';
import type { HttpAnswer, Vended } from './readAnswer.ts';
import { readText } from './readText.ts';
import { tokenFrom } from './token.ts';
import type { Signal, VendOptions } from './vendOptions.ts';

/** AppSync answers within 30 s, or not at all: https://docs.aws.amazon.com/general/latest/gr/appsync.html */
const PATIENCE = 31_000;
const LARGEST_ANSWER = 1_000_000;

/** The global one at the time of the call, which may be replaced. A browser's must not be called as a method. */
const globalFetch: NonNullable<VendOptions['fetch']> = (url, request) => fetch(url, request);

/** What Node calls the fault, such as ECONNREFUSED. The message of the error may tell of the request, so it is left. */
const systemCode = (error: unknown): string => {
  const { code } = ((error as Partial<Error> | null)?.cause ?? {}) as { readonly code?: unknown };
  return typeof code === 'string' && /^\w{1,40}$/.test(code) ? ` (${code})` : '';
};

/**
 * Makes the function that vends. A vend that its signal ends is rejected; with what, means nothing.
 *
 * @throws TypeError of an endpoint that no token may be sent to; the function: CredentialsProviderError
 */
export const vendOverFetch = (options: VendOptions, clock: () => number): ((signal: Signal) => Promise<Vended>) => {
  const url = endpointUrl(options.endpoint);
  const { token: source, scope, durationSeconds, fetch: send = globalFetch } = options;
  const body = JSON.stringify({ query: VEND_CREDENTIALS, variables: { scope, durationSeconds } });

  const post = async (token: string, signal: Signal): Promise<HttpAnswer> => {
    const sentAt = clock();
    try {
      return await within(PATIENCE, signal, async (ended) => {
        const response = await send(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: token },
          body,
          // The token is for this address only. Some platforms do not know `error`; this comes back as no answer of ours.
          redirect: 'manual',
          signal: ended,
        });
        const { status, headers } = response;
        return {
          status,
          text: await readText(response, LARGEST_ANSWER),
          date: headers.get('date'),
          retryAfter: headers.get('retry-after'),
          sentAt,
        };
      });
    } catch (error) {
      throw new CredentialsProviderError(
        'NetworkError',
        `No answer of the service${systemCode(error)}. Check endpoint and the network.`,
        { retryable: true },
      );
    }
  };

  const tokenUnlessEnded = async (forceRefresh: boolean, signal: Signal): Promise<string> => {
    const token = await tokenFrom(source, forceRefresh);
    // Whoever asked may have gone, or signed out, meanwhile.
    if (signal.aborted) throw new Error('ended');
    return token;
  };

  return async (signal) => {
    let token = await tokenUnlessEnded(false, signal);
    let answer = await post(token, signal);
    if (answer.status === 401) {
      const next = await tokenUnlessEnded(true, signal);
      if (next !== token) answer = await post((token = next), signal);
    }
    return readAnswer(answer, token);
  };
};

/** A page that sends requests to other origins and says what the browser lets it see of the answers. */

/** A request, as `fetch` takes it. */
export interface Sent {
  readonly url: string;
  readonly method?: string;
  readonly body?: string;
  readonly credentials?: RequestCredentials;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a page sees of an answer; nothing but `blocked` when the browser does not let it see it. */
export type Seen =
  { readonly blocked: true } | { readonly status: number; readonly headers: readonly string[]; readonly text: string };

/** Sends one request. */
export const send = async ({ url, ...init }: Sent): Promise<Seen> => {
  try {
    const response = await fetch(url, init);
    return { status: response.status, headers: [...response.headers.keys()], text: await response.text() };
  } catch {
    return { blocked: true };
  }
};

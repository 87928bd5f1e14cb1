/** What a provider is made of. The types name no DOM and no Node type, so that they hold wherever the library runs. */
import type { ScopeInput } from './operations.ts';

/** An `AbortSignal`. */
export interface Signal {
  readonly aborted: boolean;
  readonly reason?: unknown;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** The platform's own `AbortSignal`, where its types are known: a `fetch` takes no less. */
export type PlatformSignal = typeof globalThis extends { AbortSignal: { prototype: infer Own } } ? Own : Signal;

/** What of a `Response` is used. */
export interface VendResponse {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly body?: unknown;
  text(): Promise<string>;
}

/** What a request is sent with. */
export interface VendRequest {
  readonly method: 'POST';
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly redirect: 'manual';
  readonly signal: PlatformSignal;
}

/**
 * The user's token of the Cognito user pool, ID or access token: as it is, or a function that gives it whenever credentials are
 * vended. With `forceRefresh` the service did not take the last one, so a new one is wanted.
 */
export type TokenSource = string | ((options: { readonly forceRefresh: boolean }) => string | Promise<string>);

/** How to reach the service, and as whom. */
export interface ServiceOptions {
  /** The URL of the AppSync API, `https://….appsync-api.….amazonaws.com/graphql`. Plain http only on loopback. */
  readonly endpoint: string | { readonly href: string };
  readonly token: TokenSource;
  /** Seconds that the credentials shall live: 900 to 3,600. The longest that the grants allow when left out. */
  readonly durationSeconds?: number | null | undefined;
  /** Ends the provider for good: as `purge()`, and each call after it is refused. */
  readonly signal?: Signal | undefined;
  /** In the place of the global `fetch`. */
  fetch?(url: string, request: VendRequest): Promise<VendResponse>;
  /** Milliseconds since 1970, in the place of `Date.now`. */
  readonly clock?: (() => number) | undefined;
  /** From 0 to below 1, in the place of `Math.random`: for jitter. */
  readonly random?: (() => number) | undefined;
}

/** What to vend, from where, and as whom. */
export interface VendOptions extends ServiceOptions {
  /** What the credentials are for. Everything that the user's grants allow when left out. */
  readonly scope?: ScopeInput | null | undefined;
}

/** What one call may say. The AWS SDK says more, which is of no concern here. */
export interface CallOptions {
  /** Vend even though the present credentials are still good; an error when that fails. */
  readonly forceRefresh?: boolean | undefined;
  /** Ends this call's wait. */
  readonly signal?: Signal | undefined;
}

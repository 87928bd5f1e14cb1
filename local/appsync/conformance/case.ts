/** What a case of the conformance table says, and the shapes of AppSync's answers. */

/** An HTTP request to an API. */
export interface ApiRequest {
  readonly method?: string;
  readonly path?: string;
  /** The Authorization header; left out: a good ID token; null: none. */
  readonly authorization?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON. */
  readonly body?: unknown;
}

/**
 * How sure: H captured from AWS or in its documents; M one old or partial source; L inferred.
 * For an L case only what `status`, `headers` and `includes` say is held.
 */
type Sure = 'H' | 'M' | 'L';

/** A token of the fixture, with what is right or wrong about it. */
export type TokenName =
  'id' | 'access' | 'badSignature' | 'expired' | 'wrongIssuer' | 'wrongClient' | 'wrongClientAccess';

/** One request and what AppSync answers to it. */
export interface ConformanceCase {
  readonly id: `appsync-${string}`;
  readonly rule: string;
  readonly sure: Sure;
  /** `token` puts one of the fixture's tokens into the Authorization header, after `scheme`. */
  readonly request: ApiRequest & { readonly token?: TokenName; readonly scheme?: string };
  readonly answer: {
    /** 200 when left out. */
    readonly status?: number;
    readonly headers?: Readonly<Record<string, string>>;
    /** The whole body, keys in this order. */
    readonly body?: unknown;
    /** Texts that the body holds. */
    readonly includes?: readonly string[];
  };
}

type Path = readonly (string | number)[];

/** `locations` of one place. */
export const at = (line: number, column: number): unknown => [{ line, column, sourceName: null }];
/** An error that a field raised. */
export const error = (
  path: Path,
  errorType: string | null,
  message: string,
  more: { data?: unknown; info?: unknown; column?: number } = {},
): unknown => ({
  path,
  data: more.data ?? null,
  errorType,
  errorInfo: more.info ?? null,
  locations: at(1, more.column ?? 2),
  message,
});
/** The whole answer: one field, null for an error that it raised. */
export const fieldError = (
  path: Path,
  errorType: string | null,
  message: string,
  more: Parameters<typeof error>[3] = {},
): unknown => ({
  data: { [String(path[0])]: null },
  errors: [error(path, errorType, message, more)],
});
/** The whole answer: the query did not run. */
export const invalid = (message: string, locations: unknown = at(1, 2)): unknown => ({
  data: null,
  errors: [{ path: null, locations, message }],
});
/** The whole answer: errors about values. */
export const valueErrors = (data: unknown, ...errors: readonly (readonly [Path, string])[]): unknown => ({
  data,
  errors: errors.map(([path, message]) => ({ path, locations: null, message })),
});
/** A POST of a query. */
export const query = (text: string, variables?: unknown): ApiRequest => ({
  body: { query: text, ...(variables === undefined ? {} : { variables }) },
});

/** A 401's body. */
export const UNAUTHORIZED = {
  errors: [{ errorType: 'UnauthorizedException', message: 'Valid authorization header not provided.' }],
};
/** A 401. */
export const unauthorized = { status: 401, headers: { 'x-amzn-errortype': 'UnauthorizedException' } };
/** A 400. */
export const unparsable = {
  status: 400,
  headers: { 'x-amzn-errortype': 'MalformedHttpRequestException' },
  body: { errors: [{ message: 'Unable to parse GraphQL query.', errorType: 'MalformedHttpRequestException' }] },
};
/** The least that a query can ask. */
export const typename = { body: { query: '{__typename}' } };
/** The answer to `typename`. */
export const accepted = { body: { data: { __typename: 'Query' } } };

/** The error shapes of AppSync's answers, keys in AppSync's order. */
import { getLocation } from 'graphql';
import type { ASTNode } from 'graphql';

/** A place in the query, from 1. */
export interface ErrorLocation {
  readonly line: number;
  readonly column: number;
  readonly sourceName: null;
}

/** One entry of `errors` in a GraphQL answer. */
export interface AnswerError {
  readonly path: readonly (string | number)[] | null;
  readonly data?: unknown;
  readonly errorType?: string | null;
  readonly errorInfo?: unknown;
  readonly locations: readonly ErrorLocation[] | null;
  readonly message: string;
}

/** Response keys and list indexes from the root. */
export type Path = readonly (string | number)[];

/** Where the nodes are in the query text. */
const locationsOf = (nodes: readonly ASTNode[]): ErrorLocation[] =>
  nodes.flatMap(({ loc }) => (loc ? [{ ...getLocation(loc.source, loc.start), sourceName: null }] : []));

/** An error that a field's resolver, or AppSync in its place, raised. */
export const fieldError = (
  path: Path,
  node: ASTNode,
  raised: { readonly message: string; readonly type: string | null; readonly data?: unknown; readonly info?: unknown },
): AnswerError => ({
  path,
  data: raised.data ?? null,
  errorType: raised.type,
  errorInfo: raised.info ?? null,
  locations: locationsOf([node]),
  message: raised.message,
});

/** An error about a field's value: AppSync gives it no place and no type. */
export const valueError = (path: Path, message: string): AnswerError => ({ path, locations: null, message });

/** An error that keeps the query from running at all; `nodes` null: AppSync gives no place. */
export const requestError = (message: string, nodes: readonly ASTNode[] | null): AnswerError => ({
  path: null,
  locations: nodes === null ? null : locationsOf(nodes),
  message,
});

/** Refuses a query before it runs: HTTP 200, `data` null. */
export class InvalidQuery extends Error {
  readonly errors: readonly AnswerError[];

  constructor(errors: readonly AnswerError[]) {
    super(errors[0]?.message);
    this.errors = errors;
  }
}

/** Refuses an HTTP request: a status other than 200 and `x-amzn-ErrorType`. */
export class RefusedRequest extends Error {
  readonly status: number;
  readonly type: string;

  constructor(status: number, type: string, message: string) {
    super(message);
    this.status = status;
    this.type = type;
  }
}

/** The one answer to everything that is not a GraphQL request. */
export const unparsable = (): RefusedRequest =>
  new RefusedRequest(400, 'MalformedHttpRequestException', 'Unable to parse GraphQL query.');

/** `/a/b[0]/c`, as AppSync writes a path inside a message. */
export const pathText = (path: Path): string =>
  path.map((part) => (typeof part === 'number' ? `[${String(part)}]` : `/${part}`)).join('');

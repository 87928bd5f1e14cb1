/** What a policy is judged against: one action on one resource, in a context, by a principal. */

/**
 * Condition key → value of a single-valued key (a string) or values of a multivalued one (an array; an empty array is an
 * absent key). Keys compare without regard to case, the tag key in `aws:PrincipalTag/…` included; values with regard to it.
 */
export type Context = Readonly<Record<string, string | readonly string[]>>;

/** The names that a caller goes by: session ARN, role ARN, account ARN or ID. Or the AWS service that calls. */
export type RequestPrincipal = { readonly AWS: readonly string[] } | { readonly Service: string };

/** One authorisation question. `resource` is an ARN, or `*` for an action that is on no resource. */
export interface Request {
  readonly action: string;
  readonly resource: string;
  readonly context: Context;
  /** More of the context, which holds against what `context` says: such as what is known of a caller, read once for many requests. */
  readonly known?: ContextValues | undefined;
  /** Only for trust policies and resource policies; then every statement must have a Principal. */
  readonly principal?: RequestPrincipal;
}

/** Values by condition key in lower case. Absent keys and keys with no value have none. */
export interface ContextValues {
  get(key: string): string | readonly string[] | undefined;
}

const nothing: ContextValues = new Map();

/**
 * Read into a map, so that no key can reach a prototype. What is known already holds, whatever the context says of it. A key that the
 * context has twice, in different case, is a RangeError: it has no one value.
 */
export const contextValues = (context: Context, known = nothing): ContextValues => {
  const values = new Map<string, string | readonly string[]>();
  let empty = false;
  for (const name of Object.keys(context)) {
    const key = name.toLowerCase();
    if (values.has(key)) throw new RangeError(`The context has ${name} twice, in different case. Give it once.`);
    const value = context[name] ?? [];
    values.set(key, value);
    empty ||= value.length === 0 && typeof value !== 'string';
  }
  if (empty) for (const [key, value] of values) if (value.length === 0 && typeof value !== 'string') values.delete(key);
  return known === nothing ? values : { get: (key) => known.get(key) ?? values.get(key) };
};

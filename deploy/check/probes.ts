/** Requests that a statement of a policy is about: one for each action, each way to name a resource, each way to meet its conditions. */
import { listOf } from '../../core/policy/elements.ts';
import type { Context, Request } from '../../core/policy/evaluate.ts';
import type { Conditions, OneOrMany, Statement } from '../../core/policy/document.ts';
import { textsOf, type Variables } from './patterns.ts';

/** A request without a principal. */
export type Probe = Omit<Request, 'principal'>;

/** One value or several, as a list. */
export const listed = (values: OneOrMany | undefined): readonly string[] =>
  values === undefined ? [] : [values].flat();

type Value = string | readonly string[] | undefined;

/** The values of a key that meet one operator. Undefined: the key is absent. */
const valuesFor = (
  operator: string,
  wanted: OneOrMany,
  variables: Variables,
  fillings?: readonly string[],
): Value[] => {
  const [, set, base = '', ifExists] = /^(ForAllValues:|ForAnyValue:)?(.*?)(IfExists)?$/.exec(operator) ?? [];
  const texts = listed(wanted).flatMap((value) => textsOf(value, variables, /Like|Arn/.test(base), fillings));
  // A key that must be there, of which nothing else is said, may be anything.
  if (base === 'Null') return [listed(wanted).includes('false') ? 'anything' : undefined];
  // What a negated operator or one of numbers and times lets through is without end: an absent key is one of them.
  if (!/^(String(Equals|Like)|Arn(Equals|Like)|Bool)/.test(base)) return [undefined];
  if (set === undefined) return ifExists === undefined ? texts : [undefined, ...texts];
  return texts.length === 0 ? [] : [texts, ...texts.map((text) => [text])];
};

/** Contexts in which the conditions hold, beside what is always there. None when they cannot. */
const contextsFor = (
  conditions: Conditions,
  variables: Variables,
  always: Context,
  fillings?: readonly string[],
): readonly Context[] => {
  let contexts: readonly Context[] = [always];
  // Null last: what else is said of a key says more.
  const inOrder = Object.entries(conditions).sort(
    ([one], [other]) => Number(one === 'Null') - Number(other === 'Null'),
  );
  for (const [operator, keys] of inOrder) {
    for (const [key, wanted] of Object.entries(keys)) {
      const values = valuesFor(operator, wanted, variables, fillings);
      contexts = contexts.flatMap((context) =>
        key in context
          ? [context]
          : values.map((value) => (value === undefined ? context : { ...context, [key]: value })),
      );
    }
  }
  return contexts;
};

/** What is asked of every statement. */
export interface Asking {
  /** The session's own keys: its tags and how it came. */
  readonly session: Context;
  /** Every action that a pattern stands for. */
  readonly expand: (pattern: string) => readonly string[];
  /** What may stand for a `*`. */
  readonly fillings?: readonly string[];
}

/** Session keys as policy variables. */
const variablesOf = (session: Context): Variables =>
  new Map(
    Object.entries(session).flatMap(([key, value]) =>
      typeof value === 'string' ? [[key.toLowerCase(), value] as const] : [],
    ),
  );

/** The requests that an Allow statement is about; none for NotAction and NotResource, which `notUnderstood` finds. */
export const probesOf = (statement: Statement, { session, expand, fillings }: Asking): readonly Probe[] => {
  const variables = variablesOf(session);
  const contexts = contextsFor(statement.Condition ?? {}, variables, session, fillings);
  const resources = listed(statement.Resource).flatMap((pattern) => textsOf(pattern, variables, true, fillings));
  return listed(statement.Action)
    .flatMap(expand)
    .flatMap((action) => resources.flatMap((resource) => contexts.map((context) => ({ action, resource, context }))));
};

/** The statements of a document, of which there may be one. */
export const statementsOf = (documents: readonly { readonly Statement: Statement | readonly Statement[] }[]) =>
  documents.flatMap(({ Statement }) => listOf(Statement, 'Statement') as readonly Statement[]);

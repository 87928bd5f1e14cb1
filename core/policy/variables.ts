/** Policy variables and wildcards in a value: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html */
import { PolicyError, shown } from './policyError.ts';
import type { ContextValues } from './request.ts';
import type { Token } from './wildcard.ts';

/** A token, or a variable that the request's context fills in. */
export type Part = Token | { readonly key: string; readonly fallback: string | undefined };

/** How a value is to be read. */
export interface Syntax {
  /** Only with Version 2012-10-17; in any other document `${…}` is text like any other, and a `*` in it a wildcard. */
  readonly variables: boolean;
  /** Whether `*` and `?` are wildcards; `${*}` and `${?}` never are. */
  readonly wildcards: boolean;
}

const VARIABLE = /^(?!\s)([^:,'"${}*?]+:[^,'"${}*?]+)(?<!\s)(?:, '([^'"${}*?]*)')?$/;

const variable = (inside: string, path: string): Part => {
  if (inside === '*' || inside === '?' || inside === '$') return { literal: inside };
  const [, key, fallback] = VARIABLE.exec(inside) ?? [];
  if (key === undefined) {
    throw new PolicyError(
      path,
      `${shown(`\${${inside}}`)} is not a policy variable. Write \${*}, \${?} or \${$} for the character itself.`,
    );
  }
  return { key: key.toLowerCase(), fallback };
};

/** Reads a value. A `${` that opens no well-formed variable is a PolicyError: its meaning on AWS is not documented. */
export const parseValue = (value: string, { variables, wildcards }: Syntax, path: string): readonly Part[] => {
  const parts: Part[] = [];
  const special = /\$\{|[*?]/g;
  let text = '';
  const flush = (): void => {
    if (text !== '') parts.push({ literal: text });
    text = '';
  };
  let at = 0;
  for (let found = special.exec(value); found !== null; found = special.exec(value)) {
    text += value.slice(at, found.index);
    at = special.lastIndex;
    if (found[0] !== '${') {
      if (wildcards) flush();
      if (wildcards) parts.push({ wildcard: found[0] === '*' ? '*' : '?', within: 'text' });
      else text += found[0];
    } else if (!variables) {
      text += found[0];
    } else {
      const end = value.indexOf('}', at);
      if (end === -1) throw new PolicyError(path, `${shown(value)} opens a variable and does not close it.`);
      const part = variable(value.slice(at, end), path);
      at = end + 1;
      special.lastIndex = at;
      if ('literal' in part) text += part.literal;
      else {
        flush();
        parts.push(part);
      }
    }
  }
  text += value.slice(at);
  flush();
  return parts;
};

/** Whether nothing in the value depends on the request. */
export const isConstant = (parts: readonly Part[]): parts is readonly Token[] => !parts.some((part) => 'key' in part);

/**
 * Fills in the variables, as literal text: a `*` in a value is never a wildcard. Undefined when one cannot be resolved: its
 * key is absent or multivalued and it has no default.
 */
export const substitute = (parts: readonly Part[], context: ContextValues): readonly Token[] | undefined => {
  const tokens: Token[] = [];
  for (const part of parts) {
    if (!('key' in part)) {
      tokens.push(part);
      continue;
    }
    const value = context.get(part.key);
    const literal = typeof value === 'string' ? value : part.fallback;
    if (literal === undefined) return undefined;
    tokens.push({ literal });
  }
  return tokens;
};

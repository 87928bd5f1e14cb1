/** Texts that a policy's pattern matches: what a request would have to say for a statement to apply. */

/** What stands for a wildcard in a probe: nothing, a name, a path. */
const FILLINGS = ['', 'x', 'x/y'];

/** Policy variables by key in lower case. */
export type Variables = ReadonlyMap<string, string>;

const TOKEN = /\$\{([^}]*)\}|[*?]/g;

const valueOf = (variable: string, variables: Variables): string | undefined => {
  if (['*', '?', '$'].includes(variable)) return variable;
  const [key = '', fallback] = variable.split(/, '(.*)'$/);
  return variables.get(key.toLowerCase()) ?? fallback;
};

/**
 * Some texts that a pattern matches, variables filled in; none when a variable has no value, as such a pattern matches nothing.
 *
 * @param wildcards whether `*` and `?` are wildcards there: not in StringEquals
 * @param fillings what may stand for a `*`
 */
export const textsOf = (
  pattern: string,
  variables: Variables,
  wildcards = true,
  fillings: readonly string[] = FILLINGS,
): readonly string[] => {
  const unknown = new Set<string>();
  const text = (filling: string): string =>
    pattern.replaceAll(TOKEN, (token, variable: string | undefined) => {
      if (variable === undefined) {
        if (!wildcards) return token;
        return token === '*' ? filling : 'x';
      }
      const value = valueOf(variable, variables);
      if (value === undefined) unknown.add(variable);
      return value ?? '';
    });
  const texts = new Set(fillings.map(text));
  return unknown.size > 0 ? [] : [...texts];
};

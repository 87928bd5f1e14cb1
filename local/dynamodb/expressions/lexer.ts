/** Cuts an expression into tokens. */

/** What a token is: a bare word, `#n`, `:v`, digits, an operator or bracket, the end, or a character that begins no token. */
type Kind = 'name' | 'nameRef' | 'valueRef' | 'index' | 'mark' | 'end' | 'unknown';

/** A token. Its text is as written; `at` is where it begins. */
export interface Token {
  readonly kind: Kind;
  readonly text: string;
  readonly at: number;
}

const blank = /[ \t\r\n\f]*/y;
const kinds: readonly (readonly [Kind, RegExp])[] = [
  ['name', /[A-Za-z][A-Za-z0-9_]*/y],
  ['nameRef', /#[A-Za-z0-9_]+/y],
  ['valueRef', /:[A-Za-z0-9_]+/y],
  ['index', /[0-9]+/y],
  ['mark', /<>|<=|>=|[=<>(),.[\]+-]/y],
  ['end', /$/y],
  ['unknown', /[^]/uy],
];

const match = (pattern: RegExp, expression: string, at: number): string | undefined => {
  pattern.lastIndex = at;
  return pattern.exec(expression)?.[0];
};

/** The tokens of an expression; the last is `end`, or `unknown` at the first character that begins none. */
export const tokensOf = (expression: string): readonly Token[] => {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    at += (match(blank, expression, at) ?? '').length;
    for (const [kind, pattern] of kinds) {
      const text = match(pattern, expression, at);
      if (text === undefined) continue;
      tokens.push({ kind, text, at });
      if (kind === 'end' || kind === 'unknown') return tokens;
      at += text.length;
      break;
    }
  }
};

/** Matching of text against `*` and `?`, in time that grows with text × pattern at worst, whatever the pattern. */

/**
 * Literal text, or a wildcard: `*` any characters or none, `?` one character (a Unicode code point).
 * `segment` wildcards stop at a colon; the others match everything, `/`, `:` and newline included.
 */
export type Token =
  { readonly literal: string } | { readonly wildcard: '*' | '?'; readonly within: 'text' | 'segment' };

/** Whether the whole text matches. */
export type Matcher = (text: string) => boolean;

const isAnyText = (token: Token): boolean => 'wildcard' in token && token.wildcard === '*' && token.within === 'text';

/** The common case, literals and free stars only: the first and last piece are fixed, the others taken leftmost. */
const matchPieces = (pieces: readonly string[]): Matcher => {
  const first = pieces[0] ?? '';
  const last = pieces[pieces.length - 1] ?? '';
  if (pieces.length < 2) return (text) => text === first;
  const middle = pieces.slice(1, -1);
  return (text) => {
    const end = text.length - last.length;
    if (first.length > end || !text.startsWith(first) || !text.endsWith(last)) return false;
    let at = first.length;
    for (const piece of middle) {
      const found = text.indexOf(piece, at);
      if (found === -1 || found + piece.length > end) return false;
      at = found + piece.length;
    }
    return true;
  };
};

const ANY_TEXT = -1;
const ANY_CHARACTER = -2;
const SEGMENT_TEXT = -3;
const SEGMENT_CHARACTER = -4;
const COLON = 0x3a;

const itemsOf = (token: Token): readonly number[] => {
  if ('literal' in token) return Array.from(token.literal, (character) => character.codePointAt(0) ?? 0);
  if (token.within === 'text') return [token.wildcard === '*' ? ANY_TEXT : ANY_CHARACTER];
  return [token.wildcard === '*' ? SEGMENT_TEXT : SEGMENT_CHARACTER];
};

/** Every other case: all positions in the pattern that the text so far can have reached, one character after another. */
const simulate = (items: readonly number[]): Matcher => {
  const skipStars = (reached: Uint8Array): Uint8Array => {
    items.forEach((item, i) => {
      if (reached[i] === 1 && (item === ANY_TEXT || item === SEGMENT_TEXT)) reached[i + 1] = 1;
    });
    return reached;
  };
  return (text) => {
    let reached = skipStars(Uint8Array.of(1, ...items.map(() => 0)));
    for (const character of text) {
      const code = character.codePointAt(0);
      const next = new Uint8Array(items.length + 1);
      items.forEach((item, i) => {
        if (reached[i] !== 1) return;
        if (item === ANY_TEXT || (item === SEGMENT_TEXT && code !== COLON)) next[i] = 1;
        else if (item === code || item === ANY_CHARACTER || (item === SEGMENT_CHARACTER && code !== COLON))
          next[i + 1] = 1;
      });
      if (!next.includes(1)) return false;
      reached = skipStars(next);
    }
    return reached[items.length] === 1;
  };
};

/** Makes tokens into a matcher of whole texts. */
export const compileWildcards = (tokens: readonly Token[]): Matcher => {
  const pieces = [''];
  for (const token of tokens) {
    if (isAnyText(token)) pieces.push('');
    else if ('literal' in token) pieces.push((pieces.pop() ?? '') + token.literal);
    else return simulate(tokens.flatMap(itemsOf));
  }
  return matchPieces(pieces);
};

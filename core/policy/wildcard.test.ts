import fc from 'fast-check';
import { runs } from '../../test/runs.ts';
import type { Token } from './wildcard.ts';
import { compileWildcards } from './wildcard.ts';

const star: Token = { wildcard: '*', within: 'text' };
const one: Token = { wildcard: '?', within: 'text' };
const segmentStar: Token = { wildcard: '*', within: 'segment' };
const segmentOne: Token = { wildcard: '?', within: 'segment' };

/** What a pattern means, written as plainly as can be; exponential. */
const meaning = (tokens: readonly Token[], text: readonly string[]): boolean => {
  const [token, ...rest] = tokens;
  if (token === undefined) return text.length === 0;
  if ('literal' in token) {
    const literal = Array.from(token.literal);
    return literal.every((character, i) => text[i] === character) && meaning(rest, text.slice(literal.length));
  }
  const takesFirst = text.length > 0 && (token.within === 'text' || text[0] !== ':');
  if (token.wildcard === '?') return takesFirst && meaning(rest, text.slice(1));
  return meaning(rest, text) || (takesFirst && meaning(tokens, text.slice(1)));
};

const characters = fc.constantFrom('a', 'b', '/', ':', '*', '?', '\n', '😀');
const textsOf = (unit: fc.Arbitrary<string>) => fc.array(unit, { maxLength: 8 }).map((list) => list.join(''));
// A small alphabet too, so that pieces overlap and repeat.
const texts = fc.oneof(textsOf(characters), textsOf(fc.constantFrom('a', 'b', ':')));
const literals = fc.oneof(texts, fc.constantFrom('a', 'b', ':')).map((literal): Token => ({ literal }));

it.each<[string, fc.Arbitrary<Token>]>([
  ['literals and free stars', fc.oneof(literals, fc.constant(star))],
  ['all wildcards', fc.oneof(literals, fc.constantFrom(star, one, segmentStar, segmentOne))],
])('means what the plain definition means: %s', (_name, token) => {
  const cases = fc.tuple(fc.array(token, { maxLength: 6 }), texts);
  fc.assert(
    fc.property(cases, ([tokens, text]) => {
      expect(compileWildcards(tokens)(text)).toBe(meaning(tokens, Array.from(text)));
    }),
    runs(2000),
  );
});

it.each<[string, readonly Token[], string, boolean]>([
  ['the ends may not overlap', [{ literal: 'a' }, star, { literal: 'a' }], 'a', false],
  ['the ends may touch', [{ literal: 'a' }, star, { literal: 'a' }], 'aa', true],
  ['a middle may not overlap the end', [{ literal: 'a' }, star, { literal: 'b' }, star, { literal: 'b' }], 'ab', false],
  ['a middle may touch the end', [{ literal: 'a' }, star, { literal: 'b' }, star, { literal: 'b' }], 'abb', true],
  ['nothing matches nothing', [], '', true],
  ['nothing matches only nothing', [], 'a', false],
])('%s', (_rule, tokens, text, expected) => {
  expect(compileWildcards(tokens)(text)).toBe(expected);
});

it('matches what it was made from: every star and ? replaced by something', () => {
  const filled = fc.array(
    fc.oneof(
      texts.map((text) => ({ token: { literal: text }, text })),
      texts.map((text) => ({ token: star, text })),
      characters.map((text) => ({ token: one, text })),
    ),
  );
  fc.assert(
    fc.property(filled, (parts) => {
      const matches = compileWildcards(parts.map(({ token }) => token));
      expect(matches(parts.map(({ text }) => text).join(''))).toBe(true);
    }),
    runs(100),
  );
});

it.each([
  ['a pattern of stars', Array.from({ length: 1000 }, () => [star, { literal: 'a' }]).flat(), 'a'.repeat(5000)],
  [
    'a pattern of stars and ?',
    Array.from({ length: 300 }, () => [star, one, { literal: 'a' }]).flat(),
    'a'.repeat(1024),
  ],
])('takes no exponential time on %s', (_name, tokens, text) => {
  const matches = compileWildcards([...tokens, { literal: 'b' }]);
  const start = performance.now();
  expect(matches(text)).toBe(false);
  expect(performance.now() - start).toBeLessThan(1000);
});

import fc from 'fast-check';
import { runs } from '../../test/runs.ts';
import { printable, printableLines } from './printable.ts';

it.each([
  ['users/ü/€/𝒳/', 'users/ü/€/𝒳/'],
  ['\u001b[2J\u001b]0;title\u0007', '\\u001b[2J\\u001b]0;title\\u0007'],
  ['a\r\nb\tc', 'a\\u000d\\u000ab\\u0009c'],
  ['a\u202eb\u2066c', 'a\\u202eb\\u2066c'],
  ['\u009b31m', '\\u009b31m'],
  ['\ud800x', '\\ud800x'],
])('makes %j fit for a terminal', (text, shown) => {
  expect(printable(text)).toBe(shown);
});

it('leaves nothing that moves a cursor or turns a line round', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(printable(text)).not.toMatch(/[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/u);
      expect(printableLines(text)).not.toMatch(/(?!\n)[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/u);
    }),
    runs(100),
  );
});

it('keeps the lines of a message', () => {
  expect(printableLines('one\n\u001b[1mtwo')).toBe('one\n\\u001b[1mtwo');
});

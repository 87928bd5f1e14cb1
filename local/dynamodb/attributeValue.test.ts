import fc from 'fast-check';
import { runs } from '../../test/runs.ts';
import type { AttributeValue } from './attributeValue.ts';
import { compare, equal } from './attributeValue.ts';

describe('numbers', () => {
  const decimal = fc
    .tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.integer({ min: 0, max: 6 }))
    .map(([digits, places]) => {
      const text = String(digits < 0n ? -digits : digits).padStart(places + 1, '0');
      const fraction = text.slice(text.length - places).replace(/0+$/, '');
      const whole = text.slice(0, text.length - places);
      const zero = whole === '0' && fraction === '';
      return {
        scaled: digits * 10n ** BigInt(6 - places),
        N: `${digits < 0n && !zero ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`,
      };
    });

  it('compare as numbers do', () => {
    fc.assert(
      fc.property(decimal, decimal, (a, b) => {
        const expected = a.scaled < b.scaled ? -1 : a.scaled > b.scaled ? 1 : 0;
        expect(Math.sign(compare({ N: a.N }, { N: b.N }) ?? NaN)).toBe(expected);
      }),
      runs(100),
    );
  });
});

it.each<[AttributeValue, AttributeValue, number | undefined]>([
  [{ S: 'a' }, { S: 'b' }, -1],
  [{ S: '\u{1f600}' }, { S: '\uffff' }, 1],
  [{ B: 'AA==' }, { B: '/w==' }, -1],
  [{ S: '1' }, { N: '1' }, undefined],
  [{ BOOL: true }, { BOOL: false }, undefined],
])('%j and %j are in the order of their bytes, if they have one', (a, b, order) => {
  expect(compare(a, b)).toBe(order);
});

it.each<[AttributeValue, AttributeValue, boolean]>([
  [{ SS: ['a', 'b'] }, { SS: ['b', 'a'] }, true],
  [{ SS: ['a'] }, { SS: ['a', 'b'] }, false],
  [{ SS: ['1'] }, { NS: ['1'] }, false],
  [{ L: [{ S: 'a' }] }, { L: [{ S: 'a' }] }, true],
  [{ L: [{ S: 'a' }] }, { L: [] }, false],
  [{ M: { a: { N: '1' } } }, { M: { a: { N: '1' } } }, true],
  [{ M: { a: { N: '1' } } }, { M: { b: { N: '1' } } }, false],
  [{ BOOL: false }, { NULL: true }, false],
])('whether %j equals %j', (a, b, expected) => {
  expect(equal(a, b)).toBe(expected);
});

import { parseCondition } from './condition.ts';
import { item, messageOf, placeholders, values } from './fixture.ts';
import { holds } from './holds.ts';
import { parseKeyCondition } from './keyCondition.ts';
import { ofCondition } from './touched.ts';

describe('a condition', () => {
  it.each([
    ['a = :s', true, ['a']],
    ['#a=:s', true, ['a']],
    ['a <> :s', false, ['a']],
    ['absent <> :s', true, ['absent']],
    ['NOT a = :s', false, ['a']],
    ['not (a = :s) or n > :n', true, ['a', 'n']],
    ['n < :n', false, ['n']],
    ['#dots < :n', true, ['x.y']],
    ['big < :big', true, ['big']],
    ['n BETWEEN :n AND :big AND a = :s', true, ['n', 'a']],
    ['n between :big and :n', false, ['n']],
    ['n IN (:s, n, :n)', true, ['n', 'n']],
    ['n IN (absent)', false, ['n', 'absent']],
    ['attribute_exists(m.k.deep) AND attribute_not_exists(m.k.#a)', true, ['m', 'm']],
    ['attribute_type(n, :type)', true, ['n']],
    ['begins_with(a, :te)', true, ['a']],
    ['begins_with(n, a)', false, ['n', 'a']],
    ['begins_with(m, m)', false, ['m', 'm']],
    ['begins_with(b, :b)', true, ['b']],
    ['contains(ss, a) OR contains(l, :s)', false, ['ss', 'a', 'l']],
    ['contains(a, :te)', true, ['a']],
    ['size(l) < :n AND size(n) < :n', false, ['l', 'n']],
    ['ss = :ss', true, ['ss']],
    ['l[1].k < n AND l [ 2 ] <> :s', true, ['l', 'n', 'l']],
    ['a = :s OR a = :s AND a = absent', true, ['a', 'a', 'a', 'absent']],
    ['((a = :s))', true, ['a']],
    [':s = a', true, ['a']],
  ])('reads %s', (expression, expected, touched) => {
    const condition = parseCondition(expression, 'FilterExpression', placeholders());
    expect(holds(condition, item)).toBe(expected);
    expect(ofCondition(condition)).toEqual(touched);
  });

  it.each([
    ['', 'The expression can not be empty;'],
    ['a', 'Syntax error; token: "<EOF>", near: "a"'],
    ['a = ', 'Syntax error; token: "<EOF>", near: "= "'],
    ['a = :s :s', 'Syntax error; token: ":s", near: ":s :s"'],
    ['a == :s', /Syntax error; token: "="/],
    ['a = "text"', /Syntax error; token: """/],
    ["a = 'x' OR 1=1", /Syntax error; token: "'"/],
    ['a = 7', /Syntax error; token: "7"/],
    ['a = :s; a = :s', /Syntax error; token: ";"/],
    ['a = :s -- comment', /Syntax error; token: "-"/],
    ['_a = :s', /Syntax error; token: "_"/],
    ['ä = :s', /Syntax error; token: "ä"/],
    ['a\u00a0= :s', /Syntax error/],
    ['a\0= :s', /Syntax error/],
    ['a[-1] = :s', /Syntax error; token: "-"/],
    ['a[1.5] = :s', /Syntax error/],
    ['a[:n] = :s', /Syntax error/],
    ['a[99999999999999999999] = :s', /Syntax error/],
    ['a..b = :s', /Syntax error/],
    ['a.#nope = :s', /An expression attribute name used in the document path is not defined; attribute name: #nope/],
    ['a = :nope', /An expression attribute value used in expression is not defined; attribute value: :nope/],
    ['name = :s', 'Attribute name is a reserved keyword; reserved keyword: name'],
    ['#proto = :s', /cannot hold an attribute of the name __proto__/],
    ['toString = :s', /cannot hold an attribute of the name toString/],
    ['#own.k = :s', /cannot hold an attribute of the name constructor/],
    ['exists(a)', 'Invalid function name; function: exists'],
    ['ATTRIBUTE_EXISTS(a)', 'Invalid function name; function: ATTRIBUTE_EXISTS'],
    ['attribute_exists(:s)', /Syntax error/],
    ['attribute_exists(a, a)', /Syntax error/],
    [
      'begins_with(a, :n)',
      /Incorrect operand type for operator or function; operator or function: begins_with, operand type: N/,
    ],
    ['attribute_type(a, :notype)', /Invalid attribute type name found; type: Q/],
    ['a < :m', /Incorrect operand type .* operand type: M/],
    ['a = :s AND', /Syntax error/],
    ['(a = :s', /Syntax error/],
    ['a IN ()', /Syntax error/],
    ['size(size(a)) > :n', /reserved keyword: size/],
    [`${'('.repeat(2000)}a = :s${')'.repeat(2000)}`, /nested more than 32 deep/],
    [`${'NOT '.repeat(1000)}a = :s`, /nested more than 32 deep/],
    [Array.from({ length: 302 }, () => 'a=:s').join(' OR '), /too many operators/],
    [`a = :s${' '.repeat(4096)}`, 'Expression size has exceeded the maximum allowed size; expression size: 4102'],
  ])('refuses %s', (expression, message) => {
    const told = messageOf(() => parseCondition(expression, 'FilterExpression', placeholders()));
    expect(told).toEqual(expect.stringMatching(/^Invalid FilterExpression: |^The local stack/));
    const tail = String(told).replace(/^Invalid FilterExpression: /, '');
    if (typeof message === 'string') expect(tail).toBe(message);
    else expect(tail).toMatch(message);
  });
});

describe('a key condition', () => {
  it.each([
    ['a = :s', { a: ['EQ', [{ S: 'text' }]] }],
    [':n >= n AND #a = :s', { n: ['LE', [{ N: '7' }]], a: ['EQ', [{ S: 'text' }]] }],
    [
      '(a = :s) and (n BETWEEN :n AND :big)',
      { a: ['EQ', [values[':s']]], n: ['BETWEEN', [values[':n'], values[':big']]] },
    ],
    ['a = :s AND begins_with(b, :te)', { a: ['EQ', [values[':s']]], b: ['BEGINS_WITH', [values[':te']]] }],
  ])('reads %s', (expression, expected) => {
    const read = [...parseKeyCondition(expression, placeholders())].map(
      ([name, { ComparisonOperator, AttributeValueList }]) => [name, [ComparisonOperator, AttributeValueList]],
    );
    expect(Object.fromEntries(read)).toEqual(expected);
  });

  it.each([
    ['a = :s OR a = :te', 'Invalid operator used in KeyConditionExpression: OR'],
    ['NOT a = :s', 'Invalid operator used in KeyConditionExpression: NOT'],
    ['a <> :s', 'Invalid operator used in KeyConditionExpression: <>'],
    ['a IN (:s, :te)', 'Invalid operator used in KeyConditionExpression: IN'],
    ['a = :s AND a = :te', 'KeyConditionExpressions must only contain one condition per key'],
    ['a = n', /Multiple attribute names used in one condition/],
    [':s = :te', /No key attribute specified/],
    ['a.k = :s', 'KeyConditionExpressions cannot have conditions on nested attributes'],
    ['size(a) = :n', 'KeyConditionExpressions cannot contain nested operations'],
    ['attribute_exists(a)', 'Invalid operator used in KeyConditionExpression: attribute_exists'],
    ['contains(a, :s)', 'Invalid operator used in KeyConditionExpression: CONTAINS'],
    ['a = :s AND n = :n AND b = :b', /Conditions can be of length 1 or 2 only/],
  ])('refuses %s', (expression, message) => {
    const told = messageOf(() => parseKeyCondition(expression, placeholders()));
    expect(told).toEqual(
      typeof message === 'string' ? `Invalid KeyConditionExpression: ${message}` : expect.stringMatching(message),
    );
  });
});

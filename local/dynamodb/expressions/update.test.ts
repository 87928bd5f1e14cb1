import { messageOf, placeholders } from './fixture.ts';
import { printUpdate } from './printUpdate.ts';
import { ofUpdate } from './touched.ts';
import { parseUpdate } from './update.ts';

describe('an update', () => {
  it.each([
    ['SET a = :s', 'SET #n0 = :v0', ['a']],
    [
      'set #a = n + :n, l[0] = if_not_exists(m.k, :m)',
      'SET #n0 = #n1 + :v0, #n2[0] = if_not_exists(#n3.#n4, :v1)',
      ['a', 'n', 'l', 'm'],
    ],
    ['SET a = (n - :n) REMOVE m', 'SET #n0 = #n1 - :v0 REMOVE #n2', ['a', 'n', 'm']],
    [
      'REMOVE l[0], l[2] SET l2 = list_append(l2, :l)',
      'SET #n0 = list_append(#n0, :v0) REMOVE #n1[2], #n1[0]',
      ['l', 'l', 'l2', 'l2'],
    ],
    ['ADD n :n DELETE ss :ss', 'ADD #n0 :v0 DELETE #n1 :v1', ['n', 'ss']],
    ['SET remove = :s', 'SET #n0 = :v0', ['remove']],
    ['SET c1 = secret', 'SET #n0 = #n1', ['c1', 'secret']],
    [
      'SET c2 = list_append(if_not_exists(hid, :l), :l)',
      'SET #n0 = list_append(if_not_exists(#n1, :v0), :v1)',
      ['c2', 'hid'],
    ],
  ])('reads and rewrites %s', (expression, printed, touched) => {
    const update = parseUpdate(expression, placeholders());
    expect(printUpdate(update).UpdateExpression).toBe(printed);
    expect(ofUpdate(update)).toEqual(touched);
  });

  it.each([
    ['SET a :s', /Syntax error/],
    ['SET a = n + n + n', /Syntax error/],
    ['SET a = (n + n) + n', /Syntax error/],
    ['SET a = size(n)', /Invalid function name; function: size/],
    ['SET a = :s SET n = :n', /The "SET" section can only be used once/],
    ['SET a = :s, a = :n', /paths overlap/],
    ['SET m.k = :s REMOVE m', /paths overlap/],
    ['ADD n n', /Syntax error/],
    ['ADD n :s', /Incorrect operand type/],
    ['DELETE n :n', /Incorrect operand type/],
    ['UPDATE a = :s', /Syntax error/],
    ['a = :s', /Syntax error/],
    ['SET', /Syntax error/],
    ['SET a = :s,', /Syntax error/],
    [`SET a = ${'list_append('.repeat(60)}`, /nested more than|Syntax error/],
  ])('refuses %s', (expression, message) => {
    expect(messageOf(() => parseUpdate(expression, placeholders()))).toEqual(expect.stringMatching(message));
  });
});

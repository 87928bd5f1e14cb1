import fc from 'fast-check';
import { runs } from '../../../test/runs.ts';
import { parseCondition } from './condition.ts';
import { item, messageOf, placeholders } from './fixture.ts';
import { holds } from './holds.ts';
import { parseKeyCondition } from './keyCondition.ts';
import { placeholdersOf } from './placeholders.ts';
import { printUpdate } from './printUpdate.ts';
import { project } from './project.ts';
import { parseProjection } from './projection.ts';
import { parseUpdate } from './update.ts';

describe('placeholders', () => {
  it.each([
    [{ ExpressionAttributeNames: { a: 'a' } }, 'ExpressionAttributeNames contains invalid key: Syntax error; key: "a"'],
    [{ ExpressionAttributeNames: { '#': 'a' } }, /invalid key/],
    [{ ExpressionAttributeNames: { '#a.b': 'a' } }, /invalid key/],
    [{ ExpressionAttributeValues: { '#v': { S: '' } } }, /invalid key/],
    [{ ExpressionAttributeNames: {} }, 'ExpressionAttributeNames must not be empty'],
  ])('refuses %j', (parameters, message) => {
    expect(messageOf(() => placeholdersOf(parameters, true))).toEqual(
      typeof message === 'string' ? message : expect.stringMatching(message),
    );
  });

  it('that nothing uses are refused', () => {
    const some = placeholdersOf({ ExpressionAttributeNames: { '#a': 'a', '#b': 'b' } }, true);
    parseProjection('#a', some);
    expect(
      messageOf(() => {
        some.finish();
      }),
    ).toBe('Value provided in ExpressionAttributeNames unused in expressions: keys: {#b}');
  });

  it('without an expression are refused', () => {
    expect(messageOf(() => placeholdersOf({ ExpressionAttributeNames: { '#a': 'a' } }, false))).toBe(
      'ExpressionAttributeNames can only be specified when using expressions',
    );
  });
});

describe('whatever is written', () => {
  const word = fc.constantFrom(
    ...['a', '#a', ':s', ':n', 'SET', 'and', 'OR', 'NOT', '(', ')', ',', '.', '[', ']', '0', '=', '<>', '<', '+', '-'],
    ...[
      'size',
      'contains',
      'attribute_exists',
      'if_not_exists',
      'BETWEEN',
      'IN',
      '\n',
      '',
      '\u{1f600}',
      "'",
      '/*',
      '\0',
    ],
  );
  const text = fc.oneof(
    fc.array(word, { maxLength: 40 }).map((words) => words.join(' ')),
    fc.string(),
  );

  it('is read or refused, and nothing else', () => {
    fc.assert(
      fc.property(text, (expression) => {
        messageOf(() => holds(parseCondition(expression, 'FilterExpression', placeholders()), item));
        messageOf(() => parseKeyCondition(expression, placeholders()));
        messageOf(() => project(item, parseProjection(expression, placeholders())));
        messageOf(() => parseUpdate(expression, placeholders()));
      }),
      runs(2000),
    );
  });

  it('an update that is read is rewritten to the same update', () => {
    const path = fc.constantFrom('a', '#dots', 'm.k', 'l[3]', 'm.k[0].#a');
    const value = fc.oneof(path, fc.constantFrom(':n', 'if_not_exists(m.x, :n)', 'list_append(l, :l)'));
    const sum = fc.tuple(value, fc.constantFrom('', ' + :n', ' - n')).map((parts) => parts.join(''));
    const set = fc.tuple(path, sum).map(([at, to]) => `SET ${at} = ${to}`);
    fc.assert(
      fc.property(set, fc.constantFrom('', ' REMOVE r1, r2[1], r2[5]', ' ADD c :n DELETE d :ss'), (first, second) => {
        const read = parseUpdate(first + second, placeholders());
        const printed = printUpdate(read);
        const again = parseUpdate(printed.UpdateExpression, placeholdersOf(printed, true));
        const sorted = (actions: typeof read) => actions.map((action) => JSON.stringify(action)).sort();
        expect(sorted(again)).toEqual(sorted(read));
      }),
      runs(100),
    );
  });
});

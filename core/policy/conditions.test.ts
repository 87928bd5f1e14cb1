import type { Context } from './evaluate.ts';
import { evaluate, PolicyError } from './evaluate.ts';

type Values = string | readonly string[];

const holds = (operator: string, values: Values, actual: Values | undefined, more: Context = {}): boolean =>
  evaluate(
    {
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: '*', Resource: '*', Condition: { [operator]: { 'a:key': values } } },
    },
    { action: 'a:Act', resource: '*', context: { ...more, ...(actual !== undefined && { 'A:Key': actual }) } },
  ) === 'Allow';

const arn = 'arn:aws:someservice:*:111122223333:finance/*';
const deepArn = 'arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt';

/** Operator, its negation, the policy's values, the request's value, whether the operator holds. */
const operators: readonly (readonly [string, string | undefined, Values, string, boolean])[] = [
  ['StringEquals', 'StringNotEquals', 'ann', 'ann', true],
  ['StringEquals', 'StringNotEquals', 'ann', 'Ann', false],
  ['StringEquals', 'StringNotEquals', ['bob', 'ann'], 'ann', true],
  ['StringEquals', 'StringNotEquals', 'a*', 'ann', false],
  ['StringEquals', 'StringNotEquals', 'a*', 'a*', true],
  ['StringEquals', 'StringNotEquals', 'a${*}', 'a*', true],
  ['StringEquals', 'StringNotEquals', '', '', true],
  ['StringEquals', 'StringNotEquals', '${aws:username}', 'ann', true],
  ['StringEquals', 'StringNotEquals', '${aws:nothing}', 'ann', false],
  ['StringEquals', 'StringNotEquals', ['${aws:nothing}', 'ann'], 'ann', true],
  ['StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', 'Ann', 'aNN', true],
  ['StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', '${aws:username}', 'ANN', true],
  ['StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', 'ann', 'bob', false],
  ['StringLike', 'StringNotLike', 'a*', 'ann', true],
  ['StringLike', 'StringNotLike', 'a?n', 'ann', true],
  ['StringLike', 'StringNotLike', 'A*', 'ann', false],
  ['StringLike', 'StringNotLike', 'p/*', 'p/', true],
  ['StringLike', 'StringNotLike', 'p/*', 'p', false],
  ['StringLike', 'StringNotLike', 'p*', 'p2/x', true],
  ['StringLike', 'StringNotLike', 'p/*', 'p/a\nb', true],
  ['StringLike', 'StringNotLike', arn, deepArn, true],
  ['ArnLike', 'ArnNotLike', arn, deepArn, false],
  ['ArnEquals', 'ArnNotEquals', arn, deepArn, false],
  ['ArnLike', 'ArnNotLike', arn, 'arn:aws:someservice:us-east-2:111122223333:finance/a:b', true],
  ['ArnEquals', 'ArnNotEquals', arn, 'arn:aws:someservice:us-east-2:111122223333:finance/a', true],
  ['ArnEquals', 'ArnNotEquals', 'arn:aws:s3:::b', 'arn:aws:s3:::B', false],
  ['ArnLike', 'ArnNotLike', 'arn:aws:iam::*:role/*', 'arn:aws:iam::000000000000:role/x', true],
  ['ArnLike', 'ArnNotLike', 'arn:aws:iam::*:user/${aws:username}', 'arn:aws:iam::000000000000:user/ann', true],
  ['ArnLike', 'ArnNotLike', 'arn:aws:iam::*:user/${aws:star}', 'arn:aws:iam::000000000000:user/ann', false],
  ['ArnLike', 'ArnNotLike', '${aws:arn}', 'arn:aws:iam::000000000000:user/ann', true],
  ['ArnLike', 'ArnNotLike', '${aws:username}', 'ann', false],
  ['ArnLike', 'ArnNotLike', 'arn:aws:iam::*:role/*', 'not an ARN', false],
  ['ArnLike', 'ArnNotLike', 'arn:aws:s3:*:*:*', 'arn:aws:s3:x', false],
  ['ArnLike', 'ArnNotLike', 'arn:aws:logs:*:*:log-group:a*:*', 'arn:aws:logs:us-east-1:0:log-group:a:b:c', true],
  ['Bool', undefined, 'true', 'true', true],
  ['Bool', undefined, 'true', 'True', true],
  ['Bool', undefined, 'true', 'false', false],
  ['Bool', undefined, 'false', 'false', true],
  ['Bool', undefined, 'false', 'maybe', false],
  ['NumericEquals', 'NumericNotEquals', '10', '10.0', true],
  ['NumericEquals', 'NumericNotEquals', '10', '11', false],
  ['NumericEquals', 'NumericNotEquals', '10', 'ten', false],
  ['NumericEquals', 'NumericNotEquals', '0', '', false],
  ['NumericEquals', 'NumericNotEquals', '16', '0x10', false],
  ['NumericLessThan', undefined, '10', '9', true],
  ['NumericLessThan', undefined, '10', '10', false],
  ['NumericLessThan', undefined, '10', '-Infinity', false],
  ['NumericLessThanEquals', undefined, '10', '10', true],
  ['NumericLessThanEquals', undefined, '10', '100', false],
  ['NumericGreaterThan', undefined, '10', '10.5', true],
  ['NumericGreaterThan', undefined, '10', '10', false],
  ['NumericGreaterThanEquals', undefined, '-1.5', '-1.5', true],
  ['NumericGreaterThanEquals', undefined, '-1.5', '-2', false],
  ['DateEquals', 'DateNotEquals', '2026-01-01T00:00:00Z', '2026-01-01T01:00:00+01:00', true],
  ['DateEquals', 'DateNotEquals', '2026-01-01', '1767225600', true],
  ['DateEquals', 'DateNotEquals', '2026-01', '2026-01-01T00:00Z', true],
  ['DateEquals', 'DateNotEquals', '2026-01-01', '2026-02-30', false],
  ['DateEquals', 'DateNotEquals', '2026-03-02', '2026-02-30', false],
  ['DateLessThan', undefined, '2026-01-01T00:00:00Z', '2025-12-31T23:59:59.999Z', true],
  ['DateLessThan', undefined, '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', false],
  ['DateLessThanEquals', undefined, '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', true],
  ['DateGreaterThan', undefined, '2026-01-01T00:00:00Z', '2026-01-01T00:00:00.5Z', true],
  ['DateGreaterThan', undefined, '2026-01-01T00:00:00Z', 'tomorrow', false],
  ['DateGreaterThanEquals', undefined, '1767225600', '2026-01-01T00:00:00-00:00', true],
  ['IpAddress', 'NotIpAddress', '203.0.113.0/24', '203.0.113.77', true],
  ['IpAddress', 'NotIpAddress', '203.0.113.0/24', '203.0.114.1', false],
  ['IpAddress', 'NotIpAddress', '203.0.113.7', '203.0.113.7', true],
  ['IpAddress', 'NotIpAddress', '203.0.113.7', '203.0.113.8', false],
  ['IpAddress', 'NotIpAddress', '0.0.0.0/0', '255.255.255.255', true],
  ['IpAddress', 'NotIpAddress', '0.0.0.0/0', '2001:db8::1', false],
  ['IpAddress', 'NotIpAddress', '0.0.0.0/0', '203.0.113.07', false],
  ['IpAddress', 'NotIpAddress', '0.0.0.0/0', '203.0.113.256', false],
  ['IpAddress', 'NotIpAddress', '0.0.0.1', '::1', false],
  ['IpAddress', 'NotIpAddress', '::/0', '1:2:3:4::5:6:7:8', false],
  ['IpAddress', 'NotIpAddress', ['10.0.0.0/8', '2001:DB8:1234:5678::/64'], '2001:db8:1234:5678:ffff::1', true],
  ['IpAddress', 'NotIpAddress', '2001:DB8:1234:5678::/64', '2001:db8:1234:5679::1', false],
  ['IpAddress', 'NotIpAddress', '::ffff:0.0.0.0/96', '::ffff:10.0.0.1', true],
  ['IpAddress', 'NotIpAddress', '10.0.0.0/8', '::ffff:10.0.0.1', false],
  ['IpAddress', 'NotIpAddress', '::/0', '1:2:3:4:5:6:7:8', true],
  ['IpAddress', 'NotIpAddress', '::/0', '1:2:3:4:5:6:7', false],
  ['IpAddress', 'NotIpAddress', '::/0', '1::2::3', false],
];

it.each(operators)('%s (%s) %j of %j: %s', (operator, negation, values, actual, expected) => {
  const context = {
    'aws:username': 'ann',
    'aws:star': '*',
    'aws:arn': 'arn:aws:iam::000000000000:user/ann',
  };
  expect(holds(operator, values, actual, context)).toBe(expected);
  expect(holds(`${operator}IfExists`, values, actual, context)).toBe(expected);
  for (const set of ['ForAllValues', 'ForAnyValue']) {
    if (actual !== '') expect(holds(`${set}:${operator}`, values, [actual], context)).toBe(expected);
  }
  if (negation !== undefined) expect(holds(negation, values, actual, context)).toBe(!expected);
});

it.each(operators)(
  '%s (%s) %j: an absent key fails it, not its negation, not IfExists',
  (operator, negation, values) => {
    expect(holds(operator, values, undefined)).toBe(false);
    expect(holds(operator, values, [])).toBe(false);
    expect(holds(`${operator}IfExists`, values, undefined)).toBe(true);
    expect(holds(`ForAllValues:${operator}`, values, undefined)).toBe(true);
    expect(holds(`ForAnyValue:${operator}`, values, undefined)).toBe(false);
    if (negation === undefined) return;
    expect(holds(negation, values, undefined)).toBe(true);
    expect(holds(`${negation}IfExists`, values, undefined)).toBe(true);
    expect(holds(`ForAllValues:${negation}`, values, undefined)).toBe(true);
    expect(holds(`ForAnyValue:${negation}`, values, undefined)).toBe(false);
  },
);

describe('set operators', () => {
  it.each<[string, string, readonly string[], boolean]>([
    ['every value is listed', 'ForAllValues:StringEquals', ['a', 'b'], true],
    ['one value is not listed', 'ForAllValues:StringEquals', ['a', 'x'], false],
    ['no value at all', 'ForAllValues:StringEquals', [], true],
    ['a null data set, "such as an empty string"', 'ForAllValues:StringEquals', [''], true],
    ['an empty value among others counts', 'ForAllValues:StringEquals', ['', 'a'], false],
    ['one value is listed', 'ForAnyValue:StringEquals', ['x', 'a'], true],
    ['none is listed', 'ForAnyValue:StringEquals', ['x', 'y'], false],
    ['no value at all', 'ForAnyValue:StringEquals', [], false],
    ['every value is none of the list', 'ForAllValues:StringNotEquals', ['x', 'y'], true],
    ['one value is of the list', 'ForAllValues:StringNotEquals', ['x', 'a'], false],
    ['one value is none of the list', 'ForAnyValue:StringNotEquals', ['x', 'a'], true],
    ['all values are of the list', 'ForAnyValue:StringNotEquals', ['b', 'a'], false],
    ['absent and IfExists', 'ForAllValues:StringEqualsIfExists', [], true],
  ])('%s (%s)', (_rule, operator, actual, expected) => {
    expect(holds(operator, ['a', 'b'], actual)).toBe(expected);
  });

  it('take a single-valued key as a set of one', () => {
    expect(holds('ForAllValues:StringEquals', ['a', 'b'], 'a')).toBe(true);
    expect(holds('ForAllValues:StringEquals', ['a', 'b'], 'x')).toBe(false);
    expect(holds('ForAnyValue:StringLike', 'x*', 'x')).toBe(true);
  });

  it('are required by multivalued keys', () => {
    expect(() => holds('StringEquals', 'a', ['a'])).toThrow(PolicyError);
    expect(() => holds('StringNotEqualsIfExists', 'a', ['a', 'b'])).toThrow('ForAllValues: or ForAnyValue:');
  });
});

describe('Null', () => {
  it.each<[string, Values, Values | undefined, boolean]>([
    ['true: absent', 'true', undefined, true],
    ['true: there', 'true', 'x', false],
    ['false: there', 'false', 'x', true],
    ['false: absent', 'false', undefined, false],
    ['false: no values', 'false', [], false],
    ['false: a null data set', 'false', [''], false],
    ['false: values', 'false', ['x'], true],
    ['false: an empty single value is there', 'false', '', true],
    ['either', ['true', 'false'], undefined, true],
  ])('%s', (_rule, values, actual, expected) => {
    expect(holds('Null', values, actual)).toBe(expected);
  });

  it('closes the hole of ForAllValues: LeadingKeys alone allows Scan', () => {
    const keys = { 'dynamodb:LeadingKeys': 'S-1' };
    const may = (action: string, closed: boolean, context: Context) =>
      evaluate(
        {
          Version: '2012-10-17',
          Statement: {
            Effect: 'Allow',
            Action: 'dynamodb:*',
            Resource: '*',
            Condition: {
              'ForAllValues:StringEquals': keys,
              ...(closed && { Null: { 'dynamodb:LeadingKeys': 'false' } }),
            },
          },
        },
        { action, resource: 'arn:aws:dynamodb:us-east-1:000000000000:table/t', context },
      );
    expect(may('dynamodb:Scan', false, {})).toBe('Allow');
    expect(may('dynamodb:Scan', true, {})).toBe('ImplicitDeny');
    expect(may('dynamodb:Query', true, { 'dynamodb:LeadingKeys': ['S-1'] })).toBe('Allow');
    expect(may('dynamodb:BatchGetItem', true, { 'dynamodb:LeadingKeys': ['S-1', 'S-2'] })).toBe('ImplicitDeny');
  });
});

describe('several conditions', () => {
  const judge = (Condition: Record<string, Record<string, Values>>, context: Context) =>
    evaluate(
      { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*', Condition } },
      { action: 'a:Act', resource: '*', context },
    );

  it.each<[string, Context, boolean]>([
    ['all keys and operators hold', { 'a:one': '1', 'a:two': '2', 'a:three': 'x' }, true],
    ['a key of the same operator does not', { 'a:one': '1', 'a:two': 'x', 'a:three': 'x' }, false],
    ['another operator does not', { 'a:one': '1', 'a:two': '2', 'a:three': '3' }, false],
  ])('are all required: %s', (_rule, context, expected) => {
    const condition = { StringEquals: { 'a:one': '1', 'a:two': '2' }, StringNotEquals: { 'a:three': '3' } };
    expect(judge(condition, context)).toBe(expected ? 'Allow' : 'ImplicitDeny');
  });

  it('an empty Condition is no condition', () => {
    expect(judge({}, {})).toBe('Allow');
  });

  it('a context cannot reach a prototype, nor give a key twice', () => {
    const polluting = JSON.parse('{"__proto__": {"a:one": "1"}}') as Context;
    expect(judge({ StringEquals: { 'a:one': '1' } }, polluting)).toBe('ImplicitDeny');
    expect(judge({ StringEquals: { 'a:constructor': '1' } }, {})).toBe('ImplicitDeny');
    expect(() => judge({}, { 'a:one': '1', 'A:One': '2' })).toThrow(RangeError);
  });
});

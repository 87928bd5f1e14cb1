/** The conformance table: what a field answers that is denied, fails or is of the wrong type. */
import { error, fieldError, valueErrors, query } from './case.ts';
import type { ConformanceCase } from './case.ts';

export const fields: readonly ConformanceCase[] = [
  {
    id: 'appsync-12',
    rule: 'a denied field',
    sure: 'H',
    request: query('{iamOnly}'),
    answer: { body: fieldError(['iamOnly'], 'Unauthorized', 'Not Authorized to access iamOnly on type Query') },
  },
  {
    id: 'appsync-13',
    rule: 'a field of another group, by its alias',
    sure: 'H',
    request: query('{x:editorsOnly}'),
    answer: { body: fieldError(['x'], 'Unauthorized', 'Not Authorized to access editorsOnly on type Query') },
  },
  {
    id: 'appsync-14',
    rule: 'a field of one of the groups',
    sure: 'H',
    request: query('{membersOnly}'),
    answer: { body: { data: { membersOnly: 'members' } } },
  },
  {
    id: 'appsync-15',
    rule: 'several denied non-null children: one error each, the parent null',
    sure: 'H',
    request: query('{secret{a b}}'),
    answer: {
      body: {
        data: { secret: null },
        errors: [
          error(['secret', 'a'], 'Unauthorized', 'Not Authorized to access a on type Secret', { column: 9 }),
          error(['secret', 'b'], 'Unauthorized', 'Not Authorized to access b on type Secret', { column: 11 }),
        ],
      },
    },
  },
  {
    id: 'appsync-16',
    rule: "a field's directive goes before its type's",
    sure: 'H',
    request: query('{secret{c}}'),
    answer: { body: { data: { secret: { c: '3' } } } },
  },
  {
    id: 'appsync-17',
    rule: 'util.unauthorized()',
    sure: 'M',
    request: query('{deny}'),
    answer: { body: fieldError(['deny'], 'Unauthorized', 'Not Authorized to access deny on type Query') },
  },
  {
    id: 'appsync-18',
    rule: 'util.error with type, data and info; data filtered by the selection',
    sure: 'H',
    request: query('{raise{a}}'),
    answer: { body: fieldError(['raise'], 'NotGranted', 'No.', { data: { a: 'x' }, info: { ask: 1 } }) },
  },
  {
    id: 'appsync-19',
    rule: 'util.error with a message only',
    sure: 'H',
    request: query('{bare}'),
    answer: { body: fieldError(['bare'], null, 'No.') },
  },
  {
    id: 'appsync-20',
    rule: 'util.appendError keeps the data',
    sure: 'H',
    request: query('{append{a}}'),
    answer: {
      body: {
        data: { append: { a: 'kept' } },
        errors: [error(['append'], 'Warning', 'Mind.', { data: { a: 'x' }, info: { ask: 1 } })],
      },
    },
  },
  {
    id: 'appsync-21',
    rule: "an error of the resolver's own code",
    sure: 'H',
    request: query('{broken}'),
    answer: { body: fieldError(['broken'], 'Code', 'code.js:7:3: ReferenceError: missing is not defined') },
  },
  {
    id: 'appsync-22',
    rule: 'a function that throws',
    sure: 'H',
    request: query('{fail}'),
    answer: { body: fieldError(['fail'], 'Lambda:Unhandled', 'It broke.') },
  },
  {
    id: 'appsync-23',
    rule: 'never the name of the error that the function threw',
    sure: 'H',
    request: query('{plain}'),
    answer: { body: fieldError(['plain'], 'Lambda:Unhandled', 'It broke too.') },
  },
  {
    id: 'appsync-24',
    rule: 'a function that runs out of time',
    sure: 'M',
    request: query('{timeout}'),
    answer: { body: fieldError(['timeout'], 'Lambda:ExecutionTimeoutException', 'Execution timed out.') },
  },
  {
    id: 'appsync-35',
    rule: 'null for a non-null field',
    sure: 'H',
    request: query('{nn}'),
    answer: {
      body: valueErrors(null, [
        ['nn'],
        "Cannot return null for non-nullable type: 'String' within parent 'Query' (/nn)",
      ]),
    },
  },
  {
    id: 'appsync-36',
    rule: 'null for a non-null field in a list',
    sure: 'M',
    request: query('{things{a}}'),
    answer: {
      body: valueErrors({ things: null }, [
        ['things', 1, 'a'],
        "Cannot return null for non-nullable type: 'String' within parent 'Thing' (/things[1]/a)",
      ]),
    },
  },
  {
    id: 'appsync-37',
    rule: 'an object where the schema has a list',
    sure: 'H',
    request: query('{wrong{a}}'),
    answer: {
      body: valueErrors({ wrong: null }, [
        ['wrong'],
        "Can't resolve value (/wrong) : type mismatch error, expected type LIST, got OBJECT",
      ]),
    },
  },
  {
    id: 'appsync-38',
    rule: 'a value that its scalar does not take',
    sure: 'M',
    request: query('{at count}'),
    answer: {
      body: valueErrors(
        { at: null, count: null },
        [['at'], "Can't serialize value (/at) : Unable to serialize `None` as a valid DateTime Object."],
        [['count'], "Can't serialize value (/count) : Expected type 'Int' but was 'String'."],
      ),
    },
  },
];

/** What random requests of DynamoDB are made of: keys, and what a request says to IAM. */
import fc from 'fast-check';
import type { PlainRequest } from '../iam.ts';
import type { About, Asked } from './asked.ts';
import { absent, given, text } from './asked.ts';
import { condition, projection } from './expressions.ts';
import type { Context, Pool } from './names.ts';
import { base } from './names.ts';

/** An item's key. */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}
export const key: About<Key> = fc
  .tuple(text, fc.constantFrom('a', 'b', '*'))
  .map(([pk, sk]) => (pool) => ({ pk: pk(pool), sk }));
export const keys = fc.array(key, { minLength: 1, maxLength: 4 });
/** No two of them alike: DynamoDB takes each item once. */
export const distinct = (some: readonly ((pool: Pool) => Key)[], pool: Pool): readonly Key[] => [
  ...new Map(some.map((make) => make(pool)).map((one) => [JSON.stringify(one), one])).values(),
];
/** As DynamoDB's protocol has it. */
export const wire = ({ pk, sk }: Key) => ({ pk: { S: pk }, sk: { S: sk } });

/** The attribute that a path begins with. */
export const topLevel = (path: string) => path.split(/[.[]/)[0] ?? '';

/** ReturnConsumedCapacity. */
export const capacity = fc.constantFrom(undefined, undefined, 'NONE', 'TOTAL');

/** What a request says, by condition key. */
export interface Said {
  readonly leading: readonly string[];
  readonly attributes: readonly string[];
  readonly select?: string | undefined;
  readonly returnValues?: string | undefined;
  readonly enclosing?: string | undefined;
  readonly returned?: string | undefined;
}
/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html */
export const need = (action: string, resource: string, said: Said): PlainRequest => ({
  action: `dynamodb:${action}`,
  resource,
  context: {
    ...base,
    'dynamodb:LeadingKeys': [...new Set(said.leading)],
    'dynamodb:Attributes': [...new Set(said.attributes)],
    ...given({
      'dynamodb:ReturnConsumedCapacity': said.returned ?? 'NONE',
      'dynamodb:Select': said.select,
      'dynamodb:ReturnValues': said.returnValues,
      'dynamodb:EnclosingOperation': said.enclosing,
    }),
  } satisfies Context,
});

/** A request for an operation. */
export const asked = (operation: string, body: object, needs: readonly PlainRequest[], ...ends: string[]): Asked => ({
  kind: operation,
  service: 'dynamodb',
  method: 'POST',
  path: '/',
  headers: { 'x-amz-target': `DynamoDB_20120810.${operation}`, 'content-type': 'application/x-amz-json-1.0' },
  body: JSON.stringify(body),
  needs,
  ends: ['done', ...ends],
});

/** What several operations have. */
export const parts = fc.record({
  decoys: fc.boolean(),
  projection: fc.option(projection, { nil: undefined, freq: 1 }),
  condition: absent(condition),
  returned: capacity,
});

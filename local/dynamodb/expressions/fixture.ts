/** For tests: placeholders, an item, and how a refusal is read. */
import type { AttributeValue } from '../attributeValue.ts';
import { DynamodbError } from '../dynamodbError.ts';
import { placeholdersOf } from './placeholders.ts';

/** What `:s`, `:n` … stand for. */
export const values: Record<string, AttributeValue> = {
  ':s': { S: 'text' },
  ':n': { N: '7' },
  ':big': { N: '100000000000000000000000000000000000001' },
  ':te': { S: 'te' },
  ':b': { B: 'dGV4dA==' },
  ':ss': { SS: ['b', 'a'] },
  ':l': { L: [{ S: 'a' }] },
  ':m': { M: {} },
  ':type': { S: 'N' },
  ':notype': { S: 'Q' },
};
const names = { '#a': 'a', '#dots': 'x.y', '#size': 'size', '#proto': '__proto__', '#own': 'constructor' };
/** Those of a request that has them all. */
export const placeholders = () =>
  placeholdersOf({ ExpressionAttributeNames: names, ExpressionAttributeValues: values }, true);
/** What conditions and projections are tried on. */
export const item = {
  a: { S: 'text' },
  n: { N: '12' },
  'x.y': { N: '-1.5' },
  ss: { SS: ['a', 'b'] },
  l: { L: [{ S: 'zero' }, { M: { k: { N: '1' } } }, { S: 'two' }] },
  m: { M: { k: { M: { deep: { BOOL: true } } } } },
  b: { B: 'dGV4dA==' },
  big: { N: '100000000000000000000000000000000000000' },
};

/** What a run gives, or the message it is refused with. */
export const messageOf = (run: () => unknown): unknown => {
  try {
    return run();
  } catch (error) {
    if (error instanceof DynamodbError && error.code === 'ValidationException') return error.message;
    throw error;
  }
};

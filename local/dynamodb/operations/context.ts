/**
 * The condition keys of a request: which action has which, and what they hold.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html and
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html;
 * docs/decisions/dynamodb-conditions.md says where these leave room.
 */
import type { Context } from '../../../core/policy/evaluate.ts';
import type { AttributeValue, Item } from '../attributeValue.ts';
import { attribute } from '../attributeValue.ts';

/** What a request says, by condition key. */
export interface Keys {
  /** Partition key values; undefined ones are not in the request. */
  readonly leading?: readonly (AttributeValue | undefined)[];
  /** Top-level attribute names. */
  readonly attributes: readonly string[];
  readonly select?: string | undefined;
  readonly returnValues?: string | undefined;
  readonly returnConsumedCapacity: unknown;
  readonly enclosing?: 'TransactGetItems' | 'TransactWriteItems' | undefined;
}

/** A key's value as a policy writes it: text as it is, a number as a plain decimal, bytes in Base64. */
const keyText = ({ S, N, B }: AttributeValue): string | undefined => S ?? N ?? B;

/** A key without a value is absent, as in IAM. */
export const contextOf = (keys: Keys): Context => {
  const leading = (keys.leading ?? []).flatMap((value) => (value && keyText(value)) ?? []);
  return {
    'dynamodb:LeadingKeys': [...new Set(leading)],
    'dynamodb:Attributes': [...new Set(keys.attributes)],
    'dynamodb:ReturnConsumedCapacity':
      typeof keys.returnConsumedCapacity === 'string' ? keys.returnConsumedCapacity : 'NONE',
    ...(keys.select !== undefined && { 'dynamodb:Select': keys.select }),
    ...(keys.returnValues !== undefined && { 'dynamodb:ReturnValues': keys.returnValues }),
    ...(keys.enclosing !== undefined && { 'dynamodb:EnclosingOperation': keys.enclosing }),
  };
};

/** The partition key's value in a key or an item. */
export const leadingKey = (table: { partitionKey: string } | undefined, item: Item): AttributeValue | undefined =>
  table && attribute(item, table.partitionKey);

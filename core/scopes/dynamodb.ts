/** Amazon DynamoDB: the items under some partition keys of a table or an index, with all attributes or some. */
import type { Conditions, OneOrMany } from '../policy/document.ts';
import { equalTo } from '../policy/pattern.ts';
import type { Resource } from '../resources.ts';
import { type Access, defineScope, type Permission } from './defineScope.ts';
import { type KeyAsk, type KeyPart, keyPart } from './keyPart.ts';

const KEYS = 'dynamodb:LeadingKeys';
const ATTRIBUTES = 'dynamodb:Attributes';
const IN_ALL = 'ForAllValues:StringEquals';

const arn = ({ partition, region, account, name }: Resource, { index }: KeyPart) =>
  `arn:${partition}:dynamodb:${region}:${account}:table/${name}${index === null ? '' : `/index/${index}`}`;

/** The actions, with only the part's keys and attributes in the request, and `more`. */
const permit = (
  resource: Resource,
  part: KeyPart,
  actions: readonly string[],
  more: Conditions = {},
): readonly Permission[] => {
  const { key, attributes } = part;
  // ForAllValues is true of a request without the condition key: that it is there is a condition of its own.
  const present = { ...(key !== null && { [KEYS]: 'false' }), ...(attributes && { [ATTRIBUTES]: 'false' }) };
  const conditions: Conditions = {
    ...(attributes && { [IN_ALL]: { [ATTRIBUTES]: attributes } }),
    ...more,
    ...(Object.keys(present).length > 0 && { Null: present }),
  };
  return [
    {
      actions,
      resource: arn(resource, part),
      ...(Object.keys(conditions).length > 0 && { conditions }),
      ...(key !== null && { anyOf: { operator: IN_ALL, key: KEYS, value: equalTo(key) } }),
    },
  ];
};

const onlyReturning = (values: OneOrMany): Conditions => ({
  StringEqualsIfExists: { 'dynamodb:ReturnValues': values },
});

// A Scan names no key. A condition check that fails can return the whole item, and has no Select.
const read: Access<KeyPart> = (resource, part) =>
  permit(
    resource,
    part,
    [
      ...(part.index === null ? ['dynamodb:GetItem', 'dynamodb:BatchGetItem'] : []),
      'dynamodb:Query',
      ...(part.index === null && part.attributes === null ? ['dynamodb:ConditionCheckItem'] : []),
      ...(part.key === null ? ['dynamodb:Scan'] : []),
    ],
    // "The Select parameter always has a value": without a projection it is all attributes.
    part.attributes === null ? {} : { StringEquals: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' } },
  );

// All but UpdateItem replace whole items.
const write: Access<KeyPart> = (resource, part, also) => {
  const actions =
    part.attributes === null
      ? ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:BatchWriteItem']
      : ['dynamodb:UpdateItem'];
  return [
    ...permit(resource, part, actions, onlyReturning('NONE')),
    ...(also('READ')
      ? permit(
          resource,
          part,
          actions,
          part.attributes === null ? {} : onlyReturning(['NONE', 'UPDATED_OLD', 'UPDATED_NEW']),
        )
      : []),
  ];
};

// What a stream is called ends with the time at which it was switched on, which DescribeTable tells. ListStreams is on all tables.
const readStream: Access<KeyPart> = (resource, part) => [
  { actions: ['dynamodb:DescribeTable'], resource: arn(resource, part) },
  {
    actions: ['dynamodb:DescribeStream', 'dynamodb:GetShardIterator', 'dynamodb:GetRecords'],
    resource: `${arn(resource, part)}/stream/*`,
  },
];

const refuse = ({ index, key, attributes }: KeyAsk, access: string): string | undefined => {
  if (access === 'WRITE' && index !== null)
    return 'WRITE goes with the table, not with an index, which DynamoDB itself writes';
  return access === 'READ_STREAM' && (index !== null || typeof key === 'string' || attributes)
    ? 'READ_STREAM goes with the whole table: a stream shows every change of every item'
    : undefined;
};

/**
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html and
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html; docs/aws.md has what follows.
 */
export const dynamodb = defineScope({
  name: 'dynamodb',
  realName: 'table',
  resourceName: /^[\w.-]{3,255}$/,
  part: keyPart,
  access: { READ: read, WRITE: write, READ_STREAM: readStream },
  refuse,
});

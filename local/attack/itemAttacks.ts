/** Attacks on DynamoDB with credentials that were vended to the attacker. */
import { sendSigned } from '../calls/sendSigned.ts';
import type { Attack, Means } from './attack.ts';
import { reactionTo, signerOf } from './dataMeans.ts';

const tableOf = ({ vended }: Means): string => vended.scope.dynamodb[0]?.table ?? '';

interface ItemCase {
  readonly what: string;
  readonly operation: string;
  readonly parameters: (table: string, subs: Means['sub']) => object;
}

const noteOf = (owner: string) => ({ owner: { S: owner }, id: { S: 'first' } });
const queryOf = (TableName: string, owner: string) => ({
  TableName,
  KeyConditionExpression: '#o = :o',
  ExpressionAttributeNames: { '#o': 'owner' },
  ExpressionAttributeValues: { ':o': { S: owner } },
});

const itemCases: readonly ItemCase[] = [
  {
    what: 'reading another user’s note',
    operation: 'GetItem',
    parameters: (TableName, { editor }) => ({ TableName, Key: noteOf(editor) }),
  },
  {
    what: 'all notes of another user',
    operation: 'Query',
    parameters: (TableName, { editor }) => queryOf(TableName, editor),
  },
  { what: 'everybody’s notes: Scan', operation: 'Scan', parameters: (TableName) => ({ TableName }) },
  {
    what: 'Scan, filtered to my own',
    operation: 'Scan',
    parameters: (TableName, { member }) => ({
      TableName,
      FilterExpression: '#o = :o',
      ExpressionAttributeNames: { '#o': 'owner' },
      ExpressionAttributeValues: { ':o': { S: member } },
    }),
  },
  {
    what: 'BatchGetItem of one note of mine and one of somebody else’s',
    operation: 'BatchGetItem',
    parameters: (table, { member, editor }) => ({
      RequestItems: { [table]: { Keys: [noteOf(member), noteOf(editor)] } },
    }),
  },
  {
    what: 'putting a note among another user’s',
    operation: 'PutItem',
    parameters: (TableName, { editor }) => ({ TableName, Item: noteOf(editor) }),
  },
  {
    what: 'BatchWriteItem that deletes one of somebody else’s behind one of mine',
    operation: 'BatchWriteItem',
    parameters: (table, { member, editor }) => ({
      RequestItems: {
        [table]: [{ PutRequest: { Item: noteOf(member) } }, { DeleteRequest: { Key: noteOf(editor) } }],
      },
    }),
  },
  {
    what: 'a transaction that checks another user’s note',
    operation: 'TransactWriteItems',
    parameters: (TableName, { member, editor }) => ({
      TransactItems: [
        { Put: { TableName, Item: noteOf(member) } },
        { ConditionCheck: { TableName, Key: noteOf(editor), ConditionExpression: 'attribute_exists(id)' } },
      ],
    }),
  },
  {
    what: 'PartiQL, around the leading keys',
    operation: 'ExecuteStatement',
    parameters: (table) => ({ Statement: `SELECT * FROM "${table}"` }),
  },
  { what: 'deleting the table', operation: 'DeleteTable', parameters: (TableName) => ({ TableName }) },
  { what: 'listing all tables', operation: 'ListTables', parameters: () => ({}) },
];

/** DynamoDB. */
export const itemAttacks: readonly Attack[] = itemCases.map(({ what, operation, parameters }) => ({
  what,
  refusal: ['AccessDeniedException'],
  attempt: async (means) =>
    reactionTo(
      await sendSigned(signerOf(means), {
        service: 'dynamodb',
        method: 'POST',
        path: '/',
        headers: {
          'content-type': 'application/x-amz-json-1.0',
          'x-amz-target': `DynamoDB_20120810.${operation}`,
        },
        body: JSON.stringify(parameters(tableOf(means), means.sub)),
      }),
    ),
}));

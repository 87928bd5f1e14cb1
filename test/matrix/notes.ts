/** Two users' notes in the running stack for one row of the matrix, seen by their owners. */
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { DynamoDbAccess } from '../../core/schema.ts';
import type { Denial, Row } from './row.ts';
import { bySession, byVendPolicy } from './row.ts';

/** A note: `text: 'before'` under the key. */
export interface Note {
  readonly Key: { readonly owner: string; readonly id: string };
  /** Whose note it is, with all access. */
  readonly owner: DynamoDBDocumentClient;
}

/** Where a row's operation goes: `there`, with `own` for what it needs besides. */
export interface NotesPlace {
  readonly db: DynamoDBDocumentClient;
  readonly TableName: string;
  readonly tableArn: string;
  readonly own: Note;
  readonly there: Note;
}

/** The items by `<owner> <id>`. */
export type NotesState = Readonly<Record<string, unknown>>;

export type NotesRow = Row<NotesPlace, DynamoDbAccess, NotesState>;
export type NotesDenial = Denial<NotesPlace>;

export const denied = (action: string): NotesDenial => bySession(`dynamodb:${action}`, ({ tableArn }) => tableArn);
export const off = (action: string, on: NotesDenial['on'] = ({ tableArn }) => tableArn): NotesDenial =>
  byVendPolicy(`dynamodb:${action}`, on);

/** A new note of a user. */
export const note = async (owner: DynamoDBDocumentClient, TableName: string, Key: Note['Key']): Promise<Note> => {
  await owner.send(new PutCommand({ TableName, Item: { ...Key, text: 'before' } }));
  return { Key, owner };
};

export const nameOf = ({ Key }: Note): string => `${Key.owner} ${Key.id}`;

/** Whatever begins like the two notes' ids. */
export const notesState = async ({ TableName, own, there }: NotesPlace): Promise<NotesState> => {
  const found = [own, there].map(async ({ owner, Key }) => {
    const { Items = [] } = await owner.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: '#o = :o AND begins_with(id, :i)',
        ExpressionAttributeNames: { '#o': 'owner' },
        ExpressionAttributeValues: { ':o': Key.owner, ':i': Key.id },
      }),
    );
    return Items.map((item) => [`${String(item['owner'])} ${String(item['id'])}`, item] as const);
  });
  return Object.fromEntries((await Promise.all(found)).flat());
};

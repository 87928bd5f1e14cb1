/** Every operation of S3 and DynamoDB × (in scope, outside, wrong access), by AWS's own clients with vended credentials. */
import { jest } from '@jest/globals';
import type { DynamoDbAccess, S3Access, ScopeInput } from '../../core/schema.ts';
import { operations as dynamodbTable, denied as dynamodbDenied } from '../../local/dynamodb/operations/operations.ts';
import { operations as s3Table } from '../../local/s3/operations.ts';
import { captureLog } from '../logWatch.ts';
import { startVendedStack, subOf } from '../vendedStack.ts';
import { dynamodbNeverAllowed } from './dynamodbNeverAllowed.ts';
import { dynamodbOperations } from './dynamodbOperations.ts';
import { note, notesState } from './notes.ts';
import { runRows } from './runRows.ts';
import type { Where } from './runRows.ts';
import { s3NeverAllowed } from './s3NeverAllowed.ts';
import { s3Operations } from './s3Operations.ts';
import { s3Part, s3State } from './s3Parts.ts';

jest.setTimeout(30_000);

const s3Rows = [...s3Operations, ...s3NeverAllowed];
const dynamodbRows = [...dynamodbOperations, ...dynamodbNeverAllowed];
const named = (rows: readonly { readonly operation: string }[]) => new Set(rows.map(({ operation }) => operation));

let running: Awaited<ReturnType<typeof startVendedStack>>;
beforeAll(async () => {
  captureLog('log');
  running = await startVendedStack();
});
afterAll(async () => {
  jest.restoreAllMocks();
  await running.close();
});

/** Makes each once. */
const once = <Key, Made>(make: (key: Key) => Made) => {
  const made = new Map<string, Made>();
  return (key: Key): Made => {
    const name = JSON.stringify(key);
    const known = made.get(name) ?? make(key);
    made.set(name, known);
    return known;
  };
};
const users: Readonly<Record<Where, string>> = { own: 'member', outside: 'rival' };
let names = 0;
const newName = () => `matrix-${String((names += 1))}`;

/** Vended to a user: a scope, or everything. */
type Vend = readonly [where: Where, scope?: ScopeInput | undefined];
const vended = once(([where, scope]: Vend) => running.vend(users[where], scope));

describe('S3:', () => {
  const client = once(async (vend: Vend) => running.s3As(await vended(vend)));
  const clientWith = (access?: readonly S3Access[]) =>
    client(['own', access && { s3: [{ resource: 'uploads', access }] }]);
  const folder = async (where: Where) =>
    s3Part(await client([where]), running.Bucket, `users/${subOf(users[where])}/${newName()}/`);
  const [keptFolder, keptThere] = [once(folder), once(folder)];

  runRows(s3Rows, {
    access: ['READ', 'WRITE', 'DELETE', 'LIST'],
    denial: { code: 'AccessDenied', status: 403 },
    headDenial: { code: 'Unknown', status: 403, message: 'UnknownError' },
    fresh: async (access) => ({ s3: await clientWith(access), own: await folder('own'), there: await folder('own') }),
    kept: async (where, access) => ({
      s3: await clientWith(access),
      own: await keptFolder('own'),
      there: await keptThere(where),
    }),
    state: s3State,
  });

  it('has a row for every operation that the gate knows', () => {
    // A form is told from the rest before the table is looked at.
    expect(named(s3Rows)).toEqual(new Set([...s3Table.map(({ name }) => name), 'PostObject']));
  });
});

describe('DynamoDB:', () => {
  const client = once(async (vend: Vend) => running.notesAs(await vended(vend)));
  const table = async (access?: readonly DynamoDbAccess[]) => ({
    db: await client(['own', access && { dynamodb: [{ resource: 'notes', access }] }]),
    TableName: running.TableName,
    tableArn: running.stack.service.tables[0]?.arn ?? '',
  });
  const noteOf = async (where: Where) =>
    note(await client([where]), running.TableName, { owner: subOf(users[where]), id: newName() });
  const [keptNote, keptNoteThere] = [once(noteOf), once(noteOf)];

  runRows(dynamodbRows, {
    access: ['READ', 'WRITE'],
    denial: { code: 'AccessDeniedException', status: 400 },
    fresh: async (access) => ({ ...(await table(access)), own: await noteOf('own'), there: await noteOf('own') }),
    kept: async (where, access) => ({
      ...(await table(access)),
      own: await keptNote('own'),
      there: await keptNoteThere(where),
    }),
    state: notesState,
  });

  it('has a row for every operation that the gate knows', () => {
    const served = dynamodbTable({ done: () => false, remember: () => undefined });
    expect(named(dynamodbRows)).toEqual(new Set([...served.keys(), ...dynamodbDenied.keys()]));
  });
});

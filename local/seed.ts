/** The samples that the local stack starts with, so that the first `aws s3 ls` shows something: for each user and tenant of their own. */
import type { SampleUser } from './cognito/sampleUsers.ts';
import type { Dynamodb } from './dynamodb/dynamodb.ts';
import type { S3 } from './s3/s3.ts';
import type { Service } from './service.ts';

/** Where the samples go. */
export interface SeedOptions {
  readonly service: Pick<Service, 'functions' | 'buckets' | 'tables'>;
  readonly users: readonly SampleUser[];
  readonly objects: Pick<S3['store'], 'buckets' | 'seed'>;
  readonly items: Pick<Dynamodb['admin'], 'items' | 'putItem'>;
}

/** A sample object. */
interface SampleObject {
  readonly key: string;
  readonly body: string;
}

const tenantOf = ({ attributes }: SampleUser): string | undefined => attributes['custom:tenant'];

/** What is in the bucket: two files in each user's own folder, one that the tenant shares. */
const sampleObjects = (users: readonly SampleUser[]): readonly SampleObject[] => {
  const tenants = new Set(users.map(tenantOf).filter((tenant) => tenant !== undefined));
  return [
    ...users.flatMap(({ username, sub }) => [
      { key: `users/${sub}/hello.txt`, body: `Hello, ${username}. Only you can read this.\n` },
      { key: `users/${sub}/plans/draft.txt`, body: `What ${username} has in mind.\n` },
    ]),
    ...[...tenants].map((tenant) => ({
      key: `tenants/${tenant}/shared/welcome.txt`,
      body: `Everybody at ${tenant} can read this; editors can change it.\n`,
    })),
  ];
};

/** What is in the table: two notes of each user's. */
const sampleNotes = (users: readonly SampleUser[]) =>
  users.flatMap(({ username, sub }) => [
    { owner: { S: sub }, id: { S: 'first' }, title: { S: 'Hello' }, text: { S: `The first note of ${username}.` } },
    { owner: { S: sub }, id: { S: 'second' }, title: { S: 'Secret' }, text: { S: `Only ${username} reads this.` } },
  ]);

interface Named {
  readonly name?: unknown;
}

/** The real name of a resource of grants.ts, as the functions are told it. */
const realName = ({ functions }: SeedOptions['service'], alias: string): unknown => {
  const resources = JSON.parse(functions['vend']?.environment['RESOURCES'] ?? '{}') as Record<string, Named>;
  return Object.hasOwn(resources, alias) ? resources[alias]?.name : undefined;
};

const isNotesTable = (definition: Readonly<Record<string, unknown>>): boolean =>
  JSON.stringify(definition['KeySchema']) ===
  JSON.stringify([
    { AttributeName: 'owner', KeyType: 'HASH' },
    { AttributeName: 'id', KeyType: 'RANGE' },
  ]);

/**
 * Puts the samples into the bucket that grants.ts calls `uploads` and the table that it calls `notes`, each only when it is there,
 * empty, and a table of the same keys.
 */
export const seed = async ({ service, users, objects, items }: SeedOptions): Promise<void> => {
  const bucket = objects.buckets.get(String(realName(service, 'uploads')));
  if (bucket?.objects.size === 0) {
    for (const { key, body } of sampleObjects(users)) objects.seed(bucket.name, key, body, 'text/plain');
  }
  const table = service.tables.find(({ name }) => name === realName(service, 'notes'));
  if (table === undefined || !isNotesTable(table.definition)) return;
  if ((await items.items(table.name)).length > 0) return;
  for (const note of sampleNotes(users)) await items.putItem(table.name, note);
};

/** Runs a query that is written for Athena on CloudTrail records, in SQLite, through a table as its own CREATE TABLE declares it. */
import { Database, type SQLiteValue } from 'node-sqlite3-wasm';

/** A column's type: of a STRUCT its fields by name, of everything else nothing more. */
type Type = ReadonlyMap<string, Type> | 'STRING' | 'other';

/** One record of a trail, as CloudTrail writes it. */
export type TrailRecord = Readonly<Record<string, unknown>>;

// Fields of `name: TYPE, …` or `name TYPE, …`, split at the commas outside brackets.
const fieldsOf = (text: string): ReadonlyMap<string, Type> => {
  let depth = 0;
  const parts = [''];
  for (const character of text) {
    if (character === '<') depth += 1;
    if (character === '>') depth -= 1;
    if (character === ',' && depth === 0) parts.push('');
    else parts.push(`${parts.pop() ?? ''}${character}`);
  }
  return new Map(
    parts.map((part) => {
      const [, name = '', type = ''] = /^\s*(\w+)\s*:?\s+([^]+?)\s*$/.exec(part) ?? [];
      const struct = /^STRUCT<([^]*)>$/.exec(type)?.[1];
      if (name === '') throw new Error(`No column: ${part}`);
      return [name, struct === undefined ? (type === 'STRING' ? type : 'other') : fieldsOf(struct)] as const;
    }),
  );
};

/** The columns that a CREATE EXTERNAL TABLE declares, those of its partitions too. */
export const columnsOf = (createTable: string): ReadonlyMap<string, Type> => {
  const [, columns = '', partitions = ''] = /\w+ \(\n([^]*?)\n\)\nPARTITIONED BY \(([^)]*)\)/.exec(createTable) ?? [];
  return new Map([...fieldsOf(columns), ...fieldsOf(partitions)]);
};

const fieldNamed = (record: object, name: string): unknown =>
  Object.entries(record).find(([key]) => key.toLowerCase() === name)?.[1];

// As Hive's JSON SerDe reads: names without regard to case, and what is not declared is not there.
const read = (value: unknown, type: Type): unknown => {
  if (value === undefined || value === null) return null;
  if (typeof type === 'string') return typeof value === 'string' ? value : JSON.stringify(value);
  return Object.fromEntries([...type].map(([name, inner]) => [name, read(fieldNamed(value, name), inner)]));
};

// https://prestodb.io/docs/current/functions/json.html: a scalar as text, null for what is none.
const scalarAt = (json: unknown, path: unknown): SQLiteValue => {
  if (typeof json !== 'string') return null;
  const steps = String(path).split('.').slice(1);
  const found = steps.reduce<unknown>(
    (value, step) => (value as Record<string, unknown> | null)?.[step],
    JSON.parse(json),
  );
  return ['string', 'number', 'boolean'].includes(typeof found) ? String(found) : null;
};

/** Rows of a query with `?` parameters, over the table that `createTable` declares. A path into a STRUCT must be declared there. */
export const queryTrail = (
  createTable: string,
  query: string,
  records: readonly TrailRecord[],
  parameters: readonly string[],
): readonly Readonly<Record<string, unknown>>[] => {
  const columns = columnsOf(createTable);
  const name = /TABLE (\w+)/.exec(createTable)?.[1] ?? '';
  // SQLite has no STRUCT: such a column is JSON here.
  const translated = query.replaceAll(/\b(\w+)((?:\.\w+)+)/g, (path, column: string, rest: string) => {
    const type = columns.get(column);
    if (type === undefined || typeof type === 'string') return path;
    let inner: Type | undefined = type;
    for (const step of rest.slice(1).split('.')) inner = typeof inner === 'object' ? inner.get(step) : undefined;
    if (inner !== 'STRING') throw new Error(`${path} is no text that the table declares.`);
    return `json_extract_scalar(${column}, '$${rest}')`;
  });
  const database = new Database();
  try {
    database.function('json_extract_scalar', scalarAt, { deterministic: true });
    database.exec(`CREATE TABLE ${name} (${[...columns.keys()].join(', ')})`);
    for (const record of records) {
      const values = [...columns].map(([column, type]): SQLiteValue => {
        const value = read(fieldNamed(record, column), type);
        return typeof value === 'string' || value === null ? value : JSON.stringify(value);
      });
      database.run(`INSERT INTO ${name} VALUES (${values.map(() => '?').join(', ')})`, values);
    }
    return database.all(translated, [...parameters]);
  } finally {
    database.close();
  }
};

/** CreateTable, DeleteTable, DescribeTable and ListTables. */
import { DynamodbError, invalid } from '../dynamodbError.ts';
import type { Backend } from '../engine/backend.ts';
import { rulesOf } from '../engine/dynalite.ts';
import type { Action, Fields } from '../engine/dynalite.ts';
import type { TableSchema } from '../tables.ts';
import { tableKeys } from '../tables.ts';
import type { Database, Operation, Prepared } from './operation.ts';

const onTable =
  (
    action: Action,
    name: `dynamodb:${string}`,
    run: (plain: Fields, database: Database) => Promise<Fields>,
  ): Operation =>
  (parameters, database): Prepared => {
    const { types, custom } = rulesOf(action);
    if (parameters['Tags'] !== undefined) throw invalid('Tables of the local stack have no tags. Leave Tags out.');
    const plain = database.backend.readTypes(parameters, types);
    database.backend.check(plain, types, custom);
    return {
      asks: [{ action: name, resource: database.tableArn(plain['TableName'] as string), context: {} }],
      run: () => run(plain, database),
    };
  };

const statusOf = async (backend: Backend, TableName: unknown): Promise<unknown> => {
  try {
    const { Table } = (await backend.run('describeTable', { TableName })) as { Table: { TableStatus: unknown } };
    return Table.TableStatus;
  } catch (error) {
    if (error instanceof DynamodbError && error.code === 'ResourceNotFoundException') return 'none';
    throw error;
  }
};

/** Times that a table is looked at before it is given up: on a busy disk it takes a while. */
const looks = 2000;

/** Ends when a table is no longer being created or deleted: the backend answers before it is. @throws Error */
const settled = async (backend: Backend, name: unknown, wanted: 'ACTIVE' | 'none'): Promise<void> => {
  for (let look = 0; look < looks; look += 1) {
    if ((await statusOf(backend, name)) === wanted) return;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  throw new Error(`The table ${String(name)} does not become ${wanted}.`);
};

export const createTable = onTable('createTable', 'dynamodb:CreateTable', (plain, { backend, turns, tables }) =>
  turns.write(async () => {
    const answer = await backend.run('createTable', plain);
    tables.set(plain['TableName'] as string, tableKeys(plain as unknown as TableSchema));
    const told = structuredClone(answer);
    await settled(backend, plain['TableName'], 'ACTIVE');
    return told;
  }),
);

export const deleteTable = onTable('deleteTable', 'dynamodb:DeleteTable', (plain, { backend, turns, tables }) =>
  turns.write(async () => {
    const answer = await backend.run('deleteTable', plain);
    tables.delete(plain['TableName'] as string);
    await settled(backend, plain['TableName'], 'none');
    return answer;
  }),
);

export const describeTable = onTable('describeTable', 'dynamodb:DescribeTable', (plain, { backend, turns }) =>
  turns.read(() => backend.run('describeTable', plain)),
);

const maxListed = 100;

export const listTables: Operation = (parameters, { backend, tables, tableArn }) => {
  const { types, custom } = rulesOf('listTables');
  const plain = backend.readTypes(parameters, types);
  backend.check(plain, types, custom);
  const { ExclusiveStartTableName: start = '', Limit: limit = maxListed } = plain as {
    ExclusiveStartTableName?: string;
    Limit?: number;
  };
  const run = (): Promise<Fields> => {
    const names = [...tables.keys()].sort().filter((name) => name > start);
    const listed = names.slice(0, limit);
    const last = listed.at(-1);
    return Promise.resolve({
      TableNames: listed,
      ...(names.length > listed.length && last !== undefined && { LastEvaluatedTableName: last }),
    });
  };
  return { asks: [{ action: 'dynamodb:ListTables', resource: tableArn('*'), context: {} }], run };
};

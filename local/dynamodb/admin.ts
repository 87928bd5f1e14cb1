/** The way to the data for whoever sets the local stack up: it is not judged, and no request reaches it. */
import type { Table } from '../service.ts';
import type { Item } from './attributeValue.ts';
import { DynamodbError } from './dynamodbError.ts';
import type { Fields } from './engine/dynalite.ts';
import type { Database, Operation } from './operations/operation.ts';
import { createTable, describeTable } from './operations/tableOperations.ts';
import { getItem } from './operations/getItem.ts';
import { scan } from './operations/search.ts';
import { writeItem } from './operations/writeItem.ts';
import type { TableSchema } from './tables.ts';
import { tableKeys } from './tables.ts';

/** Creates tables, and reads and writes items. */
export interface Admin {
  /** Leaves a table alone that is there already. @throws DynamodbError */
  createTable(table: Table): Promise<void>;
  /** @throws DynamodbError */
  putItem(table: string, item: Item): Promise<void>;
  getItem(table: string, key: Item): Promise<Item | undefined>;
  /** All items, up to 1 MB. */
  items(table: string): Promise<readonly Item[]>;
}

const put = writeItem('PutItem');

export const createAdmin = (database: Database): Admin => {
  const run = (operation: Operation, parameters: Fields) => operation(structuredClone(parameters), database).run();
  const existing = async (name: string): Promise<TableSchema | undefined> => {
    try {
      return (await run(describeTable, { TableName: name }))['Table'] as TableSchema;
    } catch (error) {
      if (error instanceof DynamodbError && error.code === 'ResourceNotFoundException') return undefined;
      throw error;
    }
  };
  return {
    createTable: async (table) => {
      const found = await existing(table.name);
      if (found === undefined) await run(createTable, table.definition);
      else database.tables.set(table.name, tableKeys(found));
    },
    putItem: async (table, item) => {
      await run(put, { TableName: table, Item: item });
    },
    getItem: async (table, key) => (await run(getItem, { TableName: table, Key: key }))['Item'] as Item | undefined,
    items: async (table) => (await run(scan, { TableName: table }))['Items'] as readonly Item[],
  };
};

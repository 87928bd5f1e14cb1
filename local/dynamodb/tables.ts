/** The tables that there are: their keys and indexes, by which requests are judged. */

/** The key attributes of a table or index. */
export interface Keys {
  readonly partitionKey: string;
  readonly sortKey?: string | undefined;
}

/** A secondary index. */
export interface Index extends Keys {
  readonly local: boolean;
}

/** A table. */
export interface TableKeys extends Keys {
  readonly indexes: ReadonlyMap<string, Index>;
}

interface KeySchemaElement {
  readonly AttributeName: string;
  readonly KeyType: string;
}

interface IndexSchema {
  readonly IndexName: string;
  readonly KeySchema: readonly KeySchemaElement[];
}

/** What CreateTable and DescribeTable say of a table's keys. */
export interface TableSchema {
  readonly TableName: string;
  readonly KeySchema: readonly KeySchemaElement[];
  readonly GlobalSecondaryIndexes?: readonly IndexSchema[];
  readonly LocalSecondaryIndexes?: readonly IndexSchema[];
}

const keysOf = (schema: readonly KeySchemaElement[]): Keys => ({
  partitionKey: schema.find(({ KeyType }) => KeyType === 'HASH')?.AttributeName ?? '',
  sortKey: schema.find(({ KeyType }) => KeyType === 'RANGE')?.AttributeName,
});

const indexesOf = (
  described: readonly IndexSchema[] | undefined,
  local: boolean,
): readonly (readonly [string, Index])[] =>
  (described ?? []).map((index) => [index.IndexName, { ...keysOf(index.KeySchema), local }]);

/** Reads a description. */
export const tableKeys = (table: TableSchema): TableKeys => ({
  ...keysOf(table.KeySchema),
  indexes: new Map([
    ...indexesOf(table.GlobalSecondaryIndexes, false),
    ...indexesOf(table.LocalSecondaryIndexes, true),
  ]),
});

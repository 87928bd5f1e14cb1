/** DynamoDB's operations by name. What is not here is denied or unknown, never passed on. */
import { batchGetItem } from './batchGetItem.ts';
import { batchWriteItem } from './batchWriteItem.ts';
import { getItem } from './getItem.ts';
import type { Idempotency } from './idempotency.ts';
import type { Operation } from './operation.ts';
import { query, scan } from './search.ts';
import { createTable, deleteTable, describeTable, listTables } from './tableOperations.ts';
import { transactGetItems } from './transactGetItems.ts';
import { transactWriteItems } from './transactWriteItems.ts';
import { writeItem } from './writeItem.ts';

const partiql = ['ExecuteStatement', 'BatchExecuteStatement', 'ExecuteTransaction'];
const absent = [
  'CreateBackup CreateGlobalTable DeleteBackup DeleteResourcePolicy DescribeBackup DescribeContinuousBackups',
  'DescribeContributorInsights DescribeEndpoints DescribeExport DescribeGlobalTable DescribeGlobalTableSettings DescribeImport',
  'DescribeKinesisStreamingDestination DescribeLimits DescribeTableReplicaAutoScaling DescribeTimeToLive',
  'DisableKinesisStreamingDestination EnableKinesisStreamingDestination ExportTableToPointInTime GetResourcePolicy ImportTable',
  'ListBackups ListContributorInsights ListExports ListGlobalTables ListImports ListTagsOfResource PutResourcePolicy',
  'RestoreTableFromBackup RestoreTableToPointInTime TagResource UntagResource UpdateContinuousBackups UpdateContributorInsights',
  'UpdateGlobalTable UpdateGlobalTableSettings UpdateKinesisStreamingDestination UpdateTable UpdateTableReplicaAutoScaling',
  'UpdateTimeToLive CancelBulkOperation DescribeBulkOperation ListBulkOperations SearchVectors StartBulkPutItems',
].flatMap((names) => names.split(' '));

/** An operation and how large its request may be, in bytes. */
export interface Served {
  readonly operation: Operation;
  readonly maxBody: number;
}

/** What DynamoDB has and this machine has not: denied to everybody. By name, with the reason. */
export const denied: ReadonlyMap<string, string> = new Map([
  ...partiql.map((name) => [name, 'PartiQL is not in the local stack: use the item operations'] as const),
  ...absent.map((name) => [name, 'the local stack does not have this operation'] as const),
]);

const megabyte = 1024 * 1024;
const small = (operation: Operation): Served => ({ operation, maxBody: megabyte });
const large = (operation: Operation): Served => ({ operation, maxBody: 16 * megabyte });

/** What is served. */
export const operations = (idempotency: Idempotency): ReadonlyMap<string, Served> =>
  new Map<string, Served>([
    ['GetItem', small(getItem)],
    ['PutItem', small(writeItem('PutItem'))],
    ['UpdateItem', small(writeItem('UpdateItem'))],
    ['DeleteItem', small(writeItem('DeleteItem'))],
    ['Query', small(query)],
    ['Scan', small(scan)],
    ['BatchGetItem', large(batchGetItem)],
    ['BatchWriteItem', large(batchWriteItem)],
    ['TransactGetItems', large(transactGetItems)],
    ['TransactWriteItems', large(transactWriteItems(idempotency))],
    ['CreateTable', small(createTable)],
    ['DeleteTable', small(deleteTable)],
    ['DescribeTable', small(describeTable)],
    ['ListTables', small(listTables)],
  ]);

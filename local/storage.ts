/** S3 and DynamoDB of the local stack, behind one gate, with sample content. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from './awsService.ts';
import type { DataService } from './dataService.ts';
import { createDynamodb } from './dynamodb/dynamodb.ts';
import { loadObjects, saveObjects } from './keepObjects.ts';
import { createS3 } from './s3/s3.ts';
import { seed } from './seed.ts';
import type { Service } from './service.ts';
import type { SampleUser } from './cognito/sampleUsers.ts';
import type { Sts } from './sts/sts.ts';

/** The data services. */
export interface Storage {
  readonly s3: DataService;
  readonly dynamodb: DataService;
  /** Ends both. What is in memory is gone, unless it is kept. */
  close(): Promise<void>;
}

/** What the data services are told. */
export interface StorageOptions {
  readonly service: Service;
  readonly sts: Pick<Sts, 'session' | 'secretOf'>;
  readonly clock: Clock;
  /** Whose samples are put in where nothing is yet. */
  readonly users: readonly SampleUser[];
  /** A folder to keep objects and items in; in memory when left out. Objects are written to it by `close`. */
  readonly keep?: string | undefined;
}

/** Starts both services with the buckets and tables of the service, and puts the samples in. */
export const createStorage = async ({ service, sts, clock, users, keep }: StorageOptions): Promise<Storage> => {
  // Credentials are never kept, but what users put there may be private.
  if (keep !== undefined) await mkdir(keep, { recursive: true, mode: 0o700 });
  const file = keep === undefined ? undefined : path.join(keep, 'objects');
  const s3 = createS3({ service, sts, clock });
  if (file !== undefined) await loadObjects(s3.store, file);
  const folder = keep === undefined ? undefined : path.join(keep, 'dynamodb');
  const dynamodb = await createDynamodb({ service, sts, clock, folder }).catch((error: unknown) => {
    if (folder === undefined) throw error;
    throw new Error(`${folder} cannot be opened. Perhaps another local stack keeps its data there: stop it first.`, {
      cause: error,
    });
  });
  const close = async (): Promise<void> => {
    if (file !== undefined) await saveObjects(s3.store, file);
    s3.close();
    await dynamodb.close();
  };
  try {
    await seed({ service, users, objects: s3.store, items: dynamodb.admin });
  } catch (error) {
    await close();
    throw error;
  }
  return { s3: s3.serve, dynamodb: dynamodb.serve, close };
};

/** S3 and DynamoDB of the local stack, behind one gate, with sample content. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from './awsService.ts';
import type { DataService } from './dataService.ts';
import { createDynamodb } from './dynamodb/dynamodb.ts';
import { keepObjects } from './keepObjects.ts';
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
  readonly sts: Pick<Sts, 'session' | 'signingKeysOf'>;
  readonly clock: Clock;
  /** Whose samples are put in where nothing is yet. */
  readonly users: readonly SampleUser[];
  /** A folder to keep objects and items in; in memory when left out. */
  readonly keep?: string | undefined;
}

/** Starts both services with the buckets and tables of the service, and puts the samples in. */
export const createStorage = async ({ service, sts, clock, users, keep }: StorageOptions): Promise<Storage> => {
  // Credentials are never kept, but what users put there may be private.
  if (keep !== undefined) await mkdir(keep, { recursive: true, mode: 0o700 });
  const folder = keep === undefined ? undefined : path.join(keep, 'dynamodb');
  // First: it has a lock, which keeps a second local stack from the objects too.
  const dynamodb = await createDynamodb({ service, sts, clock, folder }).catch((error: unknown) => {
    if (folder === undefined) throw error;
    throw new Error(`${folder} cannot be opened. Perhaps another local stack keeps its data there: stop it first.`, {
      cause: error,
    });
  });
  try {
    const keeper = keep === undefined ? undefined : keepObjects(path.join(keep, 'objects'));
    const s3 = createS3({ service, sts, clock, keeper });
    await seed({ service, users, objects: s3.store, items: dynamodb.admin });
    const close = async (): Promise<void> => {
      s3.close();
      await dynamodb.close();
    };
    return { s3: s3.serve, dynamodb: dynamodb.serve, close };
  } catch (error) {
    await dynamodb.close();
    throw error;
  }
};

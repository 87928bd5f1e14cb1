import { sampleUsers } from './cognito/sampleUsers.ts';
import { createDynamodb } from './dynamodb/dynamodb.ts';
import type { Dynamodb } from './dynamodb/dynamodb.ts';
import { createStore } from './s3/store/store.ts';
import type { Store } from './s3/store/store.ts';
import { seed } from './seed.ts';
import { readService } from './readService.ts';
import { createSts } from './sts/sts.ts';

const service = await readService();
const [bucket] = service.buckets;
const [table] = service.tables;
let dynamodb: Dynamodb;
let store: Store;

beforeEach(async () => {
  dynamodb = await createDynamodb({ service, sts: createSts({ service, keys: [] }) });
  store = createStore([bucket?.name ?? ''], Date.now);
});
afterEach(() => dynamodb.close());

const run = (part: Pick<typeof service, 'functions' | 'buckets' | 'tables'> = service) =>
  seed({ service: part, users: sampleUsers, objects: store, items: dynamodb.admin });
const keys = () => store.buckets.get(bucket?.name ?? '')?.sortedKeys() ?? [];
const notes = () => dynamodb.admin.items(table?.name ?? '');

it('gives each user a folder and notes, each tenant a shared folder', async () => {
  await run();
  for (const { sub } of sampleUsers) {
    expect(keys()).toContain(`users/${sub}/hello.txt`);
    expect((await notes()).filter(({ owner }) => owner?.['S'] === sub)).toHaveLength(2);
  }
  expect(keys().filter((key) => key.startsWith('tenants/'))).toEqual([
    'tenants/acme/shared/welcome.txt',
    'tenants/globex/shared/welcome.txt',
  ]);
});

it('leaves what is there already alone', async () => {
  store.seed(bucket?.name ?? '', 'own', 'x');
  await dynamodb.admin.putItem(table?.name ?? '', { owner: { S: 'o' }, id: { S: 'i' } });
  await run();
  expect(keys()).toEqual(['own']);
  expect(await notes()).toHaveLength(1);
});

it('puts nothing into a table of other keys, nor where a service has no such resources', async () => {
  await run({ ...service, functions: {} });
  await run({
    ...service,
    buckets: [],
    tables: service.tables.map((one) => ({ ...one, definition: { KeySchema: [] } })),
  });
  expect(await notes()).toHaveLength(0);
});

import { EventEmitter } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { signingKeys } from '../../signingKeys.ts';
import { createDynamodb } from '../dynamodb.ts';
import { table, tableName } from '../fixture.ts';
import { createBackend } from './backend.ts';
import type { KeyValues, Store } from './dynalite.ts';
import { guardedStore } from './guardedStore.ts';
import { createTurns } from './turns.ts';

describe('turns', () => {
  it('let readers in together, and a writer alone', async () => {
    const turns = createTurns();
    const log: string[] = [];
    const step = (name: string) => async () => {
      log.push(`${name}+`);
      await new Promise((resolve) => setTimeout(resolve, 5));
      log.push(`${name}-`);
    };
    await Promise.all([
      turns.read(step('r1')),
      turns.read(step('r2')),
      turns.write(step('w1')),
      turns.read(step('r3')),
      turns.write(step('w2')),
    ]);
    expect(log).toEqual(['r1+', 'r2+', 'r1-', 'r2-', 'w1+', 'w1-', 'r3+', 'r3-', 'w2+', 'w2-']);
  });

  it('go on after one that fails', async () => {
    const turns = createTurns();
    const fails = () => Promise.reject(new Error('no'));
    await expect(turns.write(fails)).rejects.toThrow('no');
    await expect(turns.read(fails)).rejects.toThrow('no');
    await expect(turns.write(() => Promise.resolve('yes'))).resolves.toBe('yes');
  });
});

describe('a guarded store', () => {
  const stream = new EventEmitter();
  const later: KeyValues = {
    get: (_, done) => setImmediate(done, null, {}),
    put: (_, __, done) => setImmediate(done, null),
    del: (_, done) => setImmediate(done, null),
    batch: (_, done) => setImmediate(done, null),
    lock: () => undefined,
    createKeyStream: () => stream,
    createValueStream: () => stream,
  };
  const store = {
    options: {},
    tableDb: { ...later, awsAccountId: '', awsRegion: '' },
    getItemDb: () => later,
    getTable: (_: string, __: boolean, done: () => void) => setImmediate(done),
  } as unknown as Store;
  const boom = () => {
    throw new Error('boom');
  };

  it.each<[string, (guarded: Store) => void]>([
    [
      'get',
      (guarded) => {
        guarded.getItemDb('t').get('k', boom);
      },
    ],
    [
      'put',
      (guarded) => {
        guarded.getItemDb('t').put('k', {}, boom);
      },
    ],
    [
      'del',
      (guarded) => {
        guarded.tableDb.del('k', boom);
      },
    ],
    [
      'getTable',
      (guarded) => {
        guarded.getTable('t', false, boom);
      },
    ],
    [
      'a stream',
      (guarded) => {
        const values = guarded.getItemDb('t').createValueStream();
        values.on('data', boom);
        setImmediate(() => stream.emit('data', {}));
      },
    ],
  ])('hands over what a callback of %s throws', async (_, run) => {
    const error = await new Promise((resolve) => {
      run(guardedStore(store, resolve));
    });
    expect(error).toEqual(new Error('boom'));
  });
});

it('the backend turns a refusal into an error of ours', async () => {
  const backend = createBackend({ region: 'us-east-1', account: '000000000000' });
  await expect(backend.run('describeTable', { TableName: 'none' })).rejects.toMatchObject({
    code: 'ResourceNotFoundException',
    message: 'Requested resource not found: Table: none not found',
  });
  await backend.close();
});

it('a folder keeps tables and items', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'dynamodb-'));
  const service = { tables: [table], region: 'us-east-1', account: '000000000000', partition: 'aws' };
  const sts = { session: () => undefined, signingKeysOf: () => signingKeys('') };
  const item = { owner: { S: 'a' }, id: { S: '1' }, topic: { S: 'kept' } };
  const first = await createDynamodb({ service, sts, folder });
  await first.admin.putItem(tableName, item);
  await first.close();
  const second = await createDynamodb({ service, sts, folder });
  expect(await second.admin.items(tableName)).toEqual([item]);
  await second.close();
  await rm(folder, { recursive: true });
});

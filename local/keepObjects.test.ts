import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { keepObjects } from './keepObjects.ts';
import { createStore } from './s3/store/store.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'scopevend-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const start = (...buckets: readonly string[]) => createStore(buckets, Date.now, { keeper: keepObjects(folder) });
const objectsOf = (store: ReturnType<typeof start>, bucket: string) => store.buckets.get(bucket)?.objects;
const filesIn = () => readdir(folder);

it('keeps objects as they are, for the buckets that are still there', () => {
  const before = start('one', 'two');
  before.seed('one', 'users/ü/a', Buffer.from([0, 255, 7]), 'image/png');
  before.seed('one', 'empty', '');
  before.seed('two', 'gone', 'x');
  const expected = new Map(objectsOf(before, 'one'));
  before.clear();
  expect(objectsOf(start('one'), 'one')).toEqual(expected);
});

it('goes on with what was put last, without what was removed', () => {
  const before = start('one');
  for (const body of ['first', 'second']) before.seed('one', 'replaced', body);
  before.seed('one', 'removed', 'x');
  before.buckets.get('one')?.remove('removed');
  const after = objectsOf(start('one'), 'one');
  expect([...(after?.keys() ?? [])]).toEqual(['replaced']);
  expect(Buffer.concat(after?.get('replaced')?.content.pieces ?? []).toString()).toBe('second');
});

it('counts what was kept', () => {
  start('one').seed('one', 'a', 'xyz');
  const after = createStore(['one'], Date.now, { keeper: keepObjects(folder), capacity: 3 });
  expect(() => {
    after.seed('one', 'b', '1');
  }).toThrow('at most 3 bytes');
});

it.each(['../../escaped', '/etc/passwd', 'a/../b', 'C:\\Windows', 'CON', 'x\0y', '.', 'é'.repeat(500), 'A', 'a'])(
  'gives the key %j a file that is named by a digest, and private',
  async (key) => {
    start('one').seed('one', key, 'x');
    const [file = '', ...others] = await filesIn();
    expect([file, others]).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/), []]);
    if (process.platform !== 'win32') expect((await stat(path.join(folder, file))).mode & 0o777).toBe(0o600);
    expect(objectsOf(start('one'), 'one')?.has(key)).toBe(true);
  },
);

it('keeps the keys of two buckets apart, and keys that differ in case', () => {
  const before = start('one', 'two');
  for (const bucket of ['one', 'two']) for (const key of ['a', 'A']) before.seed(bucket, key, bucket + key);
  const after = start('one', 'two');
  expect(['one', 'two'].map((bucket) => objectsOf(after, bucket)?.size)).toEqual([2, 2]);
});

it('begins without what was not written to its end', async () => {
  await writeFile(path.join(folder, `${'0'.repeat(64)}.new`), 'half of');
  expect(objectsOf(start('one'), 'one')?.size).toBe(0);
  expect(await filesIn()).toEqual([]);
});

it('changes nothing, and takes no room, when it cannot write', async () => {
  const store = createStore(['one'], Date.now, { keeper: keepObjects(folder), capacity: 3 });
  store.seed('one', 'a', 'xy');
  await rm(folder, { recursive: true });
  for (let times = 0; times < 3; times += 1) {
    expect(() => {
      store.seed('one', 'b', 'z');
    }).toThrow('ENOENT');
  }
  expect([...(objectsOf(store, 'one')?.keys() ?? [])]).toEqual(['a']);
  store.capacity.take(1);
});

it.each<[what: string, spoil: (bytes: Buffer) => Buffer]>([
  ['nothing', () => Buffer.alloc(0)],
  ['half of it', (bytes) => bytes.subarray(0, bytes.length / 2)],
  ['a byte less', (bytes) => bytes.subarray(0, -1)],
  ['a byte more', (bytes) => Buffer.concat([bytes, Buffer.from('x')])],
  ['words', () => Buffer.from('no such thing')],
  ['a length beyond its end', () => Buffer.alloc(8, 255)],
])('says which file is broken when there is %s', async (_, spoil) => {
  start('one').seed('one', 'a', 'some content');
  const file = path.join(folder, (await filesIn())[0] ?? '');
  await writeFile(file, spoil(await readFile(file)));
  expect(() => start('one')).toThrow(`${file} cannot be read. Remove it: its object is lost, the others are not.`);
});

it('says which file is broken when it has the name of another', async () => {
  start('one').seed('one', 'a', 'x');
  const [name = ''] = await filesIn();
  const other = path.join(
    folder,
    name.replace(/^./, (digit) => (digit === '0' ? '1' : '0')),
  );
  await writeFile(other, await readFile(path.join(folder, name)));
  expect(() => start('one')).toThrow('cannot be read. Remove it');
});

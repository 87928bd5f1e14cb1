import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadObjects, saveObjects } from './keepObjects.ts';
import { createStore } from './s3/store/store.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'scopevend-'));
});
afterAll(() => rm(folder, { recursive: true }));

it('keeps objects as they are, for the buckets that are still there', async () => {
  const file = path.join(folder, 'objects');
  const before = createStore(['one', 'two'], Date.now);
  before.seed('one', 'users/ü/../a', Buffer.from([0, 255, 7]), 'image/png');
  before.seed('two', 'gone', 'x');
  await saveObjects(before, file);
  const after = createStore(['one'], Date.now, 3);
  await loadObjects(after, file);
  expect(after.buckets.get('one')?.objects).toEqual(before.buckets.get('one')?.objects);
  expect(() => {
    after.capacity.take(1);
  }).toThrow('at most 3 bytes');
});

it('begins with nothing where there is no file', async () => {
  const store = createStore(['one'], Date.now);
  await loadObjects(store, path.join(folder, 'none'));
  expect(store.buckets.get('one')?.objects.size).toBe(0);
});

it('says which file is broken', async () => {
  const file = path.join(folder, 'broken');
  await writeFile(file, 'no such thing');
  await expect(loadObjects(createStore([], Date.now), file)).rejects.toThrow(`${file} cannot be read. Remove it`);
});

/** No iterator of the database is left open, whether its stream was read to the end or given up. */
import { closeIterators } from './closeIterators.ts';
import type { StoreIterator } from './closeIterators.ts';
import { create } from './dynalite.ts';

const isOpen = (iterator: StoreIterator): Promise<boolean> =>
  iterator.next().then(
    () => true,
    (error: unknown) => (error as { code?: string }).code !== 'LEVEL_ITERATOR_NOT_OPEN',
  );

it.each([
  { what: 'values, read to the end', kind: 'createValueStream', most: Infinity },
  { what: 'values, given up', kind: 'createValueStream', most: 3 },
  { what: 'keys, read to the end', kind: 'createKeyStream', most: Infinity },
  { what: 'keys, given up', kind: 'createKeyStream', most: 3 },
] as const)('$what', async ({ kind, most }) => {
  const store = create({});
  const opened: StoreIterator[] = [];
  for (const opens of ['keys', 'values'] as const) {
    const open = store.db[opens].bind(store.db);
    store.db[opens] = (options) => {
      const iterator = open(options);
      opened.push(iterator);
      return iterator;
    };
  }
  closeIterators(store.db);
  for (let key = 0; key < 50; key += 1) {
    await new Promise((resolve) => {
      store.tableDb.put(`key-${String(key)}`, { key }, resolve);
    });
  }
  // The keys of one table come through a second stream: the database's own is what ends its iterator.
  const stream = (store.db as unknown as Record<typeof kind, () => NodeJS.ReadableStream & { destroy(): void }>)[
    kind
  ]();
  let read = 0;
  await new Promise((resolve) => {
    stream.on('data', () => {
      read += 1;
      if (read === most) stream.destroy();
    });
    stream.on('close', resolve);
  });
  expect(read).toBe(Math.min(most, 50));
  expect(await Promise.all(opened.map(isOpen))).toEqual([false]);
  await new Promise<void>((resolve) => {
    store.db.close(() => {
      resolve();
    });
  });
});

/** Dynalite's store, with its callbacks watched: what throws in one of them fails the operation, not the process. */
import type { Callback, KeyValues, Store } from './dynalite.ts';

/** Runs a function; what it throws is handed to the operation. */
type Watch = <Parameters extends unknown[]>(
  run: (...parameters: Parameters) => unknown,
) => (...parameters: Parameters) => void;

const watchStream = (stream: NodeJS.EventEmitter, watch: Watch): NodeJS.EventEmitter => {
  const emit = stream.emit.bind(stream);
  stream.emit = (...event: Parameters<typeof emit>): boolean => {
    watch(() => emit(...event))();
    return true;
  };
  return stream;
};

const watchKeyValues = (values: KeyValues, watch: Watch): KeyValues => ({
  get: (key, done) => {
    values.get(key, watch(done));
  },
  put: (key, value, done) => {
    values.put(key, value, watch(done));
  },
  del: (key, done) => {
    values.del(key, watch(done));
  },
  batch: (operations, done) => {
    values.batch(operations, watch(done));
  },
  // Writers already take turns (turns.ts); a lock that is kept by an operation that failed would never open again.
  lock: (_, then) => {
    then((done) => done);
  },
  createKeyStream: (options) => watchStream(values.createKeyStream(options), watch),
  createValueStream: (options) => watchStream(values.createValueStream(options), watch),
});

/** A store for one operation. `fail` may be called more than once, and after the operation is over. */
export const guardedStore = (store: Store, fail: (error: unknown) => void): Store => {
  const watch: Watch =
    (run) =>
    (...parameters) => {
      try {
        run(...parameters);
      } catch (error) {
        fail(error);
      }
    };
  const { awsAccountId, awsRegion } = store.tableDb;
  return {
    options: store.options,
    db: store.db,
    tableDb: { ...watchKeyValues(store.tableDb, watch), awsAccountId, awsRegion },
    getItemDb: (table) => watchKeyValues(store.getItemDb(table), watch),
    getIndexDb: (kind, table, index) => watchKeyValues(store.getIndexDb(kind, table, index), watch),
    getTagDb: (table) => watchKeyValues(store.getTagDb(table), watch),
    deleteItemDb: (table, done) => {
      store.deleteItemDb(table, watch(done));
    },
    deleteIndexDb: (kind, table, index, done) => {
      store.deleteIndexDb(kind, table, index, watch(done));
    },
    deleteTagDb: (table, done) => {
      store.deleteTagDb(table, watch(done));
    },
    getTable: (name, checkStatus, done) => {
      if (typeof checkStatus === 'function') store.getTable(name, watch(checkStatus));
      else store.getTable(name, checkStatus, watch(done as Callback));
    },
  };
};

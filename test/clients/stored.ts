/** All that a page's origin keeps in the browser, as text. Runs in the page. */

const read = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => {
      resolve(request.result);
    };
    request.onerror = () => {
      reject(new Error(request.error?.message));
    };
  });

const databases = async (): Promise<unknown[]> =>
  Promise.all(
    (await indexedDB.databases()).map(async ({ name = '' }) => {
      const database = await read(indexedDB.open(name));
      const stores = [...database.objectStoreNames];
      if (stores.length === 0) return { name };
      const transaction = database.transaction(stores);
      const contents = await Promise.all(
        stores.map((store) => read(transaction.objectStore(store).getAll() as IDBRequest<unknown>)),
      );
      database.close();
      return { name, stores, contents };
    }),
  );

const cached = async (): Promise<unknown[]> => {
  const responses = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).matchAll()));
  return Promise.all(responses.flat().map((response) => response.text()));
};

/** Local and session storage, cookies, IndexedDB and Cache Storage. */
export const storedText = async (): Promise<string> =>
  JSON.stringify([
    Object.entries(localStorage),
    Object.entries(sessionStorage),
    document.cookie,
    location.href,
    await databases(),
    await cached(),
  ]);

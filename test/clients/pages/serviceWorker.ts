/** A page that uploads by the service worker of the recipe. */
import { startUploads } from '../recipes/serviceWorkerPage.ts';

type Uploads = Awaited<ReturnType<typeof startUploads>>;
let uploads: Uploads | undefined;
let asked = 0;

/** Without a token, the page has none to give. */
export const start = async (endpoint: string, token?: string): Promise<void> => {
  uploads = await startUploads(endpoint, () => {
    asked += 1;
    return token === undefined ? Promise.reject(new Error('signed out')) : Promise.resolve(token);
  });
};

/** A file of so many bytes, all of one letter. The key, or why not. */
export const upload = async (name: string, letter: string, size: number): Promise<string | undefined> =>
  uploads?.upload(new File([letter.repeat(size)], name)).catch((error: unknown) => (error as Error).message);

/** How often the worker has asked for the token. */
export const timesAsked = (): number => asked;

/** Tells the worker. */
export const signOut = (): void => {
  uploads?.signOut();
};
export { storedText } from '../stored.ts';

/** The recipe of a service worker in Chromium: it uploads, goes on when the page has gone, and keeps nothing. */
import { inPage } from './inPage.ts';
import { objectReader } from './objects.ts';
import type * as script from './pages/serviceWorker.ts';
import type { World } from './world.ts';
import { startWorld, subOf } from './world.ts';

const own = `users/${subOf('member')}/`;

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const open = async (username?: string) => {
  const opened = await world.open('pages/serviceWorker.ts', 'recipes/serviceWorker/worker.ts');
  const app = inPage<typeof script>(() => opened.page);
  await app.start(world.place.endpoint, username === undefined ? undefined : await world.tokenOf(username));
  return { ...opened, app };
};

const eventually = async <Value>(read: () => Promise<Value | undefined>): Promise<Value | undefined> => {
  for (let attempt = 0; attempt < 1_000; attempt += 1) {
    const value = await read();
    if (value !== undefined) return value;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return undefined;
};

it('uploads with a token that it asks the page for, once', async () => {
  const { app, written } = await open('member');
  const vends = world.vends();
  expect(await app.upload('a.txt', 'a', 10)).toBe(`${own}a.txt`);
  expect(await app.upload('b.txt', 'b', 10)).toBe(`${own}b.txt`);
  expect([await app.timesAsked(), world.vends() - vends]).toEqual([1, 1]);
  expect(await (await objectReader(world, 'member'))(`${own}b.txt`)).toBe('bbbbbbbbbb');
  expect(JSON.parse(await app.storedText())).toEqual([[], [], '', expect.any(String), [], []]);
  expect(written).toEqual([]);
});

it('goes on while the user leaves the page', async () => {
  const { app, page } = await open('member');
  const size = 12 * 1024 * 1024;
  const left = app.upload('long.bin', 'z', size).catch(() => 'the page has gone');
  await eventually(() => Promise.resolve(world.askedOfAws.find((asked) => /long\.bin\?.*partNumber=/.test(asked))));
  await page.goto('about:blank');
  expect(await left).toBe('the page has gone');
  const read = await objectReader(world, 'member');
  expect((await eventually(() => read(`${own}long.bin`)))?.length).toBe(size);
});

it('asks for a token anew after sign-out', async () => {
  const { app } = await open('member');
  await app.upload('a.txt', 'a', 10);
  await app.signOut();
  await app.upload('a.txt', 'a', 10);
  expect(await app.timesAsked()).toBe(2);
});

it('tells the page why it cannot upload', async () => {
  const guest = await open('guest');
  expect(await guest.app.upload('a.txt', 'a', 10)).toContain('No grant of yours covers WRITE');
  const nobody = await open();
  expect(await nobody.app.upload('a.txt', 'a', 10)).toContain('token');
});

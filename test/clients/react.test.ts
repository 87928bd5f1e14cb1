/** The React recipe in Chromium: lists a user's files, and uploads 20 MB from the page in parts. */
import { inPage } from './inPage.ts';
import { objectReader } from './objects.ts';
import type * as script from './pages/react.tsx';
import type { OpenPage, World } from './world.ts';
import { startWorld, subOf } from './world.ts';

const own = `users/${subOf('member')}/`;
const megabyte = 1024 * 1024;

let world: World;
let opened: OpenPage;
let token: string;

const show = async (username: string) => {
  token = await world.tokenOf(username);
  opened = await world.open('pages/react.tsx');
  await inPage<typeof script>(() => opened.page).start(world.place.endpoint, token);
};
const files = () => opened.page.getByRole('listitem').allTextContents();
const notice = (text: string) => opened.page.getByRole('status').filter({ hasText: text }).waitFor();

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

describe('for a member', () => {
  const letters = Array.from({ length: 20 }, (_, index) => String.fromCharCode(97 + index));
  const content = letters.map((letter) => letter.repeat(megabyte)).join('');
  let vends: number;

  beforeAll(async () => {
    vends = world.vends();
    await show('member');
    await opened.page.getByText('hello.txt').waitFor();
  });

  it('lists the files under the prefix that the answer names', async () => {
    expect(await files()).toEqual(['hello.txt', 'plans/draft.txt']);
  });

  it('uploads 20 MB in parts, and lists them', async () => {
    const before = opened.sent.length;
    await opened.page
      .getByLabel('Upload a file')
      .setInputFiles({ name: 'film.mp4', mimeType: 'video/mp4', buffer: Buffer.from(content) });
    await notice('film.mp4 is uploaded.');
    await opened.page.getByText('film.mp4', { exact: true }).waitFor();
    const parts = opened.sent.slice(before).filter(({ url }) => url.includes('partNumber='));
    expect(new Set(parts.map(({ url }) => new URL(url).searchParams.get('partNumber')))).toEqual(
      new Set(['1', '2', '3', '4']),
    );
    const stored = await (await objectReader(world, 'member'))(`${own}film.mp4`);
    expect([stored?.length, stored === content]).toEqual([20 * megabyte, true]);
  });

  it('vended once for all of it, and left no secret behind', async () => {
    // The test's own reader vended once more.
    expect(world.vends() - vends).toBe(2);
    const { storedText } = inPage<typeof script>(() => opened.page);
    expect(JSON.parse(await storedText())).toEqual([[], [], '', opened.page.url(), [], []]);
    expect(opened.written).toEqual([]);
  });
});

it('says to a guest that there is no grant', async () => {
  await show('guest');
  await notice('No grant of yours covers READ');
  expect(await files()).toEqual([]);
});

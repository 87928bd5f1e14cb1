/** The recipe for presigned URLs: they work for whoever has them, for one object, and do not outlive their credentials. */
import { jest } from '@jest/globals';
import { inPage } from './inPage.ts';
import type * as script from './pages/cors.ts';
import { createLinks } from './recipes/presigned.ts';
import type { OpenPage, World } from './world.ts';
import { startWorld, subOf } from './world.ts';

const [own, foreign] = ['member', 'rival'].map((name) => `users/${subOf(name)}/`) as [string, string];

let world: World;
let opened: OpenPage;
let links: ReturnType<typeof createLinks>;
const browser = inPage<typeof script>(() => opened.page);

beforeAll(async () => {
  world = await startWorld();
  opened = await world.open('pages/cors.ts');
  links = createLinks({ ...world.place, token: () => world.tokenOf('member') });
});
afterAll(() => world.close());

it('put one object and read it, in a browser that has no credentials', async () => {
  const url = await links.toWrite(`${own}link.txt`, 'text/plain', 600);
  const put = (type: string) =>
    browser.send({ url, method: 'PUT', headers: { 'content-type': type }, body: 'by link' });
  expect(await put('text/plain')).toMatchObject({ status: 200 });
  expect(await put('text/html')).toMatchObject({ status: 403 });
  const read = await links.toRead(`${own}link.txt`, 600);
  expect(await browser.send({ url: read })).toMatchObject({ status: 200, text: 'by link' });
});

it('are of no use outside the scope', async () => {
  expect(await browser.send({ url: await links.toRead(`${foreign}hello.txt`, 600) })).toMatchObject({ status: 403 });
});

it('are signed with new credentials when the present ones would end before them', async () => {
  await links.toRead(`${own}hello.txt`, 600);
  const vends = world.vends();
  const now = Date.now();
  const half = jest.spyOn(Date, 'now').mockReturnValue(now + 30 * 60_000);
  try {
    await links.toRead(`${own}hello.txt`, 20 * 60);
    expect(world.vends() - vends).toBe(0);
    await links.toRead(`${own}hello.txt`, 50 * 60);
    expect(world.vends() - vends).toBe(1);
  } finally {
    half.mockRestore();
  }
});

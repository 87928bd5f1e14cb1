/** Apps that follow the recipes for Apollo and urql, in Chromium: grants by the client, files by the AWS SDK, no secret kept. */
import { inPage } from './inPage.ts';
import type * as script from './pages/recipes.ts';
import type { OpenPage, World } from './world.ts';
import { startWorld, subOf } from './world.ts';

const folder = `users/${subOf('member')}/`;
const seen = {
  grants: ['own-files', 'tenant-shared', 'own-notes'],
  keys: [`${folder}hello.txt`, `${folder}plans/draft.txt`],
};

let world: World;
let opened: OpenPage;
let token: string;
const app = inPage<typeof script>(() => opened.page);

beforeAll(async () => {
  world = await startWorld();
  opened = await world.open('pages/recipes.ts');
  token = await world.tokenOf('member');
});
afterAll(() => world.close());

it('Apollo caches the grants, and of a vend nothing', async () => {
  const { grants, keys, vended, cache, held, afterwards } = await app.withApollo(world.place, token, folder);
  expect({ grants, keys }).toEqual(seen);
  expect(cache).toContain('own-files');
  const secrets = [vended?.secretAccessKey, vended?.sessionToken].map(String);
  expect(secrets.map((secret) => secret.length >= 40)).toEqual([true, true]);
  const everything = [cache, held, await app.storedText(), ...opened.written].join('\n');
  expect(secrets.map((secret) => everything.includes(secret))).toEqual([false, false]);
  expect(afterwards).toBe('{}');
});

it('urql sends what it asks for by POST, and is handed no credentials', async () => {
  const { grants, keys, held } = await app.withUrql(world.place, token, folder);
  expect({ grants, keys }).toEqual(seen);
  expect(held).not.toMatch(/ASIA/);
  expect(opened.sent.filter(({ url }) => url.startsWith(`${world.place.endpoint}?`))).toEqual([]);
});

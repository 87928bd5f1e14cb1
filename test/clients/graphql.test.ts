/** GraphQL clients vend against the local stack, in Node and in Chromium, and keep no secret of it. */
import { byApollo, byGraphcache, byGraphqlRequest, byUrql } from './graphql.ts';
import type { Vend, Vending } from './graphql.ts';
import { inPage } from './inPage.ts';
import type * as script from './pages/graphql.ts';
import type { OpenPage, World } from './world.ts';
import { startWorld, subOf } from './world.ts';

const clients = { byApollo, byUrql, byGraphcache, byGraphqlRequest };
type Client = keyof typeof clients;
const refused = { s3: [{ resource: 'uploads', prefix: `users/${subOf('rival')}/`, access: ['READ'] }] } as const;

let world: World;
let opened: OpenPage;
let token: string;
const app = inPage<typeof script>(() => opened.page);

const { NODE_ENV } = process.env;
beforeAll(async () => {
  // As in the page: under Jest's own "test" Graphcache persists nothing.
  process.env['NODE_ENV'] = 'production';
  world = await startWorld();
  opened = await world.open('pages/graphql.ts');
  token = await world.tokenOf('member');
});
afterAll(async () => {
  process.env['NODE_ENV'] = NODE_ENV;
  await world.close();
});

const vend = (where: string, client: Client, more: Partial<Vending> = {}): Promise<Vend> => {
  const vending = { place: world.place, token, ...more };
  if (where === 'Node') return clients[client](vending);
  return app[client](vending);
};

const secretsOf = ({ vended }: Vend) => ({
  secretAccessKey: vended?.secretAccessKey ?? '',
  sessionToken: vended?.sessionToken ?? '',
});
/** By name, so that a failure prints none. */
const foundIn = (text: string, secrets: Readonly<Record<string, string>>) =>
  Object.keys(secrets).filter((name) => text.includes(secrets[name] ?? ''));

const cases = ['Node', 'Chromium'].flatMap((where) =>
  (Object.keys(clients) as Client[]).map((client) => ({ where, client })),
);

describe.each(cases)('$client in $where', ({ where, client }) => {
  it('vends', async () => {
    const { vended } = await vend(where, client, { fetchPolicy: 'no-cache' });
    expect(vended).toMatchObject({
      accessKeyId: expect.stringMatching(/^ASIA/),
      scope: { s3: expect.arrayContaining([expect.objectContaining({ prefix: `users/${subOf('member')}/` })]) },
    });
  });

  it('keeps no secret of it, nor leaves one in an error, the console or the browser’s storage', async () => {
    const answered = await vend(where, client, { fetchPolicy: 'no-cache' });
    const { error = '' } = await vend(where, client, { scope: refused });
    expect(error).toContain('No grant of yours covers READ');
    const secrets = secretsOf(answered);
    expect(Object.values(secrets).map((secret) => secret.length >= 40)).toEqual([true, true]);
    expect(foundIn(answered.cache + answered.held, secrets)).toEqual([]);
    // Where there is a cache it works, so that this says something.
    expect(answered.cache.includes('own-files')).toBe(client !== 'byGraphqlRequest');
    const stored = await app.storedText();
    expect(foundIn([error, ...opened.written, stored].join('\n'), { ...secrets, token })).toEqual([]);
  });

  it('is told the code of a refusal, which STS hears nothing of', async () => {
    const before = world.vends();
    expect(await vend(where, client, { scope: refused })).toMatchObject({ code: 'NotGranted' });
    expect(world.vends()).toBe(before);
  });
});

// Why docs/clients.md says `no-cache`.
describe.each(['Node', 'Chromium'])('without no-cache, Apollo in %s', (where) => {
  it('goes on holding the secret, in results that its cache remembers', async () => {
    const answered = await vend(where, 'byApollo');
    expect(foundIn(answered.cache, secretsOf(answered))).toEqual([]);
    expect(foundIn(answered.held, secretsOf(answered))).toEqual(['secretAccessKey', 'sessionToken']);
  });

  it('writes it into the cache with keepRootFields', async () => {
    const answered = await vend(where, 'byApollo', { keepRootFields: true });
    expect(foundIn(answered.cache, secretsOf(answered))).toEqual(['secretAccessKey', 'sessionToken']);
  });
});

/** Amplify 6 signs in by SRP, vends and stores files on vended credentials, in Node and in Chromium. */
import type { ScopeInput } from 'scopevend';
import { samplePassword } from '../../local/cognito/sampleUsers.ts';
import * as inNode from './amplify.ts';
import { inPage } from './inPage.ts';
import type { InPage } from './inPage.ts';
import { leadingToLocal } from './awsNames.ts';
import type { BrokenAnswer } from './brokenApi.ts';
import { startBrokenApi } from './brokenApi.ts';
import type * as pageScript from './pages/amplify.ts';
import { captureLog, secretIn } from '../logWatch.ts';
import type { OpenPage, SentRequest, World } from './world.ts';
import { startWorld, subOf } from './world.ts';

const [own, foreign] = ['member', 'rival'].map((name) => `users/${subOf(name)}/`) as [string, string];

const realFetch = globalThis.fetch;
const sentByNode: SentRequest[] = [];
let world: World;
let opened: OpenPage;
const inChromium = inPage<typeof pageScript>(() => opened.page);

beforeAll(async () => {
  world = await startWorld();
  captureLog('warn');
  opened = await world.open('pages/amplify.ts');
  const there = leadingToLocal(world.stack.awsUrl, realFetch);
  globalThis.fetch = (input, init) => {
    sentByNode.push({
      url: input instanceof Request ? input.url : String(input),
      body: typeof init?.body === 'string' ? init.body : '',
    });
    return there(input, init);
  };
});
afterAll(async () => {
  globalThis.fetch = realFetch;
  await world.close();
});

type App = InPage<typeof inNode>;

const wheres = [
  { where: 'Node', app: inNode as App, sent: () => sentByNode as readonly SentRequest[] },
  { where: 'Chromium', app: inChromium as App, sent: () => opened.sent },
];

describe.each(wheres)('Amplify in $where', ({ app, sent }) => {
  const asked = () => sent().filter(({ url, body }) => url === world.place.endpoint && body !== '').length;

  beforeAll(async () => {
    await app.configureAmplify(world.place);
  });
  beforeEach(async () => {
    expect(await app.signInAs('member', samplePassword)).toBe('DONE');
  });
  afterEach(() => app.signOutAgain());

  it('signs in by SRP, so that no password leaves it', () => {
    const bodies = sent()
      .filter(({ url }) => url.startsWith('https://cognito-idp.us-east-1.amazonaws.com/'))
      .map(({ body }) => body);
    expect(bodies).toEqual(expect.arrayContaining([expect.stringContaining('"AuthFlow":"USER_SRP_AUTH"')]));
    expect(bodies.join('\n')).not.toContain(samplePassword);
  });

  it('uploads, lists, gets a URL, downloads and removes, all on one vend', async () => {
    await app.signOutAgain();
    const vends = world.vends();
    await app.signInAs('member', samplePassword);
    expect(await app.useStorage(own)).toEqual({
      paths: expect.arrayContaining([`${own}amplify.txt`, `${own}hello.txt`]),
      byUrl: 'by Amplify',
      downloaded: 'by Amplify',
    });
    expect(world.vends() - vends).toBe(1);
  });

  it('is denied what is another’s', async () => {
    expect(await app.uploadRefused(`${foreign}x`)).toBe('AccessDenied');
  });

  it('vends anew for the next user, and for nobody nothing', async () => {
    await app.signOutAgain();
    const vends = world.vends();
    expect(await app.uploadRefused(`${own}x`)).toBe('NoCredentials');
    expect(world.vends() - vends).toBe(0);
    await app.signInAs('rival', samplePassword);
    expect(await app.uploadRefused(`${own}x`)).toBe('AccessDenied');
    expect(await app.uploadRefused(`${foreign}x`)).toBe('uploaded');
    expect(world.vends() - vends).toBe(1);
  });

  it('vends by its own GraphQL client', async () => {
    const { data } = await app.vendByAmplify();
    expect(data.vendCredentials).toMatchObject({ accessKeyId: expect.stringMatching(/^ASIA/) });
  });

  it.each<{ code: string; scope: ScopeInput }>([
    { code: 'NotGranted', scope: { s3: [{ resource: 'uploads', prefix: foreign, access: ['READ'] }] } },
    { code: 'InvalidScope', scope: { s3: [{ resource: 'uploads', prefix: '/', access: ['READ'] }] } },
    { code: 'MixedRoles', scope: { role: 'reporting', s3: [{ resource: 'uploads', access: ['READ'] }] } },
  ])('sends what is refused as $code once', async ({ code, scope }) => {
    await app.useStorage(own);
    const [before, vends] = [asked(), world.vends()];
    const { errors } = await app.vendByAmplify(scope);
    expect(errors).toEqual([expect.objectContaining({ errorType: code })]);
    expect([asked() - before, world.vends() - vends]).toEqual([1, 0]);
  });

  it('lets a user query who may have no credentials', async () => {
    await app.signOutAgain();
    await app.signInAs('guest', samplePassword);
    expect(await app.vendByAmplify()).toMatchObject({ errors: [{ errorType: 'NotGranted' }] });
    expect(await app.uploadRefused(`${own}x`)).toBe('NoCredentials');
  });
});

it('leaves no key and no session token in the browser’s storage or console', async () => {
  await inChromium.signInAs('member', samplePassword);
  await inChromium.useStorage(own);
  const secrets = Object.values(await inChromium.secretsInUse());
  const stored = await inChromium.storedText();
  await inChromium.signOutAgain();
  expect(secrets.map((secret) => secret.length >= 40)).toEqual([true, true]);
  // Amplify keeps the user's tokens there, which is its own affair.
  expect(stored).toContain('accessToken');
  const everything = [stored, ...opened.written].join('\n');
  expect(secrets.map((secret) => everything.includes(secret))).toEqual([false, false]);
  expect(secretIn(opened.written.join('\n'))).toBeUndefined();
});

// What a refusal must not look like: Amplify takes these for passing faults, and repeats even a mutation.
describe.each(wheres)('Amplify in $where repeats', ({ app }) => {
  it.each<BrokenAnswer>([
    { status: 500, errorType: 'InternalFailure' },
    { status: 400, errorType: 'BadRequestException' },
  ])('a mutation that is answered $status $errorType', async (answer) => {
    const broken = await startBrokenApi(answer);
    try {
      await app.configureWithoutUser(broken.endpoint, world.place.region);
      await app.vendByAmplify();
      expect(broken.asked()).toBe(3);
    } finally {
      await broken.close();
    }
  });
});

import { jest } from '@jest/globals';
import { chmod, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cachedVend, forgetVended } from './cachedVend.ts';
import type { Wanted } from './cachedVend.ts';

// Files are written through to the disk.
jest.setTimeout(30_000);

const MINUTE = 60_000;
const scope = { s3: [{ resource: 'uploads', access: ['READ'] as const }] };
const wanted: Wanted = {
  identity: ['https://issuer', 'sub-1'],
  endpoint: 'https://api.example/graphql',
  scope,
  durationSeconds: 3600,
};

let directory: string;
let now: number;
let vends: number;
beforeEach(async () => {
  directory = path.join(await mkdtemp(path.join(tmpdir(), 'scopevend-')), 'cache');
  now = Date.parse('2026-11-23T12:00:00Z');
  vends = 0;
});
afterEach(() => rm(path.dirname(directory), { recursive: true }));

const ask = (what: Partial<Wanted> = {}, failure?: Error) => {
  const { durationSeconds } = { ...wanted, ...what };
  return cachedVend(
    directory,
    { ...wanted, ...what },
    {
      clock: () => now,
      vend: () => {
        vends += 1;
        if (failure) return Promise.reject(failure);
        const name = `${String(vends)}-${JSON.stringify(what)}`;
        return Promise.resolve({
          accessKeyId: `ASIA${name}`,
          secretAccessKey: `secret ${name}`,
          sessionToken: `token ${name}`,
          expiration: new Date(now + (durationSeconds ?? 3600) * 1000),
          sessionPolicy: 'not to be kept',
        });
      },
    },
  );
};

const files = async () => (await readdir(directory)).map((name) => path.join(directory, name));
const onlyFile = async (): Promise<string> => (await files())[0] ?? '';

it('vends once, and gives the same again', async () => {
  const first = await ask();
  now += 40 * MINUTE;
  expect(await ask()).toMatchObject({ accessKeyId: first.accessKeyId, expiration: first.expiration });
  expect(vends).toBe(1);
});

it('keeps the credentials and what they are for, and nothing else', async () => {
  await ask();
  expect(Object.keys(JSON.parse(await readFile(await onlyFile(), 'utf8')) as object).sort()).toEqual([
    'accessKeyId',
    'askAgainAt',
    'expiration',
    'secretAccessKey',
    'sessionToken',
    'vendedAt',
    'wanted',
  ]);
});

describe('gives to nobody and for nothing what was vended', () => {
  it.each([
    { what: 'for another user', other: { identity: ['https://issuer', 'sub-2'] } },
    { what: 'for the same sub of another pool', other: { identity: ['https://other', 'sub-1'] } },
    { what: 'for a name that reads the same when joined', other: { identity: ['https://issuersub', '-1'] } },
    { what: 'by another service', other: { endpoint: 'https://other.example/graphql' } },
    {
      what: 'for another scope',
      other: { scope: { s3: [{ resource: 'uploads', access: ['READ', 'WRITE'] as const }] } },
    },
    { what: 'for everything', other: { scope: null } },
    { what: 'for another time', other: { durationSeconds: 900 } },
  ])('$what', async ({ other }) => {
    const [own, others] = [await ask(), await ask(other)];
    expect([vends, own.accessKeyId === others.accessKeyId]).toEqual([2, false]);
    expect(await ask()).toMatchObject({ accessKeyId: own.accessKeyId });
    expect(await ask(other)).toMatchObject({ accessKeyId: others.accessKeyId });
    expect(vends).toBe(2);
  });

  it('in a file that was put in the place of another', async () => {
    await ask();
    const own = await onlyFile();
    await ask({ identity: ['https://issuer', 'sub-2'] });
    const other = (await files()).find((file) => file !== own) ?? '';
    await writeFile(own, await readFile(other));
    expect((await ask()).accessKeyId).toBe('ASIA3-{}');
  });
});

it('takes a scope for the same whatever the order of its members', async () => {
  await ask({ scope: { s3: [{ resource: 'uploads', access: ['READ'] }] } });
  await ask({ scope: { s3: [{ access: ['READ'], resource: 'uploads' }] } });
  expect(vends).toBe(1);
});

it.each([
  { durationSeconds: 3600, good: 44, stale: 45 },
  { durationSeconds: 1800, good: 22, stale: 23 },
  { durationSeconds: 900, good: 11, stale: 12 },
])('vends anew with a quarter of $durationSeconds seconds left', async ({ durationSeconds, good, stale }) => {
  const start = now;
  await ask({ durationSeconds });
  now = start + good * MINUTE;
  await ask({ durationSeconds });
  expect(vends).toBe(1);
  now = start + stale * MINUTE;
  await ask({ durationSeconds });
  expect(vends).toBe(2);
});

describe('when the service fails', () => {
  const failure = new Error('no service');

  it('says so when there is nothing to give instead', async () => {
    await expect(ask({}, failure)).rejects.toBe(failure);
  });

  it('gives what is kept for as long as it is good for a minute, and asks again every half minute', async () => {
    const first = await ask();
    now += 50 * MINUTE;
    for (let second = 0; second < 60; second += 1) {
      expect(await ask({}, failure)).toMatchObject({ accessKeyId: first.accessKeyId });
      now += 1_000;
    }
    expect(vends).toBe(1 + 2);
    now += 8.1 * MINUTE;
    await expect(ask({}, failure)).rejects.toBe(failure);
  });

  it('is not kept from asking by a clock that was wrong', async () => {
    await ask();
    now += 50 * MINUTE;
    await ask({}, failure);
    now -= 5 * MINUTE;
    await ask();
    expect(vends).toBe(3);
  });
});

it('of many at once, one vends', async () => {
  const all = await Promise.all(Array.from({ length: 20 }, () => ask()));
  expect([vends, new Set(all.map(({ accessKeyId }) => accessKeyId)).size]).toEqual([1, 1]);
});

it.each(['', '{', 'null', '[]', '{"wanted":1}', '{"wanted":"x"}'])('heals a file that has %j in it', async (text) => {
  await ask();
  await writeFile(await onlyFile(), text);
  expect((await ask()).accessKeyId).toBe('ASIA2-{}');
  expect((await ask()).accessKeyId).toBe('ASIA2-{}');
});

(process.platform === 'win32' ? it.skip : it)('refuses what others can read', async () => {
  await ask();
  await chmod(await onlyFile(), 0o644);
  await expect(ask()).rejects.toThrow(/Others can get at .* chmod 600/);
  expect(vends).toBe(1);
});

it('forgets what was vended for one identity, and what is old, and nothing else', async () => {
  await ask();
  await ask({ scope: null });
  const own = await files();
  await ask({ identity: ['https://issuer', 'sub-2'] });
  const other = (await files()).filter((file) => !own.includes(file));
  await ask({ identity: ['https://issuer', 'sub-3'] });
  const old = (await files()).filter((file) => ![...own, ...other].includes(file));
  const yesterday = new Date(Date.now() - 25 * 3_600_000);
  await utimes(old[0] ?? '', yesterday, yesterday);
  await forgetVended(directory, wanted.identity);
  expect(await files()).toEqual(other);
});

import { jest } from '@jest/globals';
import { credentials, refused, startFixture } from './fixture.ts';
import type { ScopeInput } from './operations.ts';
import { vendedCredentialsFor } from './vendedCredentialsFor.ts';

afterEach(() => {
  jest.useRealTimers();
});

const uploads = (prefix?: string, access: ('READ' | 'WRITE')[] = ['READ']): ScopeInput => ({
  s3: [{ resource: 'uploads', access, ...(prefix !== undefined && { prefix }) }],
});
const notes: ScopeInput = { dynamodb: [{ resource: 'notes', access: ['READ'], leadingKeys: ['1'] }] };

/** What a user is granted where an ask names no prefix. */
const OWN = 'users/1/';

/** A service that vends what is asked, and names the credentials after it. `refuse` says for which scope, with what. */
const start = (asks: ScopeInput[], refuse: (scope: ScopeInput) => Response | undefined = () => undefined) => {
  let count = 0;
  const asked: string[] = [];
  const fixture = startFixture({
    onSend: ({ request, answer }) => {
      const { scope } = (JSON.parse(request.body) as { variables: { scope: ScopeInput } }).variables;
      const name = JSON.stringify(scope);
      asked.push(name);
      count += 1;
      const effective = {
        s3: (scope.s3 ?? []).map((part) => ({ bucket: 'b', key: null, ...part, prefix: part.prefix ?? OWN })),
        dynamodb: (scope.dynamodb ?? []).map((part) => ({ table: 't', index: null, attributes: null, ...part })),
        role: null,
      };
      const vended = { ...credentials(count, Date.now() + 3_600_000), scope: effective, vendId: name };
      answer(refuse(scope) ?? Response.json({ data: { vendCredentials: vended } }));
    },
  });
  const several = vendedCredentialsFor({ ...fixture.options, token: 'token-1', asks });
  const whose = async (target: Parameters<typeof several.for>[0]) => (await several.for(target).vended()).vendId;
  return { asked, several, whose, fixture };
};
const name = (scope: ScopeInput) => JSON.stringify(scope);
const object = (key: string) => ({ resource: 'uploads', key });

it('gives each request the credentials of the closest scope', async () => {
  const asks = [uploads('users/1/'), uploads('users/1/private/'), uploads('tenants/acme/'), notes];
  const { whose } = start(asks);
  expect(await whose(object('users/1/a'))).toBe(name(asks[0] ?? {}));
  expect(await whose(object('users/1/private/a'))).toBe(name(asks[1] ?? {}));
  expect(await whose(object('users/1/privateer'))).toBe(name(asks[0] ?? {}));
  expect(await whose({ resource: 'uploads', prefix: 'tenants/acme/x' })).toBe(name(asks[2] ?? {}));
  expect(await whose({ resource: 'notes', leadingKey: '1' })).toBe(name(notes));
});

it('regards access: closer credentials that lack it are not taken', async () => {
  const asks = [uploads('users/1/', ['READ', 'WRITE']), uploads('users/1/private/')];
  const { whose } = start(asks);
  expect(await whose({ ...object('users/1/private/a'), access: 'WRITE' })).toBe(name(asks[0] ?? {}));
  expect(await whose({ ...object('users/1/private/a'), access: 'READ' })).toBe(name(asks[1] ?? {}));
});

it('vends only what may cover the request', async () => {
  const { asked, whose } = start([uploads('users/1/'), uploads('tenants/acme/'), notes]);
  await whose(object('users/1/a'));
  expect(asked).toEqual([name(uploads('users/1/'))]);
});

it.each([
  ['nothing covers', object('users/2/a')],
  ['a prefix covers by characters only', object('users/11/a')],
  ['another resource of the same kind would', { resource: 'other', key: 'users/1/a' }],
  ['another key of a table would', { resource: 'notes', leadingKey: '2' }],
  ['the access is not there', { ...object('users/1/a'), access: 'DELETE' as const }],
])('refuses where %s, and vends nothing', async (_why, target) => {
  const { asked, several } = start([uploads('users/1/'), notes]);
  await expect(several.for(target)()).rejects.toMatchObject({ code: 'NotCovered', tryNextLink: false });
  expect(asked).toEqual([]);
});

it('goes by the effective scope where an ask names no part', async () => {
  const { several, whose } = start([uploads()]);
  expect(await whose(object(`${OWN}a`))).toBe(name(uploads()));
  await expect(several.for(object('users/2/a'))()).rejects.toMatchObject({ code: 'NotCovered' });
});

it('takes no wider credentials in the place of closer ones that are refused', async () => {
  const { several } = start([uploads('users/1/'), uploads('users/1/private/')], (scope) =>
    name(scope) === name(uploads('users/1/private/')) ? refused('NotGranted') : undefined,
  );
  await expect(several.for(object('users/1/private/a'))()).rejects.toMatchObject({ code: 'NotGranted' });
  await expect(several.for(object('users/1/a'))()).resolves.toMatchObject({ accessKeyId: 'ASIAEXAMPLE1' });
});

it('shares vends between requests, and hands the SDK nothing but credentials', async () => {
  const { asked, several } = start([uploads('users/1/')]);
  const provider = several.for(object('users/1/a'));
  const [first, second] = await Promise.all([provider(), several.for(object('users/1/b'))()]);
  expect([first, provider.memoized, asked.length]).toEqual([second, true, 1]);
  expect(Object.keys(first).sort()).toEqual(['accessKeyId', 'expiration', 'secretAccessKey', 'sessionToken']);
});

it('renews only the credentials of the request when that is forced', async () => {
  const { asked, several } = start([uploads('users/'), uploads('users/1/')]);
  const provider = several.for(object('users/1/a'));
  await provider();
  asked.length = 0;
  expect(await provider({ forceRefresh: true })).toMatchObject({ accessKeyId: 'ASIAEXAMPLE3' });
  expect(asked).toEqual([name(uploads('users/1/'))]);
});

it('splits what has become too large when the renewal is forced', async () => {
  const all: ScopeInput = { s3: [...(uploads('a/').s3 ?? []), ...(uploads('b/').s3 ?? [])] };
  let grown = false;
  const { asked, several, whose } = start([all], (scope) =>
    grown && scope.s3?.length === 2 ? refused('ScopeTooLarge', { split: [uploads('a/'), uploads('b/')] }) : undefined,
  );
  expect(await whose(object('b/1'))).toBe(name(all));
  grown = true;
  const renewed = await several.for(object('b/1')).vended({ forceRefresh: true });
  expect([renewed.vendId, await whose(object('b/1'))]).toEqual([name(uploads('b/')), name(uploads('b/'))]);
  expect(asked).toEqual([name(all), name(all), name(uploads('b/'))]);
});

describe('a scope that is too large', () => {
  const whole: ScopeInput = { s3: [...(uploads('a/').s3 ?? []), ...(uploads('b/').s3 ?? [])] };
  const split = [uploads('a/'), uploads('b/')];
  const tooLarge = (info: unknown) => (scope: ScopeInput) =>
    scope.s3?.length === 2 ? refused('ScopeTooLarge', info) : undefined;

  it('is vended as the service splits it, and only the part that covers the request', async () => {
    const { asked, whose } = start([whole], tooLarge({ split }));
    expect(await Promise.all([whose(object('b/1')), whose(object('b/2'))])).toEqual([
      name(uploads('b/')),
      name(uploads('b/')),
    ]);
    expect(asked).toEqual([name(whole), name(uploads('b/'))]);
    expect(await whose(object('a/1'))).toBe(name(uploads('a/')));
    expect(asked).toHaveLength(3);
  });

  it('is asked for whole again after a purge', async () => {
    const { asked, several, whose } = start([whole], tooLarge({ split }));
    await whose(object('a/1'));
    several.purge();
    await whose(object('a/1'));
    expect(asked).toEqual([name(whole), name(uploads('a/')), name(whole), name(uploads('a/'))]);
  });

  it('is split further where AWS finds a part of it too large, and vended so', async () => {
    const of = (...names: readonly string[]): ScopeInput => ({
      s3: names.flatMap((one) => uploads(`${one}/`).s3 ?? []),
    });
    const all = of('a', 'b', 'c', 'd');
    const { asked, whose, several } = start([all], (scope) => {
      const asks = scope.s3 ?? [];
      const halves = [asks.slice(0, asks.length / 2), asks.slice(asks.length / 2)].map((s3) => ({ s3 }));
      return asks.length > 1 ? refused('ScopeTooLarge', { split: halves }) : undefined;
    });
    expect(await whose(object('d/1'))).toBe(name(of('d')));
    expect(asked).toEqual([all, of('c', 'd'), of('d')].map(name));
    expect((await several.vended()).map(({ vendId }) => vendId)).toEqual(
      ['a', 'b', 'c', 'd'].map((one) => name(of(one))),
    );
    several.purge();
    asked.length = 0;
    await whose(object('d/1'));
    expect(asked).toEqual([all, of('c', 'd'), of('d')].map(name));
  });

  it('that never fits is given up after some splits', async () => {
    const split = [uploads('a/'), uploads('a/b/')];
    const { asked, several } = start([whole], () => refused('ScopeTooLarge', { split }));
    await expect(several.for(object('a/b/1'))()).rejects.toMatchObject({ code: 'ScopeTooLarge' });
    expect(asked.length).toBeLessThan(64);
  });

  it('of which a part is too large again is refused, and not split for ever', async () => {
    const { asked, several } = start([whole], () => refused('ScopeTooLarge', { split: [uploads('a/')] }));
    await expect(several.for(object('a/1'))()).rejects.toMatchObject({ code: 'ScopeTooLarge' });
    expect(asked).toHaveLength(2);
  });

  it.each([
    ['null', null],
    ['no list', { s3: [] }],
    ['empty', []],
    ['of texts', ['everything']],
    ['of scopes whose asks are a text', [{ s3: 'everything' }, { s3: {} }]],
    ['of scopes whose asks are texts', [{ s3: ['everything'] }]],
    ['of scopes whose asks are null', [{ s3: [null] }]],
    ['of scopes whose asks have no list of access', [{ s3: [{ resource: 'uploads', access: 'READ' }] }]],
    ['of more than anyone can vend', Array.from({ length: 101 }, () => uploads('a/'))],
  ])('with a split that is %s is refused', async (_what, hostile) => {
    const { several } = start([whole], tooLarge({ split: hostile }));
    await expect(several.for(object('a/1'))()).rejects.toMatchObject({ code: 'ScopeTooLarge' });
  });

  it('is told in full, split or not', async () => {
    const { several } = start([whole, notes], tooLarge({ split }));
    expect((await several.vended()).map(({ vendId }) => vendId)).toEqual([...split, notes].map(name));
  });
});

it('purges what is under way, of all', async () => {
  const fixture = startFixture();
  const several = vendedCredentialsFor({ ...fixture.options, token: 'token-1', asks: [uploads('a/'), notes] });
  const wait = expect(several.vended()).rejects.toMatchObject({ code: 'Purged' });
  await fixture.pass(0);
  expect(fixture.open).toHaveLength(2);
  several.purge();
  await wait;
  expect(fixture.open).toEqual([]);
});

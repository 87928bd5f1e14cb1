/** Claims that fill in a part, and claims that do not. */
import { callerWith, member, serviceWith, SUB } from '../test/fixtures.ts';
import { refusalOf } from '../test/refusal.ts';
import { planVend, type VendRequest } from './plan.ts';

const service = serviceWith();
const own = `users/${SUB}/`;
const shared = 'tenants/acme/shared/';
const uploads = (ask: Readonly<Record<string, unknown>>) => ({
  s3: [{ resource: 'uploads', access: ['READ'], ...ask }],
});

const partsOf = (request: VendRequest, caller = member) =>
  planVend(service, caller, request).parts.map(({ part, access, service: { part: language } }) => [
    language.identity(part),
    access.join(' '),
  ]);

describe('a claim', () => {
  const members = { 'cognito:groups': ['members'] };
  const hostile = [
    '*',
    '?',
    '${sub}',
    '$',
    'a/b',
    '/',
    '..',
    '+',
    '.',
    '',
    ' ',
    'a ',
    'a\nb',
    'a*',
    '🙈',
    'a\\b',
    "a'b",
    'a,b',
    'x'.repeat(257),
  ];

  it.each(hostile)('with the value %j is not used, and the error says which claim', (tenant) => {
    const caller = callerWith({ ...members, tenant });
    expect(refusalOf(() => planVend(service, caller, { scope: uploads({ prefix: shared }) }))).toMatchObject({
      code: 'ClaimUnusable',
      info: { claim: 'tenant' },
    });
    expect(partsOf({ scope: uploads({}) }, caller)).toEqual([[`prefix ${own}`, 'READ']]);
  });

  it.each(['acme', 'Acme & Co'.replace(' & ', ' and '), 'société', '東京', 'a.b', 'x'.repeat(256)])(
    'with the value %j fills one segment',
    (tenant) => {
      expect(partsOf({ scope: uploads({ access: ['LIST'] }) }, callerWith({ ...members, tenant }))).toContainEqual([
        `prefix tenants/${tenant}/shared/`,
        'LIST',
      ]);
    },
  );

  it('that is missing is said with what to set up', () => {
    expect(
      refusalOf(() => planVend(service, callerWith(members), { scope: uploads({ prefix: shared }) })),
    ).toMatchObject({
      code: 'ClaimUnusable',
      message: expect.stringMatching(/"tenant".*custom:tenant.*sign in again/) as string,
    });
  });

  it('that is missing does not hide that another part is not granted at all', () => {
    expect(
      refusalOf(() => planVend(service, callerWith(members), { scope: uploads({ prefix: 'users/other/' }) })).code,
    ).toBe('NotGranted');
  });

  it('that is missing is told with everything that is vended without it', () => {
    const plan = planVend(service, callerWith(members), {});
    expect(plan.unusable.map(({ grant, unusable }) => [grant.name, unusable.claim])).toEqual([
      ['tenant-shared', 'tenant'],
    ]);
  });
});

/** What is refused, with which code and which words. */
import { guest, member, sampleGrants, serviceWith, SUB } from '../test/fixtures.ts';
import { refusalOf } from '../test/refusal.ts';
import { planVend } from './plan.ts';

const service = serviceWith();
const own = `users/${SUB}/`;
const shared = 'tenants/acme/shared/';
const uploads = (ask: Readonly<Record<string, unknown>>) => ({
  s3: [{ resource: 'uploads', access: ['READ'], ...ask }],
});

describe('what is refused', () => {
  const refused: readonly { why: string; scope: unknown; code: string; says: string | RegExp }[] = [
    { why: 'an empty scope', scope: {}, code: 'InvalidScope', says: 'asks for nothing' },
    { why: 'a scope of empty lists', scope: { s3: [] }, code: 'InvalidScope', says: 'asks for nothing' },
    { why: 'a scope that is text', scope: 's3', code: 'InvalidScope', says: 'not a scope' },
    { why: 'an unknown service', scope: { s4: [] }, code: 'InvalidScope', says: '"s4"' },
    {
      why: 'a service that every object has',
      scope: { constructor: [{}] },
      code: 'InvalidScope',
      says: '"constructor"',
    },
    {
      why: 'asks that are no list',
      scope: { s3: { resource: 'uploads' } },
      code: 'InvalidScope',
      says: 'scope.s3 is not a list',
    },
    { why: 'an ask that is none', scope: { s3: [null] }, code: 'InvalidScope', says: 'scope.s3[0]' },
    { why: 'a field that is not known', scope: uploads({ bucket: 'b' }), code: 'InvalidScope', says: '"bucket"' },
    { why: 'no access', scope: uploads({ access: [] }), code: 'InvalidScope', says: 'READ, WRITE, DELETE, LIST' },
    { why: 'unknown access', scope: uploads({ access: ['ADMIN'] }), code: 'InvalidScope', says: '"ADMIN"' },
    { why: 'no resource', scope: uploads({ resource: '' }), code: 'InvalidScope', says: 'alias' },
    {
      why: 'prefix and key both',
      scope: uploads({ prefix: 'a/', key: 'a' }),
      code: 'InvalidScope',
      says: 'both prefix and key',
    },
    { why: 'an empty prefix', scope: uploads({ prefix: '' }), code: 'InvalidScope', says: 'Leave it out' },
    { why: 'an empty key', scope: uploads({ key: '' }), code: 'InvalidScope', says: 'Leave it out' },
    {
      why: 'a prefix without its slash',
      scope: uploads({ prefix: `users/${SUB}` }),
      code: 'InvalidScope',
      says: `Write "users/${SUB}/"`,
    },
    { why: 'a key that is a prefix', scope: uploads({ key: own }), code: 'InvalidScope', says: 'use a prefix' },
    { why: 'the root', scope: uploads({ prefix: '/' }), code: 'InvalidScope', says: 'empty segment' },
    { why: 'a leading slash', scope: uploads({ prefix: `/${own}` }), code: 'InvalidScope', says: 'empty segment' },
    { why: 'a double slash', scope: uploads({ prefix: `${own}/a/` }), code: 'InvalidScope', says: 'empty segment' },
    { why: 'a way up', scope: uploads({ prefix: `${own}../` }), code: 'InvalidScope', says: '".."' },
    { why: 'a way round', scope: uploads({ key: `${own}./a` }), code: 'InvalidScope', says: '"."' },
    {
      why: '101 segments',
      scope: uploads({ key: `${own}${'a/'.repeat(99)}a` }),
      code: 'InvalidScope',
      says: '100 segments',
    },
    {
      why: 'access that is no text',
      scope: uploads({ access: [undefined] }),
      code: 'InvalidScope',
      says: 'none of READ',
    },
    { why: 'a list with a hole', scope: uploads({ access: new Array(1) }), code: 'InvalidScope', says: 'none of READ' },
    { why: 'a newline', scope: uploads({ key: `${own}a\nb` }), code: 'InvalidScope', says: 'control character' },
    {
      why: 'half a character',
      scope: uploads({ key: `${own}\ud800` }),
      code: 'InvalidScope',
      says: 'half a character',
    },
    {
      why: 'a key of 1,025 bytes',
      scope: uploads({ key: own + 'é'.repeat(491) + 'x' }),
      code: 'InvalidScope',
      says: 'longer than 1024 bytes',
    },
    {
      why: 'a list of one key',
      scope: uploads({ key: `${own}a`, access: ['LIST'] }),
      code: 'InvalidScope',
      says: 'LIST goes with a prefix',
    },
    {
      why: '501 asks',
      scope: { s3: Array.from({ length: 501 }, () => uploads({}).s3[0]) },
      code: 'InvalidScope',
      says: 'more than 500 asks',
    },
    { why: 'a role and asks', scope: { ...uploads({}), role: 'reporting' }, code: 'MixedRoles', says: 'separately' },
    { why: 'an empty role', scope: { role: '' }, code: 'InvalidScope', says: 'scope.role' },
    { why: 'a role that is not granted', scope: { role: 'reporting' }, code: 'NotGranted', says: '"reporting"' },
    {
      why: 'another user’s prefix',
      scope: uploads({ prefix: 'users/other/' }),
      code: 'NotGranted',
      says: 'READ on "uploads" at "users/other/"',
    },
    {
      why: 'another tenant',
      scope: uploads({ prefix: 'tenants/globex/shared/' }),
      code: 'NotGranted',
      says: 'myGrants',
    },
    { why: 'the prefix above', scope: uploads({ prefix: 'users/' }), code: 'NotGranted', says: 'myGrants' },
    {
      why: 'a name of which the own one is a prefix',
      scope: uploads({ prefix: `users/${SUB}0/` }),
      code: 'NotGranted',
      says: 'myGrants',
    },
    { why: 'the prefix as a key', scope: uploads({ key: `users/${SUB}` }), code: 'NotGranted', says: 'myGrants' },
    {
      why: 'access that the grant does not give',
      scope: uploads({ prefix: shared, access: ['READ', 'WRITE'] }),
      code: 'NotGranted',
      says: 'WRITE',
    },
    {
      why: 'one of several asks',
      scope: { s3: [...uploads({}).s3, ...uploads({ prefix: 'x/' }).s3] },
      code: 'NotGranted',
      says: 'scope.s3[1]',
    },
    {
      why: 'a role’s alias as a bucket',
      scope: uploads({ resource: 'reporting' }),
      code: 'NotGranted',
      says: 'myGrants',
    },
  ];

  it.each(refused)('is $why: $code', ({ scope, code, says }) => {
    const refusal = refusalOf(() => planVend(service, member, { scope }));
    expect([refusal.code, refusal.message]).toEqual([code, expect.stringContaining(says as string)]);
  });

  it('is said alike for an alias that is unknown and one that is not granted', () => {
    const withArchive = serviceWith({
      ...sampleGrants,
      resources: { ...sampleGrants.resources, archive: { kind: 's3' } },
    });
    const say = (resource: string) => {
      const { code, message, info } = refusalOf(() =>
        planVend(withArchive, member, { scope: uploads({ resource, prefix: 'a/' }) }),
      );
      return JSON.stringify([code, message, info]).replaceAll(resource, 'ALIAS');
    };
    expect(say('archive')).toBe(say('nothing'));
  });

  it('is said alike for a role that is unknown and one that is not granted', () => {
    const say = (role: string) =>
      JSON.stringify(refusalOf(() => planVend(service, member, { scope: { role } }))).replaceAll(role, 'ROLE');
    expect(say('reporting')).toBe(say('nothing'));
  });

  it('is everything for a caller without any grant', () => {
    expect(refusalOf(() => planVend(service, guest, {}))).toMatchObject({
      code: 'NotGranted',
      message: expect.stringContaining('group') as string,
    });
  });

  it('is a scope over two Vend roles, with the groups to vend', () => {
    const mixed = serviceWith({
      resources: { uploads: { kind: 's3' }, foreign: { kind: 's3' } },
      grants: ['uploads', 'foreign'].map((resource) => ({
        name: resource,
        to: 'everyone',
        resource,
        prefix: 'a/',
        access: ['READ'],
      })),
    });
    expect(refusalOf(() => planVend(mixed, guest, {}))).toMatchObject({
      code: 'MixedRoles',
      info: { resources: [['uploads'], ['foreign']] },
    });
    expect(planVend(mixed, guest, { scope: uploads({ resource: 'foreign' }) }).roleArn).toBe(
      'arn:aws:iam::210987654321:role/other-vend',
    );
  });
});

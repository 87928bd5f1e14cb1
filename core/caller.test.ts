import { payload, SUB } from '../test/fixtures.ts';
import { callerOf } from './caller.ts';
import type { VendError } from './errors.ts';

const idToken = { token_use: 'id', username: undefined, 'cognito:username': 'someone', aud: 'client' };

describe('the caller of a verified JWT', () => {
  it('is the same from the ID token and the access token', () => {
    const claims = { 'cognito:groups': ['members'], tenant: 'acme' };
    const id = callerOf(payload({ ...idToken, ...claims }));
    const access = callerOf(payload(claims));
    expect([id.sub, id.issuer, id.username, [...id.groups], id.claims.get('tenant')]).toEqual([
      access.sub,
      access.issuer,
      access.username,
      [...access.groups],
      access.claims.get('tenant'),
    ]);
  });

  it.each([
    ['no group', undefined, []],
    ['a group that is no list', 'members', []],
    ['groups that are no strings', ['members', 7, null, ['editors']], ['members']],
  ])('reads %s', (_, groups, expected) => {
    expect([...callerOf(payload({ 'cognito:groups': groups })).groups]).toEqual(expected);
  });

  it('keeps only claims that are strings', () => {
    const { claims } = callerOf(payload({ tenant: ['acme'], level: 3, plan: 'gold' }));
    expect([claims.has('tenant'), claims.has('level'), claims.get('plan')]).toEqual([false, false, 'gold']);
  });

  it('has no claims that every object has', () => {
    expect(callerOf(payload()).claims.get('constructor')).toBeUndefined();
  });

  it.each([
    ['without user name, as client credentials give', { username: undefined }],
    ['without sub', { sub: undefined }],
    ['without issuer', { iss: undefined }],
    ['with the access token’s user name in an ID token', { token_use: 'id' }],
    ['with a sub of one character', { sub: 'x' }],
    ['with a sub that AWS reserves', { sub: 'aws:root' }],
    ['with a wildcard for a sub', { sub: 'a*' }],
    ['with a slash in the sub', { sub: `${SUB}/..` }],
    ['with a newline after the sub', { sub: `${SUB}\n` }],
  ])('refuses a token %s', (_, claims) => {
    expect(() => callerOf(payload(claims))).toThrow(expect.objectContaining({ code: 'Unauthorized' }) as VendError);
  });
});

/** Session tags: what grants.ts may say of them, and what callers get. */
import { callerWith, guest, member, SUB } from '../test/fixtures.ts';
import { sessionTagsFor, sessionTagsOf } from './sessionTags.ts';

const tags = sessionTagsOf({ tenant: '${claims.tenant}' });

describe('session tags', () => {
  it('hold the sub and the claims that grants.ts names', () => {
    expect(sessionTagsFor(tags, member)).toEqual([
      { Key: 'vend:sub', Value: SUB },
      { Key: 'vend:tenant', Value: 'acme' },
    ]);
  });

  it.each([
    ['missing', guest],
    ['empty', callerWith({ tenant: '' })],
    ['hostile', callerWith({ tenant: '*' })],
  ])('leave out a claim that is %s', (_, caller) => {
    expect(sessionTagsFor(tags, caller)).toEqual([{ Key: 'vend:sub', Value: SUB }]);
  });

  it('are at most fifty, the sub among them', () => {
    const declared = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`t${String(index)}`, '${claims.tenant}']));
    expect(sessionTagsOf(declared(49)).size).toBe(50);
    expect(() => sessionTagsOf(declared(50))).toThrow(
      expect.objectContaining({ name: 'GrantsError', path: 'sessionTags' }) as Error,
    );
  });
});

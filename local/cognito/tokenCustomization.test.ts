import { CognitoError } from './cognitoError.ts';
import { readCustomization } from './tokenCustomization.ts';

const read = (details: unknown) => readCustomization({ response: { claimsAndScopeOverrideDetails: details } });
const added = (claims: object) => [
  ...read({ accessTokenGeneration: { claimsToAddOrOverride: claims } }).access.add.keys(),
];
const suppressed = (claimsToSuppress: string[]) => [...read({ idTokenGeneration: { claimsToSuppress } }).id.suppress];

// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html: what cannot be changed.
const fixed = [
  'acr', 'amr', 'at_hash', 'aud', 'auth_time', 'azp', 'client_id', 'cognito:username', 'cognito:tenant', 'device_key',
  'event_id', 'exp', 'iat', 'identities', 'iss', 'jti', 'nbf', 'nonce', 'origin_jti', 'sub', 'token_use', 'username',
  'version',
]; // prettier-ignore

describe('readCustomization', () => {
  it.each(fixed)('%s can be neither added nor suppressed', (claim) => {
    expect(added({ [claim]: 'x', free: 'x' })).toEqual(['free']);
    expect(suppressed([claim, 'free'])).toEqual(['free']);
  });

  it('changes groups and scope only where they belong', () => {
    expect(added({ 'cognito:groups': ['admins'], scope: 'all', 'dev:x': 'y' })).toEqual([]);
    expect(suppressed(['cognito:groups', 'scope', 'dev:x'])).toEqual(['cognito:groups', 'dev:x']);
  });

  it('takes complex values, and no null', () => {
    expect([...read({ idTokenGeneration: { claimsToAddOrOverride: { a: 1, b: [true], c: { d: '' }, e: null } } }).id.add])
      .toEqual([['a', 1], ['b', [true]], ['c', { d: '' }]]); // prettier-ignore
  });

  it('takes a claim named __proto__ as any other', () => {
    expect(added(JSON.parse('{"__proto__":"x"}') as object)).toEqual(['__proto__']);
  });

  it.each([
    { why: 'no override keeps the groups', details: {}, groups: undefined },
    { why: 'an override replaces them', details: { groupOverrideDetails: { groupsToOverride: ['a'] } }, groups: ['a'] },
    { why: 'an empty override removes them', details: { groupOverrideDetails: {} }, groups: [] },
    { why: 'a null override removes them', details: { groupOverrideDetails: null }, groups: [] },
  ])('$why', ({ details, groups }) => {
    expect(read(details).groups).toEqual(groups);
  });

  it('adds no scope with white space in it', () => {
    expect(read({ accessTokenGeneration: { scopesToAdd: ['a b', 'c', ''] } }).scopesToAdd).toEqual(['c']);
  });

  it.each([null, undefined, [], {}])('%j changes nothing', (details) => {
    const { id, access, groups } = read(details);
    expect([id.add.size, id.suppress.size, access.add.size, access.suppress.size, groups]).toEqual([
      0,
      0,
      0,
      0,
      undefined,
    ]);
  });

  it.each([
    { why: 'nothing', answer: undefined },
    { why: 'a string', answer: 'event' },
    { why: 'details that are text', answer: { response: { claimsAndScopeOverrideDetails: 'x' } } },
    { why: 'a list of claims', answer: { response: { claimsAndScopeOverrideDetails: { idTokenGeneration: [1] } } } },
    {
      why: 'a group that is a number',
      answer: { response: { claimsAndScopeOverrideDetails: { groupOverrideDetails: { groupsToOverride: [1] } } } },
    },
  ])('$why is InvalidLambdaResponseException', ({ answer }) => {
    expect(() => readCustomization(answer)).toThrow(
      new CognitoError('InvalidLambdaResponseException', 'Unrecognizable lambda output'),
    );
  });
});

/** Sessions are found by the key and token they were given, and the memory for them is bounded. */
import { signingKey } from '../signRequest.ts';
import { policy, role } from './fixture.ts';
import type { Session } from './session.ts';
import { sessionIdentity } from './session.ts';
import { createSessionStore } from './sessionStore.ts';

const scope = { date: '20300102', region: 'us-east-1', service: 's3' };

const session = (name: string): Session => ({
  ...sessionIdentity(role('Role', policy()), name),
  sessionPolicy: undefined,
  tags: new Map(),
  transitiveTagKeys: [],
  sourceIdentity: undefined,
  sourceFunctionArn: undefined,
  issuedAt: 0,
  expiresAt: 1000,
});

it('forgets the session that was used longest ago, not the one in use', () => {
  const store = createSessionStore(() => 0, 2);
  const [a, b] = [store.add(session('a'), 'token a'), store.add(session('b'), 'token b')];
  expect(store.signingKeysOf(a.accessKeyId, 'token a')(scope)).toEqual(signingKey(a.secretAccessKey, scope));
  const c = store.add(session('c'), 'token c');
  expect([a, b, c].map(({ accessKeyId }) => store.find(accessKeyId)?.name)).toEqual(['a', undefined, 'c']);
});

it.each([
  { why: 'an unknown key', key: 'ASIAAAAAAAAAAAAAAAAA', token: 'token', at: 0, code: 'InvalidClientTokenId' },
  { why: 'another token', token: 'tokem', at: 0, code: 'InvalidClientTokenId' },
  { why: 'no token', token: undefined, at: 0, code: 'InvalidClientTokenId' },
  { why: 'another token after expiry, alike', token: 'tokem', at: 1000, code: 'InvalidClientTokenId' },
  { why: 'an expired session', token: 'token', at: 1000, code: 'ExpiredToken' },
])('gives no signing keys for $why', ({ key, token, at, code }) => {
  let now = 0;
  const store = createSessionStore(() => now);
  const { accessKeyId } = store.add(session('a'), 'token');
  now = at;
  expect(() => store.signingKeysOf(key ?? accessKeyId, token)).toThrow(expect.objectContaining({ code }));
});

it('finds no session from the millisecond at which it expires', () => {
  let now = 999;
  const store = createSessionStore(() => now);
  const { accessKeyId, expiration } = store.add(session('a'), 'token');
  expect(expiration).toEqual(new Date(1000));
  expect(store.find(accessKeyId)).toHaveProperty('name', 'a');
  now = 1000;
  expect(store.find(accessKeyId)).toBeUndefined();
});

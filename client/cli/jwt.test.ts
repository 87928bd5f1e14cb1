import { claimsOf } from './jwt.ts';

const jwt = (payload: unknown): string =>
  ['{}', JSON.stringify(payload), 'signature'].map((part) => Buffer.from(part).toString('base64url')).join('.');

const claims = { iss: 'https://issuer', sub: 'sub-1', exp: 1_800_000_000, token_use: 'id', 'cognito:username': 'ü' };

it.each([
  [claims, { issuer: 'https://issuer', sub: 'sub-1', username: 'ü', use: 'id', expiresAt: 1_800_000_000_000 }],
  [
    { ...claims, 'cognito:username': undefined, username: 'member', token_use: 'access' },
    { issuer: 'https://issuer', sub: 'sub-1', username: 'member', use: 'access', expiresAt: 1_800_000_000_000 },
  ],
])('reads %j', (payload, read) => {
  expect(claimsOf(jwt(payload))).toEqual(read);
});

it.each([
  '',
  'a.b',
  'a.b.c',
  'a.b.c.d',
  `${jwt(claims)}\n`,
  jwt(null),
  jwt([]),
  jwt({ ...claims, sub: 1 }),
  jwt({ ...claims, exp: '1' }),
  jwt({ ...claims, token_use: 'refresh' }),
  jwt({ ...claims, iss: undefined }),
])('takes %j for no token', (text) => {
  expect(claimsOf(text)).toBeUndefined();
});

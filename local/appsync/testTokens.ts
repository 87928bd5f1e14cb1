/** What the tests' tokens say: pool, client, time and claims, as a Cognito user pool issues them. */
import type { Claims } from '../../test/testKey.ts';

/** The pool that the test tokens are of. */
export const testPool = {
  id: 'us-east-1_LocalPool',
  issuer: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_LocalPool',
};
/** The app client that the test tokens are for. */
export const testClientId = '1example23456789abcdefghij';
/** The time of tests, in milliseconds. */
export const testNow = Date.UTC(2030, 0, 2, 3, 4, 5);

const shared = {
  sub: '11111111-2222-4333-8444-555555555555',
  iss: testPool.issuer,
  'cognito:groups': ['members'],
  iat: testNow / 1000 - 60,
  exp: testNow / 1000 + 3600,
};
/** The claims of an ID token. */
export const idClaims: Claims = { ...shared, token_use: 'id', aud: testClientId, 'cognito:username': 'member' };
/** The claims of an access token. */
export const accessClaims: Claims = { ...shared, token_use: 'access', client_id: testClientId, username: 'member' };

/** The claims of a user pool's fresh tokens, for tests that sign them with a key of their own. */
import { payload } from './fixtures.ts';
import type { Claims } from './testKey.ts';

/** The user pool and app client of the tests. */
export const ISSUER = 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Pool';
export const CLIENT = '1example23456789';

/** The claims of a fresh access token, which claims given replace; `undefined` leaves one out. */
export const accessClaims = (claims: Claims = {}): Claims => {
  const now = Math.floor(Date.now() / 1000);
  return {
    ...payload(),
    client_id: CLIENT,
    scope: 'aws.cognito.signin.user.admin',
    auth_time: now,
    iat: now,
    exp: now + 3600,
    ...claims,
  };
};

/** The claims of a fresh ID token. */
export const idClaims = (claims: Claims = {}): Claims =>
  accessClaims({
    token_use: 'id',
    client_id: undefined,
    scope: undefined,
    username: undefined,
    aud: CLIENT,
    'cognito:username': 'someone',
    ...claims,
  });

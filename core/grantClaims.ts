/** Which claims grants.ts may rest on. */
import { quote } from './errors.ts';
import { GrantsError } from './grantsError.ts';

// Claims that differ between ID and access tokens, come and go with a sign-in, can be given to another user, or (OpenID's
// standard claims) are attributes that users change themselves:
// https://openid.net/specs/openid-connect-core-1_0.html#StandardClaims
const UNFIT = new Set(
  [
    'username preferred_username name given_name family_name middle_name nickname profile picture website email',
    'email_verified gender birthdate zoneinfo locale phone_number phone_number_verified address updated_at identities',
    'aud azp client_id token_use exp iat nbf auth_time jti origin_jti event_id nonce at_hash c_hash acr amr scope iss version',
    'device_key',
  ].flatMap((names) => names.split(' ')),
);

/**
 * Refuses a claim that is not the same in every token of a user, or that the user can change.
 *
 * @throws GrantsError
 */
export const checkClaim = (claim: string, path: string): void => {
  if (UNFIT.has(claim.toLowerCase()) || /^(cognito|custom|dev):/i.test(claim)) {
    throw new GrantsError(
      path,
      `the claim ${quote(claim)} is not in every token of a user alike, or is for the user to change. Match by sub, group, or a claim of your own that the pre-token-generation function puts into ID and access tokens`,
    );
  }
};

/** Attacks with a JWT that is not the attacker's to use. */
import { send } from '../calls/http.ts';
import { VEND } from '../calls/vendOverHttp.ts';
import type { Attack, Means } from './attack.ts';
import { resigned, signedWithPublicKey, unsigned, withClaims, withHeader } from './forge.ts';

interface Case {
  readonly what: string;
  /** Undefined: no Authorization header. */
  readonly token: (jwt: string, means: Means) => string | undefined;
}

const cases: readonly Case[] = [
  { what: 'no token', token: () => undefined },
  { what: 'a word for a token', token: () => 'admin' },
  {
    what: 'member’s token, its group changed to editors',
    token: (jwt) => withClaims(jwt, { 'cognito:groups': ['editors'] }),
  },
  {
    what: 'member’s token, its sub changed to editor’s',
    token: (jwt, { sub }) => withClaims(jwt, { sub: sub.editor }),
  },
  { what: 'member’s token, its tenant changed to globex', token: (jwt) => withClaims(jwt, { tenant: 'globex' }) },
  { what: 'a token made to last for ever', token: (jwt) => withClaims(jwt, { exp: 4_102_444_800 }) },
  { what: 'alg: none, without a signature', token: (jwt) => unsigned(jwt, 'none') },
  { what: 'alg: NonE, without a signature', token: (jwt) => unsigned(jwt, 'NonE') },
  { what: 'alg: none, with the old signature', token: (jwt) => withHeader(jwt, { alg: 'none' }) },
  {
    what: 'HS256 with the public key as the secret',
    token: (jwt, { publicKey }) => signedWithPublicKey(jwt, publicKey),
  },
  { what: 'signed by a key of my own', token: (jwt) => resigned(jwt) },
  {
    what: 'signed by a key of my own, which the header brings along',
    token: (jwt) => resigned(jwt, {}, { embedKey: true }),
  },
  { what: 'a key ID that is a path', token: (jwt) => withHeader(jwt, { kid: '../../../../dev/null' }) },
  { what: 'expired an hour ago', token: (jwt) => resigned(jwt, { exp: Math.floor(Date.now() / 1_000) - 3_600 }) },
  {
    what: 'from another user pool',
    token: (jwt) => resigned(jwt, { iss: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Attacker1' }),
  },
  { what: 'for another app client', token: (jwt) => resigned(jwt, { aud: '4evilclient4evilclient4evi' }) },
  { what: 'neither an ID nor an access token', token: (jwt) => resigned(jwt, { token_use: 'refresh' }) },
];

/** All of them are refused before the API looks at anything else. */
export const tokenAttacks: readonly Attack[] = cases.map(({ what, token }) => ({
  what,
  refusal: ['UnauthorizedException'],
  attempt: async (means) => {
    const jwt = token(means.tokens.member.idToken, means);
    const { status, body } = await send(means.stack.graphqlUrl, {
      headers: { 'content-type': 'application/json', ...(jwt !== undefined && { authorization: jwt }) },
      body: JSON.stringify({ query: VEND }),
    });
    const { errors } = JSON.parse(body) as { errors?: { errorType?: string; message: string }[] };
    return { code: status === 401 ? errors?.[0]?.errorType : undefined, message: errors?.[0]?.message ?? body };
  },
}));

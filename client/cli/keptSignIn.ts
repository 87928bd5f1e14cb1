/** The sign-in of a profile: kept by `login`, renewed silently, ended by `logout`. */
import { CognitoRefusal, refreshTokens } from './cognito.ts';
import type { AppClient } from './cognito.ts';
import { SignInNeeded, UsageError } from './failures.ts';
import { readTexts, writeTexts } from './jsonFile.ts';
import { claimsOf } from './jwt.ts';
import { locked } from './locked.ts';
import { fetchFor } from './loopbackFetch.ts';
import type { Places } from './places.ts';

/** As it lies in the file. */
export interface KeptSignIn {
  readonly issuer: string;
  readonly sub: string;
  readonly username: string;
  readonly idToken?: string | undefined;
  readonly accessToken?: string | undefined;
  /** Left out when a token was given without it; then so are the two that it is renewed with. */
  readonly refreshToken?: string | undefined;
  readonly clientId?: string | undefined;
  readonly cognitoUrl?: string | undefined;
}

/** Which of the two tokens. `any`: whichever there is, the ID token first. */
export type TokenUse = 'id' | 'access' | 'any';

type Place = Pick<Places, 'signIn'>;

/** A token that ends so soon is as good as ended: it may be on its way for a while. */
const SLACK_MS = 60_000;

/** Undefined when nobody is signed in. @throws UnusableFile */
export const readSignIn = (place: Place): Promise<KeptSignIn | undefined> =>
  readTexts(place.signIn, {
    required: ['issuer', 'sub', 'username'],
    mend: 'Remove it and sign in again: scopevend login',
  });

/** Replaces the one that there is. */
export const writeSignIn = (place: Place, signIn: KeptSignIn): Promise<void> => writeTexts(place.signIn, { ...signIn });

const tokenIn = ({ idToken, accessToken }: KeptSignIn, use: TokenUse): string | undefined =>
  use === 'access' ? accessToken : use === 'id' ? idToken : (idToken ?? accessToken);

const endsAt = (token: string | undefined): number => (token === undefined ? 0 : (claimsOf(token)?.expiresAt ?? 0));

/** How a kept sign-in is renewed; undefined when it cannot be. */
export const renewal = ({
  refreshToken,
  clientId,
  cognitoUrl,
}: KeptSignIn): (AppClient & { refreshToken: string }) | undefined =>
  refreshToken !== undefined && clientId !== undefined && cognitoUrl !== undefined
    ? { refreshToken, clientId, cognitoUrl }
    : undefined;

const renew = async (place: Place, kept: KeptSignIn, again: string): Promise<KeptSignIn> => {
  const by = renewal(kept);
  if (by === undefined) {
    throw new SignInNeeded(`The token of ${kept.username} has ended, and cannot be renewed. Sign in again: ${again}`);
  }
  const tokens = await refreshTokens(by, by.refreshToken, fetchFor(new URL(by.cognitoUrl))).catch((error: unknown) => {
    if (!(error instanceof CognitoRefusal) || error.code !== 'NotAuthorizedException') throw error;
    throw new SignInNeeded(`The sign-in of ${kept.username} has ended. Sign in again: ${again}\n${error.message}`);
  });
  const renewed = { ...kept, ...tokens };
  await writeSignIn(place, renewed);
  return renewed;
};

/**
 * A token that is good for a minute at least, renewed when the one that is kept is not, or was not taken.
 *
 * @param not a token that the service did not take: another is wanted
 * @param again the command to sign in again with
 * @throws SignInNeeded when nobody is signed in, or no longer
 */
export const tokenOf = async (
  place: Place,
  { use, not, again }: { readonly use: TokenUse; readonly not?: string | undefined; readonly again: string },
): Promise<string> => {
  const good = (kept: KeptSignIn | undefined): string | undefined => {
    if (kept === undefined) throw new SignInNeeded(`Nobody is signed in. Sign in: ${again}`);
    const token = tokenIn(kept, use);
    if (token === undefined && renewal(kept) === undefined) {
      throw new UsageError(`There is no ${use} token: login was given another one. Sign in with it: ${again}`);
    }
    return endsAt(token) > Date.now() + SLACK_MS && token !== not ? token : undefined;
  };
  const present = async () => good(await readSignIn(place));
  // Of several processes at once, one renews.
  const token =
    (await present()) ??
    (await locked(
      place.signIn,
      async () => {
        const kept = await readSignIn(place);
        return good(kept) ?? (kept && tokenIn(await renew(place, kept, again), use));
      },
      present,
    ));
  if (token === undefined) throw new SignInNeeded(`Cognito gave no ${use} token. Sign in again: ${again}`);
  return token;
};

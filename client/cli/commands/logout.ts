/** `scopevend logout`: revokes the refresh token, and removes the sign-in and what was vended for it. */
import { forgetVended } from '../cachedVend.ts';
import { revokeToken } from '../cognito.ts';
import { UnusableFile, wordsOf } from '../failures.ts';
import { profileOf } from '../identity.ts';
import type { Invocation } from '../invocation.ts';
import { readSignIn, renewal } from '../keptSignIn.ts';
import { fetchFor } from '../loopbackFetch.ts';
import { tell, waiting } from '../output.ts';
import { placesOf } from '../places.ts';
import { printable } from '../printable.ts';
import { removePrivate } from '../privateFile.ts';

export const run = async ({ options }: Invocation): Promise<void> => {
  const places = placesOf(profileOf(options, process.env));
  const signIn = await readSignIn(places).catch(async (error: unknown) => {
    // A file that must not be used is removed too, but what was in it cannot be revoked.
    if (error instanceof UnusableFile) await removePrivate(places.signIn);
    throw error instanceof UnusableFile
      ? new Error(`${error.message}\nIt is removed now, but nothing was revoked.`)
      : error;
  });
  if (signIn === undefined) {
    tell('Nobody is signed in.');
    return;
  }
  // First of all from here: what follows may fail.
  await removePrivate(places.signIn);
  await forgetVended(places.cache, [signIn.issuer, signIn.sub]);
  const by = renewal(signIn);
  if (by !== undefined) {
    const revoked = revokeToken(by, by.refreshToken, fetchFor(new URL(by.cognitoUrl)));
    await waiting('Revoking the sign-in', revoked).catch((error: unknown) => {
      throw new Error(
        `The sign-in is removed from this machine, but could not be revoked: it stays good elsewhere until it ends.\n${wordsOf(error)}`,
      );
    });
  }
  tell(`Signed ${printable(signIn.username)} out. What was vended stays good until it expires.`);
};

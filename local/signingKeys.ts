/** What an access key signs with, without its secret: keys that are good for one day, Region and service. */
import { scopeText, signingKey } from './signRequest.ts';
import type { CredentialScope } from './signRequest.ts';

/** The signing key for a scope. */
export type SigningKeyOf = (scope: CredentialScope) => Buffer;

/** More than two days and the services of this machine need. */
const limit = 8;

/**
 * Signing keys of one secret, each derived once. They are kept with what this gives back, nowhere else: whoever forgets that has
 * forgotten them.
 */
export const signingKeys = (secretAccessKey: string): SigningKeyOf => {
  const known = new Map<string, Buffer>();
  return (scope) => {
    // Its parts have no slash: a credential is split at each.
    const name = scopeText(scope);
    const found = known.get(name);
    if (found !== undefined) return found;
    const made = signingKey(secretAccessKey, scope);
    if (known.size >= limit) known.clear();
    known.set(name, made);
    return made;
  };
};

/** Every access key that there is: the long-term ones of IAM users and those of sessions. */
import { SignatureError } from '../signatureError.ts';
import type { AccessKey } from './iamUser.ts';
import { signingKeys } from '../signingKeys.ts';
import { userSession } from './session.ts';
import type { SessionStore } from './sessionStore.ts';

/** Whose a key is, and what it signs with. */
export type AccessKeys = Pick<SessionStore, 'find' | 'signingKeysOf'>;

/** A long-term key goes without a session token: with one it is refused like a key that is not known. */
export const accessKeys = (keys: readonly AccessKey[], sessions: SessionStore): AccessKeys => {
  const byId = new Map(
    keys.map(({ accessKeyId, secretAccessKey, user }) => [accessKeyId, { user, keyOf: signingKeys(secretAccessKey) }]),
  );
  return {
    find(accessKeyId) {
      const key = byId.get(accessKeyId);
      return key ? userSession(key.user, { by: 'long-term keys' }) : sessions.find(accessKeyId);
    },
    signingKeysOf(accessKeyId, sessionToken) {
      const key = byId.get(accessKeyId);
      if (!key) return sessions.signingKeysOf(accessKeyId, sessionToken);
      if (sessionToken === undefined) return key.keyOf;
      throw new SignatureError('InvalidClientTokenId', 'The security token included in the request is invalid.');
    },
  };
};

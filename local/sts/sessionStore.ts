/** Keeps sessions with their credentials, in memory and not without end. */
import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import { SignatureError } from '../signatureError.ts';
import { signingKeys } from '../signingKeys.ts';
import type { SigningKeyOf } from '../signingKeys.ts';
import type { Session } from './session.ts';

/** Temporary credentials, as the SDKs name their parts. */
export interface SessionCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  expiration: Date;
}

interface Entry {
  readonly session: Session;
  /** In the place of the secret, which is not needed again. */
  readonly keyOf: SigningKeyOf;
  /** Of the session token, which is long and not needed again. */
  readonly tokenDigest: Buffer;
}

/** Sessions by access key. */
export interface SessionStore {
  /** Makes credentials for a session and keeps both. */
  add(session: Session, sessionToken: string): SessionCredentials;
  /** The session of an access key, if it is known and has not expired. */
  find(accessKeyId: string): Session | undefined;
  /** What an access key signs with, for verifying a signature. @throws SignatureError InvalidClientTokenId, ExpiredToken */
  signingKeysOf(accessKeyId: string, sessionToken: string | undefined): SigningKeyOf;
}

const digest = (text: string) => hash('sha256', text, 'buffer');

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const newAccessKeyId = () => `ASIA${[...randomBytes(16)].map((byte) => base32.charAt(byte % 32)).join('')}`;

/** At most `capacity` sessions: beyond that the one that was used longest ago is forgotten, as if it had never been. */
export const createSessionStore = (clock: () => number, capacity = 10_000): SessionStore => {
  const entries = new Map<string, Entry>();

  /** A Map keeps the order of insertion: put in again, an entry is the last to be forgotten. */
  const touch = (accessKeyId: string, entry: Entry) => {
    entries.delete(accessKeyId);
    entries.set(accessKeyId, entry);
    if (entries.size <= capacity) return;
    const [oldest] = entries.keys();
    if (oldest !== undefined) entries.delete(oldest);
  };

  return {
    add(session, sessionToken) {
      const accessKeyId = newAccessKeyId();
      const secretAccessKey = randomBytes(30).toString('base64');
      touch(accessKeyId, { session, keyOf: signingKeys(secretAccessKey), tokenDigest: digest(sessionToken) });
      return { accessKeyId, secretAccessKey, sessionToken, expiration: new Date(session.expiresAt) };
    },
    find(accessKeyId) {
      const session = entries.get(accessKeyId)?.session;
      return session !== undefined && session.expiresAt > clock() ? session : undefined;
    },
    signingKeysOf(accessKeyId, sessionToken) {
      const entry = entries.get(accessKeyId);
      if (entry === undefined || !timingSafeEqual(entry.tokenDigest, digest(sessionToken ?? ''))) {
        throw new SignatureError('InvalidClientTokenId', 'The security token included in the request is invalid.');
      }
      if (entry.session.expiresAt <= clock()) {
        throw new SignatureError('ExpiredToken', 'The security token included in the request is expired');
      }
      touch(accessKeyId, entry);
      return entry.keyOf;
    },
  };
};

/** Signed-in sessions, and the refresh tokens that continue them. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Clock } from '../awsService.ts';
import { CognitoError } from './cognitoError.ts';
import type { CognitoUser } from './userDirectory.ts';

/** What all tokens of one sign-in have in common. */
export interface Session {
  readonly user: CognitoUser;
  readonly originJti: string;
  readonly eventId: string;
  /** Seconds since 1970. */
  readonly authTime: number;
}

export interface Sessions {
  start(user: CognitoUser): { readonly session: Session; readonly refreshToken: string };
  /** @throws {CognitoError} NotAuthorizedException for a refresh token that is unknown, revoked or expired. */
  resume(refreshToken: string): Session;
  /** Is the session of this origin_jti known and not revoked? */
  isLive(originJti: string): boolean;
  /** Revokes one session; an unknown token is no error (RFC 7009, 2.2). */
  revoke(refreshToken: string): void;
  /** Revokes every session of a user. */
  revokeAll(sub: string): void;
}

interface Stored {
  readonly session: Session;
  /** Milliseconds since 1970. */
  readonly expires: number;
  revoked: boolean;
}

const notAuthorized = (message: string) => new CognitoError('NotAuthorizedException', message);
const hash = (refreshToken: string) => createHash('sha256').update(refreshToken).digest('hex');

/** Refresh tokens are 64 random bytes, kept as SHA-256 only. Over `limit` sessions the oldest is forgotten. */
export const createSessions = (refreshTokenSeconds: number, clock: Clock, limit = 10_000): Sessions => {
  const stored = new Map<string, Stored>();
  return {
    start: (user) => {
      const now = clock();
      const refreshToken = randomBytes(64).toString('base64url');
      const session = { user, originJti: randomUUID(), eventId: randomUUID(), authTime: Math.floor(now / 1000) };
      stored.set(hash(refreshToken), { session, expires: now + refreshTokenSeconds * 1000, revoked: false });
      for (const oldest of stored.keys()) {
        if (stored.size <= limit) break;
        stored.delete(oldest);
      }
      return { session, refreshToken };
    },
    resume: (refreshToken) => {
      const found = stored.get(hash(refreshToken));
      if (!found) throw notAuthorized('Invalid Refresh Token');
      if (found.revoked) throw notAuthorized('Refresh Token has been revoked');
      if (found.expires <= clock()) throw notAuthorized('Refresh Token has expired');
      return found.session;
    },
    isLive: (originJti) =>
      [...stored.values()].some(({ session, revoked }) => !revoked && session.originJti === originJti),
    revoke: (refreshToken) => {
      const found = stored.get(hash(refreshToken));
      if (found) found.revoked = true;
    },
    revokeAll: (sub) => {
      for (const each of stored.values()) if (each.session.user.sub === sub) each.revoked = true;
    },
  };
};

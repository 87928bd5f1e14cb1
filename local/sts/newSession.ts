/** What every operation that gives credentials does at its end: keeps the session and describes what it gave. */
import type { Surroundings } from './operation.ts';
import type { Session } from './session.ts';
import { maxSessionTokenSize, newSessionToken } from './sessionToken.ts';
import type { Elements } from './xml.ts';

/** Elements of an answer: `Credentials`, and how large the token became. */
export interface NewCredentials {
  readonly credentials: Elements;
  readonly size: Elements;
}

/**
 * Keeps a session under new credentials.
 * `PackedPolicySize`, superseded by `SessionTokenUtilization`, is told only when a policy or tags were passed.
 * @throws StsError PackedPolicyTooLarge
 */
export const giveCredentials = (
  session: Session,
  {
    policy,
    minimumSessionTokenSize,
  }: { readonly policy?: string | undefined; readonly minimumSessionTokenSize: number },
  { sessions }: Surroundings,
  passedTags = session.tags.size,
): NewCredentials => {
  const token = newSessionToken({
    sessionName: session.name,
    policy,
    tags: session.tags,
    sourceIdentity: session.sourceIdentity,
    minimumSize: minimumSessionTokenSize,
  });
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = sessions.add(session, token);
  const utilization = Math.ceil((token.length / maxSessionTokenSize) * 100);
  return {
    credentials: {
      AccessKeyId: accessKeyId,
      SecretAccessKey: secretAccessKey,
      SessionToken: sessionToken,
      Expiration: expiration.toISOString().replace('.000', ''),
    },
    size: {
      PackedPolicySize: policy !== undefined || passedTags > 0 ? utilization : undefined,
      SessionTokenUtilization: utilization,
      SessionTokenSize: token.length,
    },
  };
};

/** From now on for so many seconds: it ends at a whole second. */
export const lifetime = (now: number, seconds: number) => ({
  issuedAt: now,
  expiresAt: (Math.floor(now / 1000) + seconds) * 1000,
});

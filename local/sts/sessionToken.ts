/** How long a session token is, and when it would be too long. */
import { randomBytes } from 'node:crypto';
import { StsError } from './stsError.ts';

/** Bytes, for the whole token. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const maxSessionTokenSize = 4096;

/** Bytes of a token's content for what every session has: key, role, times, signature. */
const fixedContent = 400;
/** Bytes for where a tag begins and ends. */
const perTag = 4;

/** What makes a token longer. */
export interface TokenContent {
  readonly sessionName: string;
  readonly policy: string | undefined;
  readonly tags: ReadonlyMap<string, string>;
  readonly sourceIdentity: string | undefined;
  readonly minimumSize: number;
}

/**
 * An approximation, since AWS does not publish how it packs a token: the policy, tags and names as they are, in UTF-8,
 * 400 bytes for the rest, and all of it in Base64. So 2,048 ASCII characters of policy fit with some 600 bytes of tags.
 */
const tokenSize = ({ sessionName, policy, tags, sourceIdentity, minimumSize }: TokenContent): number => {
  const texts = [sessionName, policy ?? '', sourceIdentity ?? '', ...[...tags].flat()];
  const content = texts.reduce((sum, text) => sum + Buffer.byteLength(text), fixedContent + tags.size * perTag);
  return Math.max(Math.ceil(content / 3) * 4, Math.ceil(minimumSize / 4) * 4);
};

/**
 * A token is random, so opaque; it is genuine if it is the one that was given out with its access key.
 * @throws StsError PackedPolicyTooLarge with the bytes used and allowed
 */
export const newSessionToken = (content: TokenContent): string => {
  const size = tokenSize(content);
  if (size > maxSessionTokenSize) {
    throw new StsError(
      'PackedPolicyTooLarge',
      `The session token is ${String(size)} bytes, more than the allowed ${String(maxSessionTokenSize)} bytes. Shorten the session policy or the session tags.`,
    );
  }
  return randomBytes((size / 4) * 3).toString('base64');
};

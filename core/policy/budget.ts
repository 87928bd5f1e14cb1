/** How much room STS has for a session, and how much a session policy and its tags take of it. */
import type { SessionTag } from '../sessionTags.ts';

/** The most characters of a session policy: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export const POLICY_LIMIT = 2048;

/** The most session tags, and the most characters of one's value: the same page. */
export const TAG_LIMIT = 50;
export const TAG_VALUE_LIMIT = 256;

/** The most bytes of a session token: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const TOKEN_LIMIT = 4096;

/**
 * What a token is assumed to have besides what a vend puts into it, in bytes, until STS has said how large its tokens are. AWS
 * does not publish it.
 */
export const ASSUMED_TOKEN_OVERHEAD = 1200;

/** What a vend puts into a session token. */
export interface TokenContent {
  readonly policy: string | undefined;
  readonly tags: readonly SessionTag[];
}

const encoder = new TextEncoder();

/** ASCII, which nearly all is, has as many bytes as characters; to see that costs less than to encode. */
const bytesOf = (text: string): number => (/^[\0-\x7f]*$/.test(text) ? text.length : encoder.encode(text).length);

/** Bytes of the content in UTF-8, as it is: nothing that AWS may do to make it shorter is counted on. */
export const contentBytes = ({ policy = '', tags }: TokenContent): number =>
  bytesOf(policy) + tags.reduce((sum, { Key, Value }) => sum + bytesOf(Key) + bytesOf(Value), 0);

const inBase64 = (bytes: number): number => 4 * Math.ceil(bytes / 3);

/** The most bytes that the session token should have: the content in Base64, and the overhead. */
export const tokenBound = (content: TokenContent, overhead: number): number =>
  overhead + inBase64(contentBytes(content));

/** The overhead that a token of this size shows: never less than nothing. */
export const tokenOverhead = (content: TokenContent, tokenBytes: number): number =>
  Math.max(0, tokenBytes - inBase64(contentBytes(content)));

/** The most bytes of content for which the token is sure not to be too large. */
export const roomInToken = (overhead: number): number => 3 * Math.floor(Math.max(0, TOKEN_LIMIT - overhead) / 4);

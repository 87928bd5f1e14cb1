/** IAM users: principals with long-term access keys and policies of their own. The local stack has one, for trying things out. */
import { createHash } from 'node:crypto';
import type { PolicyDocument } from '../../core/policy/document.ts';

/** An IAM user. It holds no secret. */
export interface IamUser {
  readonly name: string;
  /** `arn:aws:iam::<account>:user/<name>` */
  readonly arn: string;
  /** AIDA and 17 more: `aws:userid`. */
  readonly userId: string;
  readonly policies: readonly PolicyDocument[];
}

/** A long-term access key, and whose it is. */
export interface AccessKey {
  readonly user: IamUser;
  /** AKIA and 16 more. */
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/**
 * An id like those that IAM gives: a prefix and 17 more. The same ARN has the same id at every start.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
 */
export const uniqueId = (prefix: 'AROA' | 'AIDA', arn: string): string => {
  const digest = createHash('sha256').update(arn).digest().subarray(0, 17);
  return `${prefix}${[...digest].map((byte) => base32.charAt(byte % 32)).join('')}`;
};

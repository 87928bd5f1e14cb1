/** A session of a role: who it is, what it may do and until when. It holds no secret. */
import { createHash } from 'node:crypto';
import type { PolicyDocument } from '../../core/policy/document.ts';
import type { Role } from '../service.ts';

/** What a session is judged by, here and by any service that is called with its credentials. */
export interface Session {
  readonly role: Role;
  readonly name: string;
  /** `arn:aws:sts::<account>:assumed-role/<role name>/<session name>` */
  readonly arn: string;
  /** `<role id>:<session name>`, the AssumedRoleId and `aws:userid`. */
  readonly userId: string;
  readonly account: string;
  readonly partition: string;
  readonly sessionPolicy: PolicyDocument | undefined;
  /** Session tags, inherited ones too. Keys are unique regardless of case. */
  readonly tags: ReadonlyMap<string, string>;
  /** Which of the tags go on to sessions that this one starts. */
  readonly transitiveTagKeys: readonly string[];
  readonly sourceIdentity: string | undefined;
  /** The function, when the Lambda service started the session. */
  readonly sourceFunctionArn: string | undefined;
  /** Milliseconds. */
  readonly issuedAt: number;
  /** Milliseconds, a whole second. */
  readonly expiresAt: number;
}

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** An id like the one that IAM gives a role: AROA and 17 more. The same role has the same id at every start. */
export const roleId = (roleArn: string): string => {
  const digest = createHash('sha256').update(roleArn).digest().subarray(0, 17);
  return `AROA${[...digest].map((byte) => base32.charAt(byte % 32)).join('')}`;
};

/** What of a session follows from its role and name. */
export const sessionIdentity = (role: Role, name: string) => {
  const [, partition = '', , , account = ''] = role.arn.split(':');
  return {
    role,
    name,
    arn: `arn:${partition}:sts::${account}:assumed-role/${role.name}/${name}`,
    userId: `${roleId(role.arn)}:${name}`,
    account,
    partition,
  };
};

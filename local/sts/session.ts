/** Who calls: a session of a role or of an IAM user, what it may do and until when. It holds no secret. */
import type { PolicyDocument } from '../../core/policy/document.ts';
import type { Role } from '../service.ts';
import { uniqueId } from './iamUser.ts';
import type { IamUser } from './iamUser.ts';

/** What a session is judged by, here and by any service that is called with its credentials. */
interface AnySession {
  readonly name: string;
  /** The session's own ARN, as GetCallerIdentity tells it and as resource policies may name it. */
  readonly arn: string;
  /** `aws:userid` */
  readonly userId: string;
  readonly account: string;
  readonly partition: string;
  /** Undefined: the session is not narrowed. */
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
  /** Milliseconds, a whole second; Infinity for long-term keys. */
  readonly expiresAt: number;
}

/** `arn:aws:sts::<account>:assumed-role/<role name>/<session name>`; the user id is `<role id>:<session name>`, the AssumedRoleId. */
export interface RoleSession extends AnySession {
  readonly role: Role;
  readonly user?: undefined;
}

/**
 * An IAM user by long-term keys, `arn:aws:iam::<account>:user/<name>`; the same user by GetSessionToken; or one that it federates,
 * `arn:aws:sts::<account>:federated-user/<name>`, with the user id `<account>:<name>`.
 */
export interface UserSession extends AnySession {
  readonly role?: undefined;
  readonly user: IamUser;
  readonly by: 'long-term keys' | 'GetSessionToken' | 'GetFederationToken';
}

export type Session = RoleSession | UserSession;

/** The role or the user whose policies hold for the session, and the session policy besides. */
export const holderOf = (session: Session): Role | IamUser => session.role ?? session.user;

/** All names by which a resource policy or a trust policy can mean the session: itself, its role or user, their account. */
export const principalNames = (session: Session): readonly string[] => {
  const { arn, account, partition } = session;
  const holder = holderOf(session).arn;
  return [arn, ...(holder === arn ? [] : [holder]), `arn:${partition}:iam::${account}:root`, account];
};

/** An id like the one that IAM gives a role: AROA and 17 more. The same role has the same id at every start. */
export const roleId = (roleArn: string): string => uniqueId('AROA', roleArn);

const placeOf = (arn: string) => {
  const [, partition = '', , , account = ''] = arn.split(':');
  return { partition, account };
};

/** What of a session follows from its role and name. */
export const sessionIdentity = (role: Role, name: string) => {
  const { partition, account } = placeOf(role.arn);
  return {
    role,
    name,
    arn: `arn:${partition}:sts::${account}:assumed-role/${role.name}/${name}`,
    userId: `${roleId(role.arn)}:${name}`,
    account,
    partition,
  };
};

/** A user as itself. What narrows it, tags it or ends it is the operations' to say. */
export const userSession = (user: IamUser, fields: Pick<UserSession, 'by'> & Partial<UserSession>): UserSession => ({
  user,
  name: user.name,
  arn: user.arn,
  userId: user.userId,
  ...placeOf(user.arn),
  sessionPolicy: undefined,
  tags: new Map(),
  transitiveTagKeys: [],
  sourceIdentity: undefined,
  sourceFunctionArn: undefined,
  issuedAt: 0,
  expiresAt: Number.POSITIVE_INFINITY,
  ...fields,
});

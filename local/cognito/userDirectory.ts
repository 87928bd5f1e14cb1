/** The pool's users, and what their passwords are checked against; unknown names look like users. */
import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import type { UserPool } from '../service.ts';
import type { SampleUser } from './sampleUsers.ts';
import type { SrpCredential } from './srp.ts';
import { srpVerifier, srpVerifierWithoutPassword } from './srp.ts';

/** A user without the password. */
export type CognitoUser = Omit<SampleUser, 'password'>;

/** Names are compared exactly, as in a pool made by CloudFormation without UsernameConfiguration. */
export interface UserDirectory {
  find(username: string): CognitoUser | undefined;
  /** For a name that no user has: salt and verifier that stay the same from call to call, as a user's would. */
  credential(username: string): SrpCredential;
  /** Takes as long for an unknown name as for a user. */
  hasPassword(username: string, password: string): boolean;
}

const groupBytes = 384;

const fixedWidth = (value: bigint): Buffer => Buffer.from(value.toString(16).padStart(groupBytes * 2, '0'), 'hex');

const refuseUnknown = (user: SampleUser, { groups, customAttributes }: UserPool): void => {
  const group = user.groups.find((name) => !groups.includes(name));
  if (group !== undefined)
    throw new Error(`User ${user.username} is in the group ${group}, which the pool does not have.`);
  const attribute = Object.keys(user.attributes).find(
    (name) => name.startsWith('custom:') && !customAttributes.includes(name.slice('custom:'.length)),
  );
  if (attribute !== undefined)
    throw new Error(`User ${user.username} has the attribute ${attribute}, which the pool's schema does not have.`);
};

/**
 * Passwords are turned into SRP verifiers at once and not kept.
 * @throws {Error} when a user has a group or a custom attribute that the pool does not have.
 */
export const createUserDirectory = (userPool: UserPool, users: readonly SampleUser[]): UserDirectory => {
  const poolName = userPool.id.slice(userPool.id.indexOf('_') + 1);
  const secret = randomBytes(32);
  const salt = (username: string): bigint =>
    BigInt(`0x${createHmac('sha256', secret).update(username).digest('hex').slice(0, 32)}`);

  const known = new Map<string, CognitoUser>();
  const verifiers = new Map<string, bigint>();
  for (const { password, ...user } of users) {
    refuseUnknown({ password, ...user }, userPool);
    known.set(user.username, user);
    verifiers.set(user.username, srpVerifier(poolName, user.username, password, salt(user.username)));
  }

  const credential = (username: string): SrpCredential => ({
    userId: username,
    salt: salt(username),
    verifier:
      verifiers.get(username) ??
      srpVerifierWithoutPassword(Buffer.from(hkdfSync('sha256', secret, username, 'verifier', groupBytes + 16))),
  });

  return {
    find: (username) => known.get(username),
    credential,
    hasPassword: (username, password) => {
      const { salt: used, verifier } = credential(username);
      return timingSafeEqual(fixedWidth(srpVerifier(poolName, username, password, used)), fixedWidth(verifier));
    },
  };
};

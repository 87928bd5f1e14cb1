/** Finds, at the start, the role or the user whose policies could not be judged later. */
import { PolicyError, evaluate } from '../../core/policy/evaluate.ts';
import type { Role } from '../service.ts';
import type { IamUser } from './iamUser.ts';

const question = { action: 'sts:GetCallerIdentity', resource: '*', context: {} };

const checked = (who: string, judge: () => void): void => {
  try {
    judge();
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    throw new Error(`${who} has a policy that cannot be judged. ${error.message}`, { cause: error });
  }
};

/** @throws Error that names the role and the place in its policy */
export const checkRoles = (roles: readonly Role[]): void => {
  for (const role of roles) {
    checked(`The role ${role.name}`, () => {
      evaluate(role.trustPolicy, { ...question, principal: { AWS: [] } });
      evaluate(role.policies, question);
    });
  }
};

/** @throws Error that names the user and the place in its policy */
export const checkUsers = (users: readonly IamUser[]): void => {
  for (const user of users) {
    checked(`The IAM user ${user.name}`, () => {
      evaluate(user.policies, question);
    });
  }
};

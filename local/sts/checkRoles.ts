/** Finds, at the start, the role whose policies could not be judged later. */
import { PolicyError, evaluate } from '../../core/policy/evaluate.ts';
import type { Role } from '../service.ts';

const question = { action: 'sts:GetCallerIdentity', resource: '*', context: {} };

/** @throws Error that names the role and the place in its policy */
export const checkRoles = (roles: readonly Role[]): void => {
  for (const role of roles) {
    try {
      evaluate(role.trustPolicy, { ...question, principal: { AWS: [] } });
      evaluate(role.policies, question);
    } catch (error) {
      if (!(error instanceof PolicyError)) throw error;
      throw new Error(`The role ${role.name} has a policy that cannot be judged. ${error.message}`, { cause: error });
    }
  }
};

/** What the grants give a caller who has all of them, role by role, in the words of policies. */
import { admittedParts } from '../../core/authorize.ts';
import type { Caller } from '../../core/caller.ts';
import type { Grants } from '../../core/compileGrants.ts';
import type { PolicyDocument, Statement } from '../../core/policy/document.ts';
import { pack } from '../../core/policy/pack.ts';
import type { Permission } from '../../core/scopes/defineScope.ts';
import { statedPermissions } from '../../core/sessionPolicy.ts';
import { type GrantOnPart, grantsOnParts } from './imaginedCaller.ts';

/** One grant, with the permissions of each of its access values. */
export interface Granted {
  readonly grant: GrantOnPart;
  readonly access: string;
  readonly permissions: readonly Permission[];
}

/** Conditions of a grant are for the session policy alone to state: they narrow each vend, not what can ever be vended. */
const unconditional = (grant: GrantOnPart): GrantOnPart => ({ ...grant, on: { ...grant.on, conditions: undefined } });

const admissionsOf = (grants: readonly GrantOnPart[], caller: Caller) =>
  grants.map(unconditional).flatMap((grant) => {
    const filled = grant.on.template.fill(caller);
    if ('unusable' in filled) return [];
    return grant.on.access.map((access) => ({ service: grant.on.service, part: filled.part, access, grant }));
  });

const ofRole = (grants: Grants, roleArn: string): readonly GrantOnPart[] =>
  grantsOnParts(grants).filter(({ resource }) => resource.vendRoleArn === roleArn);

/** Each grant's each access on its own. A grant whose claims are unusable for this caller gives nothing. */
export const grantedOf = (grants: Grants, roleArn: string, caller: Caller): readonly Granted[] =>
  admissionsOf(ofRole(grants, roleArn), caller).map((admission) => ({
    grant: admission.grant,
    access: admission.access,
    permissions: statedPermissions(admittedParts([admission])),
  }));

/** All that the grants give together: the widest session policy there could be, were it not for its size. */
export const unionOf = (grants: Grants, roleArn: string, caller: Caller): PolicyDocument => {
  const permissions = statedPermissions(admittedParts(admissionsOf(ofRole(grants, roleArn), caller)));
  return permissions.length === 0
    ? { Version: '2012-10-17', Statement: [NOTHING] }
    : { Version: '2012-10-17', Statement: pack(permissions) };
};

const NOTHING: Statement = { Effect: 'Deny', Action: '*', Resource: '*' };

/** A permission as a statement. */
export const statementOf = (permission: Permission): Statement => {
  const [only, ...more] = pack([permission]);
  if (only === undefined || more.length > 0) throw new Error('One permission is one statement.');
  return only;
};

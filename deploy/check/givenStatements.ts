/** What the credentials of a role are for, statement by statement. */
import type { Grants } from '../../core/compileGrants.ts';
import type { Statement } from '../../core/policy/document.ts';
import type { Role } from '../../local/service.ts';
import { namesOf } from './foreignResources.ts';
import { grantedOf, statementOf } from './grantedPermissions.ts';
import { markedCaller } from './markedCaller.ts';
import { statementsOf } from './probes.ts';

/** A statement without its conditions, and what the resources that it names are called. */
export interface Given {
  readonly statement: Statement;
  readonly names: readonly string[];
}

const unconditional = ({ Condition: _, ...statement }: Statement): Statement => statement;

/** Of a Vend role what the grants give; of a role that is passed on, without a session policy, what its own policies allow. */
export const givenBy = (role: Role, grants: Grants): readonly Given[] => {
  const resources = grants.grants.map(({ resource }) => resource);
  if (resources.some(({ kind, name }) => kind === 'role' && name === role.arn)) {
    const names = [...new Set(resources.flatMap((resource) => (resource.kind === 'role' ? [] : namesOf(resource))))];
    return statementsOf(role.policies)
      .filter(({ Effect }) => Effect === 'Allow')
      .map((statement) => ({ statement: unconditional(statement), names }));
  }
  return grantedOf(grants, role.arn, markedCaller(grants).caller).flatMap(({ grant: { resource }, permissions }) =>
    permissions.map((one) => ({ statement: unconditional(statementOf(one)), names: namesOf(resource) })),
  );
};

/** What of grants.ts may be meant, but is worth a look: grants that nobody can use or that add nothing, and scopes that do not fit. */
import type { Grants } from '../../core/compileGrants.ts';
import type { Who } from '../../core/grants.ts';
import { claimsAdded } from '../../local/cognito/userClaims.ts';
import { userPoolOf } from '../../local/userPoolOf.ts';
import type { Deployed } from './deployed.ts';
import type { Finding } from './finding.ts';
import { deploymentIn } from './namedGrants.ts';
import { overlappingGrants } from './overlappingGrants.ts';
import { type KnownPool, unusedGrants } from './unusedGrants.ts';
import { wholeScope } from './wholeScope.ts';

/** Undefined for a pool that the template does not make: its groups and claims are not known here. */
const poolOf = async ({ ofType, resolve, functions, place }: Deployed): Promise<KnownPool | undefined> => {
  if (ofType('AWS::Cognito::UserPool').length === 0) return undefined;
  const { groups, customAttributes } = userPoolOf(ofType, resolve, functions, place);
  return { groups, claims: await claimsAdded(customAttributes) };
};

/** All warnings for a deployment with these grants. */
export const grantWarnings = async (
  deployed: Deployed,
  grants: Grants,
  audiences: ReadonlyMap<string, Who>,
): Promise<readonly Finding[]> => {
  const pool = await poolOf(deployed);
  return [
    ...(pool ? unusedGrants(grants, audiences, pool) : []),
    ...overlappingGrants(grants, audiences),
    ...wholeScope(grants, audiences, deploymentIn(deployed)),
  ];
};

/** Whether a scope that is left out, which is everything that the grants allow, fits into one session policy. */
import { callerOf } from '../../core/caller.ts';
import type { Grants } from '../../core/compileGrants.ts';
import { VendError } from '../../core/errors.ts';
import type { Who } from '../../core/grants.ts';
import { planVend } from '../../core/plan.ts';
import type { Deployment } from '../../core/resources.ts';
import type { Finding } from './finding.ts';
import { claimsUsed } from './imaginedCaller.ts';

const SUB = '6c1f0e52-8f3b-4f0c-9a57-2d4e6b7a1c01';
/** As long as the name of a tenant often is. */
const CLAIM = 'example-company';

/** The claims of a caller whom all grants to claims are for that can be had together. */
const claimsFor = (grants: Grants, audiences: Iterable<Who>): Readonly<Record<string, string>> => {
  const claims = new Map(claimsUsed(grants).map((claim) => [claim, CLAIM]));
  for (const to of audiences) if (to !== 'everyone' && 'claim' in to) claims.set(to.claim, to.equals);
  return Object.fromEntries(claims);
};

const groupsOf = (audiences: Iterable<Who>): readonly string[] => [
  ...new Set([...audiences].flatMap((to) => (to !== 'everyone' && 'group' in to ? [to.group] : []))),
];

/**
 * Warnings for callers with a UUID as their sub and claims of 15 characters: one in no group, one in each group
 * alone, and one in all of them, as far as what they have in common is not too much already. Session tags are made use of, as in a vend.
 */
export const wholeScope = (
  grants: Grants,
  audiences: ReadonlyMap<string, Who>,
  deployment: Deployment,
): readonly Finding[] => {
  const claims = claimsFor(grants, audiences.values());
  const tooLarge = (groups: readonly string[]): readonly Finding[] => {
    const caller = callerOf({
      ...claims,
      iss: 'https://issuer.invalid/pool',
      token_use: 'access',
      username: 'typical',
      sub: SUB,
      'cognito:groups': groups,
    });
    try {
      planVend({ deployment, grants }, caller, {});
      return [];
    } catch (error) {
      if (!(error instanceof VendError)) throw error;
      // A caller without a grant, or with grants on resources of several Vend roles, is no fault of the size.
      if (error.code !== 'ScopeTooLarge') return [];
      const { characters, limit, split } = error.info as { characters: number; limit: number; split: unknown };
      const parts = Array.isArray(split) ? `${String(split.length)} scopes` : 'narrower asks';
      return [
        {
          where: 'grants.ts',
          what: `everything that a caller in ${groups.length === 0 ? 'no group' : groups.join(' and ')} may have makes a session policy of ${String(characters)} characters, AWS takes ${String(limit)}: a scope that is left out is refused with ScopeTooLarge`,
          mend: `Let clients name what they need, or vend the ${parts} that the refusal gives; or grant a part above several.`,
        },
      ];
    }
  };
  const groups = groupsOf(audiences.values());
  // What is too much for everyone is too much for all who have more.
  const everyone = tooLarge([]);
  if (everyone.length > 0) return everyone;
  const alone = groups.flatMap((group) => tooLarge([group]));
  return alone.length > 0 || groups.length < 2 ? alone : tooLarge(groups);
};

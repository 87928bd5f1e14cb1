/** Grants that nobody can use: for a group that there is not, or in need of a claim that no token has. */
import type { CompiledGrant, Grants } from '../../core/compileGrants.ts';
import type { Who } from '../../core/grants.ts';
import type { Finding } from './finding.ts';

/** What is known of the tokens of a user pool. */
export interface KnownPool {
  readonly groups: readonly string[];
  /** Claims of its own that are in ID and access tokens. Undefined: that is not known. */
  readonly claims: readonly string[] | undefined;
}

// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html: the sub is a UUID.
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const listed = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.join(', '));

const audienceFault = (to: Who | undefined, { groups }: KnownPool): Omit<Finding, 'where'> | undefined => {
  if (to === undefined || to === 'everyone') return undefined;
  if ('group' in to && !groups.includes(to.group)) {
    return {
      what: `is for the group "${to.group}", which the user pool of the template does not have (its groups: ${listed(groups)})`,
      mend: `Correct the name, or add an AWS::Cognito::UserPoolGroup of it to deploy/userPool/own.yml. If the group is made elsewhere, nothing is to be done.`,
    };
  }
  if ('sub' in to && !UUID.test(to.sub)) {
    return {
      what: `is for the sub "${to.sub}", and no user has such a one: Cognito's are UUIDs`,
      mend: "Give the user's sub: aws cognito-idp admin-get-user shows it.",
    };
  }
  return undefined;
};

const claimFaults = (grant: CompiledGrant, to: Who | undefined, given: readonly string[]): Omit<Finding, 'where'>[] => {
  const matched = to !== undefined && to !== 'everyone' && 'claim' in to ? [to.claim] : [];
  const needed = new Set([...matched, ...(grant.on?.template.claims ?? [])]);
  return [...needed]
    .filter((claim) => claim !== 'sub' && !given.includes(claim))
    .map((claim) => ({
      what: `needs the claim "${claim}", which the pre-token-generation function does not put into ID and access tokens (it puts: ${listed(given)})`,
      mend: `Let functions/preTokenGeneration.ts put it there, from an attribute that no app client may write, or correct the name.`,
    }));
};

/** Warnings, one for each reason. Nothing is known of the users that there are. */
export const unusedGrants = (
  { grants }: Grants,
  audiences: ReadonlyMap<string, Who>,
  pool: KnownPool,
): readonly Finding[] =>
  grants.flatMap((grant) => {
    const to = audiences.get(grant.name);
    const faults = [audienceFault(to, pool) ?? [], pool.claims ? claimFaults(grant, to, pool.claims) : []].flat();
    return faults.map((fault) => ({ where: `grants.ts, the grant "${grant.name}"`, ...fault }));
  });

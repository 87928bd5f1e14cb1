/** Whether credentials can do what a grant promises: each access of each grant, judged by the policies of its Vend role. */
import type { Grants } from '../../core/compileGrants.ts';
import { evaluate } from '../../core/policy/evaluate.ts';
import type { PolicyDocument, Statement } from '../../core/policy/document.ts';
import type { Role } from '../../local/service.ts';
import { type Deployed, roleNamed } from './deployed.ts';
import { denialMends } from './denialMends.ts';
import { type Finding, VEND_POLICY_FILE } from './finding.ts';
import { type Granted, grantedOf, statementOf } from './grantedPermissions.ts';
import { sessionContext } from './imaginedCaller.ts';
import { markedCaller } from './markedCaller.ts';
import { type Asking, type Probe, probesOf, statementsOf } from './probes.ts';
import { writeText, yamlLines } from './yamlLines.ts';

const expand = (action: string): readonly string[] => [action];

const document = (Statement: readonly Statement[]): PolicyDocument => ({ Version: '2012-10-17', Statement });

const ofEffect = (role: Role, effect: Statement['Effect']): readonly Statement[] =>
  statementsOf(role.policies).filter(({ Effect }) => Effect === effect);

const tagFirst = ({ on }: Granted['grant'], { sessionTags }: Grants): readonly string[] =>
  on.template.claims
    .filter((claim) => ![...sessionTags.values()].includes(claim))
    .map(
      (claim) =>
        `The claim ${claim} is no session tag. Add to sessionTags of grants.ts: ${claim}: '\${claims.${claim}}', and name the tag vend:${claim} under sessionTags of deploy/vended.yml, or your own/vended.yml.\n`,
    );

/**
 * Each grant's each access must be allowed by its Vend role's policies for a caller whom it is for, or the credentials that are
 * vended under it could not do what they are for. Grants on resources with a role of another account are judged where `roles`
 * holds that role.
 */
export const deadAccess = (
  deployed: Deployed,
  grants: Grants,
  roles: readonly Role[] = deployed.roles,
): readonly Finding[] => {
  const { caller, tags, shown } = markedCaller(grants);
  const asking: Asking = { session: sessionContext(grants, caller), expand };
  const write = writeText(deployed, tags);
  const deadOf = (role: Role, { grant, access, permissions }: Granted): readonly Finding[] => {
    const statements = permissions.map(statementOf);
    const isDead = (probe: Probe): boolean => evaluate(role.policies, probe) !== 'Allow';
    const isUnallowed = (probe: Probe): boolean =>
      evaluate(document([...ofEffect(role, 'Allow'), NOTHING]), probe) !== 'Allow';
    const granting = statements.flatMap((statement) =>
      probesOf(statement, asking).map((probe) => [statement, probe] as const),
    );
    const [, dead] = granting.find(([, probe]) => isDead(probe)) ?? [];
    if (dead === undefined) return [];
    const missing = statements.filter((statement) => probesOf(statement, asking).some(isUnallowed));
    const denials = denialMends(role, granting, write);
    const lines =
      missing.length === 0
        ? ''
        : `Add to the statements of the Vend policy in ${VEND_POLICY_FILE}:\n${yamlLines(missing, `${grant.name} ${access}`, deployed, tags)}`;
    return [
      {
        where: `grants.ts, ${access} of the grant "${grant.name}"`,
        what: `${role.name} does not allow ${dead.action} on ${dead.resource === '' ? 'anything' : shown(dead.resource)}: the credentials would be dead`,
        mend: [...tagFirst(grant, grants), lines, ...denials].join(''),
      },
    ];
  };
  return roles.flatMap((role) => grantedOf(grants, role.arn, caller).flatMap((granted) => deadOf(role, granted)));
};

/** Allows nothing, so that a role without a statement is one that can be judged. */
const NOTHING: Statement = { Effect: 'Deny', Action: 'none:*', Resource: '*' };

/** The roles that a deployment vends from: that of the service, judged by its own template. */
export const vendRole = (deployed: Deployed): Role => roleNamed(deployed, 'VendRole');

/** Whether credentials can do what a grant promises: each access of each grant, judged by the policies of its Vend role. */
import type { Grants } from '../../core/compileGrants.ts';
import { evaluate } from '../../core/policy/evaluate.ts';
import type { PolicyDocument, Statement } from '../../core/policy/document.ts';
import type { Role } from '../../local/service.ts';
import { type Deployed, roleNamed } from './deployed.ts';
import { type Finding, VEND_POLICY_FILE } from './finding.ts';
import { type Granted, grantedOf, statementOf } from './grantedPermissions.ts';
import { claimsUsed, imaginedCaller, markerOf, sessionContext } from './imaginedCaller.ts';
import { type Asking, type Probe, probesOf, statementsOf } from './probes.ts';
import { writeText, yamlLines } from './yamlLines.ts';

const expand = (action: string): readonly string[] => [action];

const document = (Statement: readonly Statement[]): PolicyDocument => ({ Version: '2012-10-17', Statement });

const ofEffect = (role: Role, effect: Statement['Effect']): readonly Statement[] =>
  statementsOf(role.policies).filter(({ Effect }) => Effect === effect);

const denying = (role: Role, probe: Probe): Statement | undefined =>
  ofEffect(role, 'Deny').find((statement) => evaluate(document([statement]), probe) === 'ExplicitDeny');

const mendDenied = (
  { Sid = 'a statement without Sid', NotAction, NotResource }: Statement,
  { action, resource }: Probe,
  write: (text: string) => string,
): string => {
  if (NotAction !== undefined) return `Take it into NotAction of ${Sid} in ${VEND_POLICY_FILE}:\n- ${action}\n`;
  if (NotResource !== undefined)
    return `Take it into NotResource of ${Sid} in ${VEND_POLICY_FILE}:\n- ${write(resource)}\n`;
  return `${Sid} denies it, which holds whatever is granted: grant something else.\n`;
};

/** A caller whose claims can be told apart in whatever is made of them. */
const markedCaller = (grants: Grants) => {
  const claims = claimsUsed(grants);
  const caller = imaginedCaller(new Map(claims.map((claim, index) => [claim, markerOf(index)])));
  const tagOf = new Map([...grants.sessionTags].map(([tag, claim]) => [claim, tag]));
  // A claim that is no session tag yet becomes one, under its own name.
  const tags = new Map(claims.map((claim, index) => [markerOf(index), tagOf.get(claim) ?? `vend:${claim}`]));
  const shown = (text: string): string =>
    claims.reduce(
      (so, claim, index) => so.replaceAll(markerOf(index), claim === 'sub' ? '${sub}' : `\${claims.${claim}}`),
      text,
    );
  return { caller, tags, shown };
};

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
    const probes = statements.flatMap((statement) => probesOf(statement, asking));
    const [dead] = probes.filter(isDead);
    if (dead === undefined) return [];
    const missing = statements.filter((statement) => probesOf(statement, asking).some(isUnallowed));
    const denials = new Set(
      probes.flatMap((probe) => {
        const statement = denying(role, probe);
        return statement === undefined ? [] : [mendDenied(statement, probe, write)];
      }),
    );
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

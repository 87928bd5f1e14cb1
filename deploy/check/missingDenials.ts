/** Whether a role that is handed out denies all that is not given: what some resource's own policy allows would else add to it. */
import type { Grants } from '../../core/compileGrants.ts';
import type { Statement } from '../../core/policy/document.ts';
import { compilePolicies, type Context, evaluate } from '../../core/policy/evaluate.ts';
import type { Role } from '../../local/service.ts';
import { actionsLike, type AwsActions } from './awsActions.ts';
import { actionDenial, resourceDenial } from './denialLines.ts';
import type { Deployed } from './deployed.ts';
import { type Finding, VEND_POLICY_FILE } from './finding.ts';
import { otherKinds } from './foreignResources.ts';
import { givenBy } from './givenStatements.ts';
import { imaginedCaller, sessionContext } from './imaginedCaller.ts';
import { markedCaller } from './markedCaller.ts';
import { listed, type Probe, probesOf, statementsOf } from './probes.ts';
import { serviceOf, undeniedActions, undeniedResources, type Verdict } from './undenied.ts';

const mendWith = (lines: string, old: Statement | undefined): string =>
  `${old === undefined ? "Add to the statements of the role's policy" : `Put in place of ${old.Sid ?? 'the denial there'}`} in ${VEND_POLICY_FILE}:\n${lines}`;

const inShort = (undenied: readonly string[], actions: AwsActions): string => {
  const [first = 'actions that are still to come', ...more] = undenied.filter((one) => actions.has(one.toLowerCase()));
  return more.length === 0 ? first : `${first} and ${String(more.length)} more actions`;
};

/** Allows nothing, so that there is a statement. */
const NOTHING = { Effect: 'Deny', Action: 'none:*', Resource: '*' } as const;

// What a service asks of KMS for a caller is for the key's own policy: docs/grants.md.
const KNOWN_KEY = /^(aws:PrincipalTag\/.+|kms:ViaService)$/i;

/** A denial under a condition on the request, such as where it comes from, lets other requests through. */
const isOfEveryRequest = ({ Condition = {} }: Statement): boolean =>
  Object.values(Condition)
    .flatMap(Object.keys)
    .every((key) => KNOWN_KEY.test(key));

/** What statements say of a request of a caller who has every claim, and of one who has none. */
const judgeFor = (statements: readonly Statement[], sessions: readonly Context[]) => {
  const policies = compilePolicies({ Version: '2012-10-17', Statement: [...statements, NOTHING] }, 'identity');
  return (action: string, resource: string) =>
    sessions.map((context) => evaluate(policies, { action, resource, context }));
};

/**
 * Findings for one role: actions that nothing gives, and then, service by service, given actions on resources that are not given, as far
 * as they are not denied. What is given on `*` has no other resources. Other parts of a given resource are for that resource's own
 * policy: nothing needs to deny them.
 */
export const missingDenials = (
  deployed: Deployed,
  role: Role,
  grants: Grants,
  actions: AwsActions,
): readonly Finding[] => {
  const { caller, tags, shown } = markedCaller(grants);
  const poor = imaginedCaller(new Map([['sub', caller.sub]]));
  const session = sessionContext(grants, caller);
  const sessions = [session, sessionContext(grants, poor)];
  const expand = (pattern: string): readonly string[] => actionsLike(actions, pattern);
  const given = givenBy(role, grants).map((one) => ({
    ...one,
    probes: probesOf(one.statement, { session, expand, fillings: ['x/y'] }),
  }));
  const statements = given.map(({ statement }) => statement);
  const denials = statementsOf(role.policies).filter(({ Effect }) => Effect === 'Deny');
  const [byRole, byGrants] = [judgeFor(denials.filter(isOfEveryRequest), sessions), judgeFor(statements, sessions)];
  const isDenied: Verdict = (action, resource) => byRole(action, resource).every((one) => one === 'ExplicitDeny');
  const isOpen: Verdict = (action, resource) =>
    !byGrants(action, resource).includes('Allow') && !isDenied(action, resource);

  const finding = (request: string, mend: string): Finding => ({
    where: `the policies of ${role.name}`,
    what: `do not deny ${shown(request)}, which nothing gives: a resource's own policy could allow it`,
    mend,
  });
  const undenied = undeniedActions(
    given.flatMap(({ probes }) => probes),
    actions,
    isDenied,
  );
  const listing = denials.find(({ NotAction }) => NotAction !== undefined);
  const ofActions =
    undenied.length === 0 ? [] : [finding(inShort(undenied, actions), mendWith(actionDenial(statements), listing))];

  const kindsBeside = ({ action }: Probe): readonly string[] => {
    const details = actions.get(action.toLowerCase());
    const on = statements.filter(({ Action }) => listed(Action).flatMap(expand).includes(action));
    const resources = on.flatMap(({ Resource }) => listed(Resource));
    return details === undefined ? [] : otherKinds(details, resources, deployed.place);
  };
  const ofResources = [...undeniedResources(given, kindsBeside, isOpen)].map(([service, request]) => {
    const isOfService = ({ Action }: Statement): boolean => listed(Action).some((one) => serviceOf(one) === service);
    const bounding = denials.find((one) => one.NotResource !== undefined && isOfService(one));
    const lines = resourceDenial(service, statements.filter(isOfService), deployed, tags);
    return finding(request, mendWith(lines, bounding));
  });
  return [...ofActions, ...ofResources];
};

/** Whether a Vend policy allows anything that no grant gives: it is the second lock, and must be as narrow as the first. */
import type { Caller } from '../../core/caller.ts';
import type { Grants } from '../../core/compileGrants.ts';
import { compilePolicies, evaluate } from '../../core/policy/evaluate.ts';
import type { PolicyDocument, Statement } from '../../core/policy/document.ts';
import type { Role } from '../../local/service.ts';
import { actionsLike, type AwsActions } from './awsActions.ts';
import { type Finding, VEND_POLICY_FILE } from './finding.ts';
import { grantedOf, statementOf, unionOf } from './grantedPermissions.ts';
import { claimsUsed, grantsOnParts, imaginedCaller, sessionContext } from './imaginedCaller.ts';
import { neighboursOf, strangers } from './neighbours.ts';
import { type Asking, type Probe, probesOf, statementsOf } from './probes.ts';

/** Actions that a role's policies allow on something, under some conditions, by their Action elements alone. */
export const possibleActions = (policies: readonly PolicyDocument[], actions: AwsActions): readonly string[] => {
  const allowing = statementsOf(policies).filter(({ Effect }) => Effect === 'Allow');
  if (allowing.some(({ NotAction }) => NotAction !== undefined)) return [...actions.values()].map(({ name }) => name);
  const wanted = allowing.flatMap(({ Action }) => (Action === undefined ? [] : [Action].flat()));
  return [...new Set(wanted.flatMap((one) => actionsLike(actions, one)))];
};

const document = (statement: Statement): PolicyDocument => ({ Version: '2012-10-17', Statement: statement });

/** The one statement that lets a probe through, so that it can be found in the file. */
const allowing = (role: Role, probe: Probe): string =>
  statementsOf(role.policies).find(
    (statement) => statement.Effect === 'Allow' && evaluate(document(statement), probe) === 'Allow',
  )?.Sid ?? 'a statement without Sid';

/**
 * Requests that the Vend policy allows a caller and that no grant gives, whatever groups the caller is in; one for each statement
 * and action. What is tried: what the grants and what the Vend policy's own statements speak of, what lies beside that, and
 * each action of AWS that the Vend policy could allow.
 */
export const widerFor = (
  role: Role,
  grants: Grants,
  caller: Caller,
  actions: AwsActions,
): readonly (Probe & { readonly sid: string })[] => {
  const byVendPolicy = compilePolicies(role.policies, 'identity');
  const byGrants = compilePolicies(unionOf(grants, role.arn, caller), 'identity');
  const own = claimsUsed(grants).flatMap((claim) => caller.claims.get(claim) ?? []);
  const fillings = ['', 'x', 'x/y', ...own, ...own.flatMap((value) => strangers(value).map((other) => `${other}/x`))];
  const possible = possibleActions(role.policies, actions);
  const asking: Asking = {
    session: sessionContext(grants, caller),
    expand: (pattern) => actionsLike(actions, pattern),
    fillings,
  };
  const granted = grantedOf(grants, role.arn, caller)
    .flatMap(({ permissions }) => permissions.map(statementOf))
    .flatMap((statement) => probesOf(statement, { ...asking, fillings: ['', 'x/y'] }));
  const stated = statementsOf(role.policies)
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap((statement) => probesOf(statement, asking));
  const wider = new Map<string, Probe & { readonly sid: string }>();
  const tried = new Set<string>();
  const check = (probe: Probe): void => {
    const key = JSON.stringify(probe);
    if (tried.has(key)) return;
    tried.add(key);
    if (evaluate(byVendPolicy, probe) !== 'Allow' || evaluate(byGrants, probe) === 'Allow') return;
    const sid = allowing(role, probe);
    const found = `${sid} ${probe.action}`;
    if (!wider.has(found)) wider.set(found, { ...probe, sid });
  };
  for (const probe of [...stated, ...granted]) {
    check(probe);
    for (const action of possible) check({ ...probe, action });
  }
  for (const probe of granted) for (const neighbour of neighboursOf(probe, own)) check(neighbour);
  return [...wider.values()];
};

/** Claims as hostile as claims.ts lets through: what looks like a path, a pattern, a key or somebody else's folder. */
export const hostileClaims: readonly string[] = [
  'acme',
  '-',
  '...',
  'a b',
  'users',
  'shared',
  '=+@:_',
  'ſß😀'.slice(0, 2),
  'x'.repeat(64),
];

/**
 * Callers with the same hostile value for every claim, and with different ones. Not those whose values some service does not take: their
 * grant gives them nothing, while the Vend policy knows their session tags only.
 */
export const hostileCallers = (grants: Grants): readonly Caller[] =>
  hostileClaims
    .map((_, shift) =>
      imaginedCaller(
        new Map(
          claimsUsed(grants).map((claim, index) => [
            claim,
            claim === 'sub'
              ? `sub-${String(shift)}`
              : (hostileClaims[(shift + index) % hostileClaims.length] ?? 'acme'),
          ]),
        ),
      ),
    )
    .filter((caller) => grantsOnParts(grants).every(({ on }) => 'part' in on.template.fill(caller)));

/** What a Vend role allows beyond the grants, for hostile callers; each fault once. */
export const widerAccess = (role: Role, grants: Grants, actions: AwsActions): readonly Finding[] => {
  const found = new Map<string, Finding>();
  for (const caller of hostileCallers(grants)) {
    for (const { sid, action, resource, context } of widerFor(role, grants, caller, actions)) {
      const own = Object.entries(context).filter(([key]) => !key.startsWith('aws:'));
      const said = own.map(([key, value]) => ` with ${key} ${JSON.stringify(value)}`).join('');
      const tags = Object.entries(context).filter(([key]) => key.startsWith('aws:PrincipalTag/'));
      const who = tags.map(([key, value]) => `${key.slice('aws:PrincipalTag/'.length)}=${String(value)}`).join(', ');
      if (found.has(`${sid} ${action}`)) continue;
      found.set(`${sid} ${action}`, {
        where: `the Vend policy of ${role.name}, statement ${sid}`,
        what: `allows ${action} on ${resource}${said} to the session of ${who}, which no grant gives`,
        mend: `Bind ${sid} to the session tags, or take ${action} out of it, in ${VEND_POLICY_FILE}. If it is meant, add a grant on it to grants.ts.`,
      });
    }
  }
  return [...found.values()];
};

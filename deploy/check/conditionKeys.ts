/** Whether each statement can mean what it says: its actions exist, are on such resources, and know the keys of its conditions. */
import type { PolicyDocument, Statement } from '../../core/policy/document.ts';
import { actionsLike, type AwsAction, type AwsActions, isOn, supportsKey } from './awsActions.ts';
import type { Finding } from './finding.ts';
import { listed, statementsOf } from './probes.ts';

const keysOf = ({ Condition = {} }: Statement): readonly string[] => [
  ...new Set(Object.values(Condition).flatMap((keys) => Object.keys(keys))),
];

const unsupported = (statement: Statement, actions: readonly AwsAction[]): readonly string[] =>
  keysOf(statement).flatMap((key) => {
    const without = actions.filter((action) => !supportsKey(action, key)).map(({ name }) => name);
    return without.length === 0 ? [] : [`${without.slice(0, 3).join(', ')} does not support the condition key ${key}`];
  });

const onNothing = ({ Resource }: Statement, actions: readonly AwsAction[]): readonly string[] =>
  Resource === undefined
    ? []
    : actions
        .filter((action) => !listed(Resource).some((resource) => isOn(action, resource)))
        .map(({ name }) => `${name} is on no resource of the kind that is named`);

const faultsOf = (statement: Statement, all: AwsActions): readonly string[] => {
  const wanted = listed(statement.Action ?? statement.NotAction);
  const unknown = wanted.filter((one) => one !== '*' && actionsLike(all, one).length === 0);
  if (unknown.length > 0) return unknown.map((one) => `${one} is no action of AWS`);
  const names = statement.NotAction === undefined ? wanted.flatMap((one) => actionsLike(all, one)) : [...all.keys()];
  const actions = names.flatMap((name) => all.get(name.toLowerCase()) ?? []);
  // A denial may well name more than some action is on; an Allow that does so is a mistake.
  return [...unsupported(statement, actions), ...(statement.Effect === 'Allow' ? onNothing(statement, actions) : [])];
};

/**
 * Condition keys that an action does not support are never in its requests: an Allow is then dead, or with IfExists and negated
 * operators open; a Deny does not deny. For example sts:TagSession does not know sts:SourceIdentity.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 *
 * @param where whose policy it is
 */
export const conditionKeys = (
  documents: readonly PolicyDocument[],
  where: string,
  all: AwsActions,
): readonly Finding[] =>
  statementsOf(documents).flatMap((statement) =>
    faultsOf(statement, all).map((what) => ({
      where: `${where}, statement ${statement.Sid ?? JSON.stringify(statement.Action)}`,
      what,
      mend: 'Give the action a statement of its own, with keys that the Service Authorization Reference lists for it.',
    })),
  );

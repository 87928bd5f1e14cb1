/** What statements allow, in the least pieces, so that two ways to state it can be compared. */
import type { Conditions, OneOrMany, Statement } from './document.ts';
import { listOf } from './oneOrMany.ts';

/** One action on one resource under conditions: the least that a policy allows. */
interface Atom {
  readonly action: string;
  readonly resource: string;
  readonly conditions: Conditions;
}

/** Atoms by a text of their own. */
export type Atoms = ReadonlyMap<string, Atom>;

/** Whether all values of a request's key must be among the policy's. */
export const isOfAllValues = (operator: string): boolean => operator.startsWith('ForAllValues:');

/** Conditions with single values: any of a list's values will do, but for ForAllValues, which takes them together. */
const single = (conditions: Conditions): readonly Conditions[] => {
  let all: Record<string, Record<string, OneOrMany>>[] = [{}];
  for (const operator of Object.keys(conditions).sort()) {
    const keys = conditions[operator] ?? {};
    for (const key of Object.keys(keys).sort()) {
      const values = [...new Set(listOf(keys[key]))].sort();
      const choices: readonly OneOrMany[] = isOfAllValues(operator) ? [values] : values;
      const [only] = choices;
      if (choices.length === 1 && only !== undefined) {
        // Nothing to choose: no copies.
        for (const made of all) (made[operator] ??= {})[key] = only;
      } else {
        all = all.flatMap((made) =>
          choices.map((value) => ({ ...made, [operator]: { ...made[operator], [key]: value } })),
        );
      }
    }
  }
  return all;
};

/** What statements allow that only allow; with `together`, with alternatives of a condition left in one atom. */
export const atomsOf = (statements: readonly Statement[], together = false): Atoms => {
  const atoms = new Map<string, Atom>();
  for (const { Action, Resource, Condition = {} } of statements) {
    for (const conditions of together ? [Condition] : single(Condition)) {
      const under = JSON.stringify(conditions);
      for (const resource of listOf(Resource)) {
        for (const action of listOf(Action)) {
          atoms.set(`${action} ${resource} ${under}`, { action, resource, conditions });
        }
      }
    }
  }
  return atoms;
};

/** A pattern with a star at its end takes in what begins as it does. */
const takesIn = (outer: string, inner: string): boolean =>
  outer === inner || (outer.endsWith('*') && inner.startsWith(outer.slice(0, -1)));

const includesAll = (outer: OneOrMany, inner: OneOrMany | undefined, isPattern: boolean): boolean => {
  if (outer === inner) return true;
  const values = new Set(listOf(outer));
  return (
    inner !== undefined &&
    listOf(inner).every((value) => values.has(value) || (isPattern && [...values].some((one) => takesIn(one, value))))
  );
};

/** Where a request without the key does not meet the condition: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const NEEDS_KEY = /^(?:ForAnyValue:)?String(?:Equals|Like)$/;

const isPresent = (key: string, conditions: Conditions): boolean =>
  Object.entries(conditions).some(([operator, keys]) => NEEDS_KEY.test(operator) && keys[key] !== undefined);

/** Whether what meets `inner` meets `outer` too: it asks for no more keys, and takes no fewer values. */
const isWider = (outer: Conditions, inner: Conditions): boolean =>
  Object.entries(outer).every(([operator, keys]) =>
    Object.entries(keys).every(
      ([key, values]) =>
        includesAll(values, inner[operator]?.[key], operator.endsWith('Like')) ||
        (operator === 'Null' && values === 'false' && isPresent(key, inner)),
    ),
  );

/** Whether each of `inner` is among `outer`, or within one that is. */
export const areWithin = (inner: Atoms, outer: Atoms): boolean => {
  const missing: Atom[] = [];
  for (const [name, atom] of inner) if (!outer.has(name)) missing.push(atom);
  if (missing.length === 0) return true;
  const onAction = new Map<string, Atom[]>();
  for (const atom of outer.values()) {
    const others = onAction.get(atom.action);
    if (others) others.push(atom);
    else onAction.set(atom.action, [atom]);
  }
  return missing.every(({ action, resource, conditions }) =>
    onAction.get(action)?.some((one) => takesIn(one.resource, resource) && isWider(one.conditions, conditions)),
  );
};

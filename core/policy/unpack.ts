/** The inverse of packing: reads a packed policy back, and says whether it means what was to be stated. */
import type { Permission } from '../scopes/defineScope.ts';
import type { SessionTag } from '../sessionTags.ts';
import type { Conditions, OneOrMany, PolicyDocument, Statement } from './document.ts';
import { listOf } from './oneOrMany.ts';
import { equalTo, literal } from './pattern.ts';
import { type PackedPolicy, rewriteTexts } from './withTags.ts';

const VARIABLE = /\$\{aws:PrincipalTag\/([^}]*)\}/g;

const isPattern = (operator: string): boolean => /Like$|^$/.test(operator);

/** Fills in the tags. A variable without a tag is left: it then means nothing that was to be stated. */
export const unpack = ({ text, tags }: PackedPolicy): readonly Statement[] => {
  const values = new Map(tags.map(({ Key, Value }: SessionTag) => [Key.toLowerCase(), Value]));
  const { Statement: statement } = JSON.parse(text) as PolicyDocument;
  const statements = Array.isArray(statement) ? (statement as readonly Statement[]) : [statement as Statement];
  return rewriteTexts(statements, (value, from, operator) =>
    value.replace(VARIABLE, (variable, key: string, at: number) => {
      const filled = values.get(key.toLowerCase());
      return filled === undefined || at < from ? variable : isPattern(operator) ? literal(filled) : equalTo(filled);
    }),
  );
};

/** One action on one resource under conditions: the least that a policy allows. */
interface Atom {
  readonly on: string;
  readonly conditions: Conditions;
}

type Atoms = ReadonlyMap<string, Atom>;

const isOfAllValues = (operator: string): boolean => operator.startsWith('ForAllValues:');

/** Conditions with single values: any of a list's values will do, but for ForAllValues, which takes them together. */
const single = (conditions: Conditions): readonly Conditions[] => {
  let all: readonly Conditions[] = [{}];
  for (const operator of Object.keys(conditions).sort()) {
    const keys = conditions[operator] ?? {};
    for (const key of Object.keys(keys).sort()) {
      const values = [...new Set(listOf(keys[key]))].sort();
      const choices: readonly OneOrMany[] = isOfAllValues(operator) ? [values] : values;
      all = all.flatMap((made) =>
        choices.map((value) => ({ ...made, [operator]: { ...made[operator], [key]: value } })),
      );
    }
  }
  return all;
};

const atomsOf = (statements: readonly Statement[]): Atoms => {
  const atoms = new Map<string, Atom>();
  for (const { Action, Resource, Condition = {} } of statements) {
    for (const conditions of single(Condition)) {
      const under = JSON.stringify(conditions);
      for (const resource of listOf(Resource)) {
        for (const action of listOf(Action)) {
          const on = `${action} ${resource}`;
          atoms.set(`${on} ${under}`, { on, conditions });
        }
      }
    }
  }
  return atoms;
};

const conditionsOf = ({ conditions, anyOf }: Permission, value: OneOrMany): Conditions =>
  anyOf === undefined
    ? { ...conditions }
    : { ...conditions, [anyOf.operator]: { ...conditions?.[anyOf.operator], [anyOf.key]: value } };

/** Permissions as statements, nothing merged but what belongs together: all values that `ForAllValues` lets an action have. */
const plainly = (permissions: readonly Permission[]): readonly Statement[] => {
  const statements: Statement[] = [];
  const together = new Map<string, Map<string, string[]>>();
  for (const permission of permissions) {
    const { actions: Action, resource: Resource, conditions, anyOf } = permission;
    if (anyOf === undefined || !isOfAllValues(anyOf.operator)) {
      statements.push({ Effect: 'Allow', Action, Resource, Condition: conditionsOf(permission, anyOf?.value ?? []) });
      continue;
    }
    const alike = JSON.stringify([Resource, conditions, anyOf.operator, anyOf.key]);
    let valuesOf = together.get(alike);
    if (valuesOf === undefined) together.set(alike, (valuesOf = new Map<string, string[]>()));
    for (const action of Action) {
      const known = valuesOf.get(action);
      if (known) {
        known.push(anyOf.value);
        continue;
      }
      const values = [anyOf.value];
      valuesOf.set(action, values);
      // All of its values: those to come are put into the same list.
      statements.push({ Effect: 'Allow', Action: action, Resource, Condition: conditionsOf(permission, values) });
    }
  }
  return statements;
};

const includesAll = (outer: OneOrMany | undefined, inner: OneOrMany | undefined): boolean => {
  const values = new Set(listOf(outer));
  return outer !== undefined && inner !== undefined && listOf(inner).every((value) => values.has(value));
};

/** Whether what meets `inner` meets `outer` too: it asks for no more keys, and takes no fewer values. */
const isWider = (outer: Conditions, inner: Conditions): boolean =>
  Object.entries(outer).every(([operator, keys]) =>
    Object.entries(keys).every(([key, values]) => includesAll(values, inner[operator]?.[key])),
  );

const ELEMENTS = new Set(['Effect', 'Action', 'Resource', 'Condition']);

const onlyAllows = (statement: Statement): boolean =>
  statement.Effect === 'Allow' && Object.keys(statement).every((element) => ELEMENTS.has(element));

/** In any other version `${*}` would be a star between other characters, and a variable none. */
const hasVariables = ({ text }: PackedPolicy): boolean => (JSON.parse(text) as PolicyDocument).Version === '2012-10-17';

/** What of the policy was not to be stated, or the other way round, is a fault in packing. */
export const means = (packed: PackedPolicy, permissions: readonly Permission[]): boolean => {
  const statements = unpack(packed);
  const stated = atomsOf(statements);
  const wanted = atomsOf(plainly(permissions));
  if (!hasVariables(packed) || !statements.every(onlyAllows) || ![...stated.keys()].every((name) => wanted.has(name)))
    return false;
  const missing = [...wanted].filter(([name]) => !stated.has(name));
  return missing.every(([, { on, conditions }]) =>
    [...stated.values()].some((atom) => atom.on === on && isWider(atom.conditions, conditions)),
  );
};

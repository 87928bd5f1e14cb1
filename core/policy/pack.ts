/** States permissions as the smallest policy document that means exactly them. */
import type { Permission } from '../scopes/defineScope.ts';
import type { Conditions, OneOrMany, Statement } from './document.ts';

const oneOrMany = (values: Iterable<string>): OneOrMany => {
  const list = [...new Set(values)];
  const [only] = list;
  return list.length === 1 && only !== undefined ? only : list;
};

const listOf = (values: OneOrMany | undefined): readonly string[] =>
  typeof values === 'string' ? [values] : (values ?? []);

/** Adds to the list under a key, which is made when missing. */
const addTo = <Value>(lists: Map<string, Value[]>, key: string, ...values: readonly Value[]): void => {
  const list = lists.get(key);
  if (list) list.push(...values);
  else lists.set(key, [...values]);
};

/** Resources with the same actions share a statement. */
const unconditioned = (permissions: readonly Permission[]): readonly Statement[] => {
  const actionsOn = new Map<string, string[]>();
  for (const { resource, actions } of permissions) addTo(actionsOn, resource, ...actions);
  const resourcesFor = new Map<string, string[]>();
  for (const [resource, actions] of actionsOn)
    addTo(resourcesFor, JSON.stringify([...new Set(actions)].sort()), resource);
  return [...resourcesFor].map(([actions, resources]) => ({
    Effect: 'Allow',
    Action: oneOrMany(JSON.parse(actions) as string[]),
    Resource: oneOrMany(resources),
  }));
};

const conditionOf = ({ conditions = {}, anyOf }: Permission, alike: readonly Permission[]): Conditions => {
  if (anyOf === undefined) return conditions;
  const { operator, key } = anyOf;
  const values = oneOrMany(alike.flatMap((one) => one.anyOf?.value ?? []));
  return { ...conditions, [operator]: { ...conditions[operator], [key]: values } };
};

/** Permissions that are alike but for the value of one condition share a statement: any of the values will do. */
const conditioned = (permissions: readonly Permission[]): readonly Statement[] => {
  const alike = new Map<string, Permission[]>();
  for (const permission of permissions) {
    const { actions, resource, conditions, anyOf } = permission;
    addTo(alike, JSON.stringify([resource, conditions, anyOf?.operator, anyOf?.key, [...actions].sort()]), permission);
  }
  return [...alike.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    return [
      {
        Effect: 'Allow',
        Action: oneOrMany(first.actions),
        Resource: first.resource,
        Condition: conditionOf(first, group),
      },
    ];
  });
};

/** Actions on one resource under one condition share a statement. */
const sharingActions = (statements: readonly Statement[]): readonly Statement[] => {
  if (statements.length < 2) return statements;
  const alike = new Map<string, Statement[]>();
  for (const statement of statements)
    addTo(alike, JSON.stringify([statement.Resource, statement.Condition]), statement);
  return [...alike.values()].flatMap((group) => {
    const [first, ...others] = group;
    if (first === undefined || others.length === 0) return group;
    return [{ ...first, Action: oneOrMany(group.flatMap(({ Action }) => listOf(Action))) }];
  });
};

const includesAll = (outer: OneOrMany | undefined, inner: OneOrMany | undefined): boolean => {
  const values = new Set(listOf(outer));
  return listOf(inner).every((value) => values.has(value));
};

/** Whether `outer` allows whatever `inner` allows. Values of the operators that permissions use are alternatives: more allow more. */
const contains = (outer: Statement, inner: Statement): boolean =>
  includesAll(outer.Resource, inner.Resource) &&
  includesAll(outer.Action, inner.Action) &&
  Object.entries(outer.Condition ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, values]) => {
      const asked = inner.Condition?.[operator]?.[key];
      return asked !== undefined && includesAll(values, asked);
    }),
  );

/** Leaves out statements that another one contains; of two that contain each other, the later one. */
const withoutContained = (statements: readonly Statement[]): readonly Statement[] =>
  statements.filter(
    (inner, at) =>
      inner.Condition === undefined ||
      !statements.some(
        (outer, other) => other !== at && contains(outer, inner) && (other < at || !contains(inner, outer)),
      ),
  );

const isConditioned = ({ conditions, anyOf }: Permission): boolean => conditions !== undefined || anyOf !== undefined;

/** The only way that STS takes what is above U+00FF. */
const escapeUnicode = (json: string): string =>
  json.replace(/[^\u0000-\u00ff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/**
 * The session policy that allows these permissions and nothing else, as STS takes it: without white space of its own, single
 * values as strings, no Sid, characters above U+00FF escaped.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html (Policy)
 */
export const pack = (permissions: readonly Permission[]): string => {
  const statements = withoutContained([
    ...unconditioned(permissions.filter((one) => !isConditioned(one))),
    ...sharingActions(conditioned(permissions.filter(isConditioned))),
  ]);
  const [only] = statements;
  return escapeUnicode(
    JSON.stringify({ Version: '2012-10-17', Statement: statements.length === 1 ? only : statements }),
  );
};

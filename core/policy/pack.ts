/** States permissions as the smallest policy document that means exactly them. */
import type { Permission } from '../scopes/defineScope.ts';
import type { OneOrMany, Statement } from './document.ts';

const oneOrMany = (values: Iterable<string>): OneOrMany => {
  const list = [...new Set(values)];
  const [only] = list;
  return list.length === 1 && only !== undefined ? only : list;
};

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

/** Values of one condition on the same actions and resource share a statement: any of them will do. */
const conditioned = (permissions: readonly Required<Permission>[]): readonly Statement[] => {
  const alike = new Map<string, Required<Permission>[]>();
  for (const permission of permissions) {
    const { actions, resource, condition } = permission;
    addTo(alike, JSON.stringify([resource, condition.operator, condition.key, [...actions].sort()]), permission);
  }
  return [...alike.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { actions, resource, condition } = first;
    return [
      {
        Effect: 'Allow',
        Action: oneOrMany(actions),
        Resource: resource,
        Condition: { [condition.operator]: { [condition.key]: oneOrMany(group.map((one) => one.condition.value)) } },
      },
    ];
  });
};

const isConditioned = (permission: Permission): permission is Required<Permission> =>
  permission.condition !== undefined;

/** The only way that STS takes what is above U+00FF. */
const escapeUnicode = (json: string): string =>
  json.replace(/[^\u0000-\u00ff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/**
 * The session policy that allows these permissions and nothing else, as STS takes it: without white space of its own, single
 * values as strings, no Sid, characters above U+00FF escaped.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html (Policy)
 */
export const pack = (permissions: readonly Permission[]): string => {
  const statements = [
    ...unconditioned(permissions.filter((one) => !isConditioned(one))),
    ...conditioned(permissions.filter(isConditioned)),
  ];
  const [only] = statements;
  return escapeUnicode(
    JSON.stringify({ Version: '2012-10-17', Statement: statements.length === 1 ? only : statements }),
  );
};

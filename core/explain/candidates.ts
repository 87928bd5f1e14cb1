/** Which of a service's resources an action can be on, of those that a part as previews show it can mean. */
import type { Context } from '../policy/evaluate.ts';
import { listOf } from '../policy/oneOrMany.ts';
import { onlyMatch } from '../policy/pattern.ts';
import type { Resource } from '../resources.ts';
import type { Permission, ScopeDefinition } from '../scopes/defineScope.ts';
import { partsOf, wholeOf } from './shownParts.ts';

/** A resource that the caller has a grant on, and the access values that it gives there. */
export interface KnownResource {
  readonly resource: Resource;
  readonly access: ReadonlySet<string>;
}

/** What the access values mean on a part. A key that a service uses for the caller is told to those only who have that access. */
const permissionsOn = (
  service: ScopeDefinition,
  { resource, access: granted }: KnownResource,
  part: unknown,
  values: readonly string[],
): readonly Permission[] =>
  values.flatMap((value) =>
    (service.access[value]?.(resource, part, () => true) ?? []).filter(
      ({ byService }) => byService !== true || granted.has(value),
    ),
  );

const unescaped = (pattern: string): string => pattern.replace(/\$\{([*?$])\}/g, '$1');

/**
 * What naming the part puts into the request: the prefix of a list, the keys of an item, the source of an event and its detail type. Not what
 * a service puts into calls that it makes for the caller.
 */
const contextOf = ({ conditions = {}, anyOf, byService }: Permission, text: string): Context => {
  if (text === '' || byService === true) return {};
  const one = Object.entries(conditions['StringEquals'] ?? {});
  const several = Object.entries(conditions['ForAllValues:StringEquals'] ?? {});
  return Object.fromEntries([
    ...one.map(([key, value]) => [key, unescaped(String(value))] as const),
    ...several.map(([key, values]) => [key, listOf(values).map(unescaped)] as const),
    ...(anyOf === undefined ? [] : [[anyOf.key, namedBy(anyOf)] as const]),
  ]);
};

const namedBy = ({ operator, value }: NonNullable<Permission['anyOf']>): string | readonly string[] => {
  const text = unescaped(value.replace(/\*$/, ''));
  return operator.startsWith('ForA') ? [text] : text;
};

/**
 * The one ARN that a statement is on, or `*` for actions that are on no resource. Of a resource without parts the pattern itself: what AWS
 * puts behind the name, the policy leaves open.
 */
const onlyResource = ({ part }: ScopeDefinition, { resource }: Permission): string | undefined =>
  resource === '*' || part.fields.length === 0 ? resource : onlyMatch(resource);

/** A resource, and what naming it puts into a request. */
interface Candidate {
  readonly arn: string;
  readonly context: Context;
  readonly permission: Permission;
}

const isOn =
  (action: string) =>
  ({ actions }: Permission): boolean =>
    actions.some((one) => one.toLowerCase() === action.toLowerCase());

/** The access values that have an action, where it is on another resource with each: the methods of an API. Else none. */
export const valuesApart = (service: ScopeDefinition, known: KnownResource, action: string): readonly string[] => {
  const whole = wholeOf(service);
  const on = Object.keys(service.access).map((value) => {
    const permissions = permissionsOn(service, known, whole, [value]).filter(isOn(action));
    return { value, resources: permissions.map(({ resource }) => resource).join() };
  });
  const having = on.filter(({ resources }) => resources !== '');
  return new Set(having.map(({ resources }) => resources)).size > 1 ? having.map(({ value }) => value) : [];
};

/** Of what a text can mean to a service the resource that an action is on; `values` are the access values to be looked at. */
export const candidateFor = (
  service: ScopeDefinition,
  known: KnownResource,
  text: string,
  action: string,
  values: readonly string[],
): Candidate | undefined => {
  const candidates = partsOf(service, text).flatMap((part) =>
    permissionsOn(service, known, part, values).flatMap((permission): Candidate[] => {
      const arn = onlyResource(service, permission);
      return arn === undefined ? [] : [{ arn, permission, context: contextOf(permission, text) }];
    }),
  );
  const found = candidates.find(({ permission }) => isOn(action)(permission));
  if (found !== undefined || permissionsOn(service, known, wholeOf(service), values).some(isOn(action))) return found;
  // An action that no access value has is in no statement, whatever the resource: the longest of the service's own says best what is meant.
  return candidates
    .filter(({ permission }) => permission.byService !== true)
    .reduce<Candidate | undefined>(
      (best, next) => (best === undefined || next.arn.length > best.arn.length ? next : best),
      undefined,
    );
};

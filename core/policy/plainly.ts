/** States permissions one by one, as what a packed policy is compared with. */
import type { Permission } from '../scopes/defineScope.ts';
import { isOfAllValues } from './atoms.ts';
import type { Conditions, OneOrMany, Statement } from './document.ts';

const conditionsOf = ({ conditions, anyOf }: Permission, value: OneOrMany): Conditions =>
  anyOf === undefined
    ? { ...conditions }
    : { ...conditions, [anyOf.operator]: { ...conditions?.[anyOf.operator], [anyOf.key]: value } };

/** Permissions as statements, nothing merged but what belongs together: all values that `ForAllValues` lets an action have. */
export const plainly = (permissions: readonly Permission[]): readonly Statement[] => {
  const statements: Statement[] = [];
  const together = new Map<string, Map<string, string[]>>();
  for (const permission of permissions) {
    const { actions: Action, resource: Resource, conditions, anyOf } = permission;
    if (anyOf === undefined || !isOfAllValues(anyOf.operator)) {
      statements.push({ Effect: 'Allow', Action, Resource, Condition: conditionsOf(permission, anyOf?.value ?? []) });
      continue;
    }
    // Neither operators nor keys have spaces, and JSON says itself where it ends.
    const alike = `${anyOf.operator} ${anyOf.key} ${JSON.stringify(conditions)} ${Resource}`;
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
